"""Where drafts are shown to whoever has a link."""

from django.urls import path

from content.previews.views import draft

app_name = "previews"
urlpatterns = [path("draft/<str:token>/", draft, name="draft")]
