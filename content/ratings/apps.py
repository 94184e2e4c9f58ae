from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "content.ratings"
    label = "content_ratings"
    verbose_name = "Ratings of pages"
    default_auto_field = "django.db.models.BigAutoField"
