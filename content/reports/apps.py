from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "content.reports"
    label = "content_reports"
    verbose_name = "Reports about content"
    default_auto_field = "django.db.models.BigAutoField"
