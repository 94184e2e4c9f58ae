from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "content.audience"
    label = "content_audience"
    verbose_name = "Who reads what"
    default_auto_field = "django.db.models.BigAutoField"
