from __future__ import annotations

from django.urls import path

from content.audience import views

app_name = "audience"
urlpatterns = [
    path("audience/", views.choose, name="choose"),
    path("audience/elsewhere/", views.elsewhere, name="elsewhere"),
    path("leaving/<str:signed>/", views.leaving, name="leaving"),
    path("robots.txt", views.robots, name="robots"),
]
