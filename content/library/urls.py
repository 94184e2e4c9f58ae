"""The addresses of documents, below /documents/."""

from __future__ import annotations

from django.urls import path

from content.library import views

app_name = "library"
urlpatterns = [
    path("<slug:slug>/", views.document, name="document"),
    path("<slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("<slug:slug>/versions/<int:number>/page-1.png", views.thumbnail, name="thumbnail"),
]
