from django.urls import re_path

from programme.views import look_file

urlpatterns = [
    re_path(r"^look/(?P<name>[0-9a-f]+\.[a-z]+)$", look_file, name="look_file"),
]
