from django.apps import AppConfig


class LinkChecksConfig(AppConfig):
    name = "content.link_checks"
    label = "content_link_checks"
    verbose_name = "Link check"
    default_auto_field = "django.db.models.BigAutoField"
