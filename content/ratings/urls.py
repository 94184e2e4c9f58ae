from __future__ import annotations

from django.urls import path

from content.ratings import views

app_name = "ratings"
urlpatterns = [path("rate/<int:page_id>/", views.rate_page, name="rate")]
