from django.urls import path

from programme.views import look_file

urlpatterns = [
    path("look/<str:name>", look_file, name="look_file"),
]
