from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "content.drafts"
    label = "content_drafts"
    verbose_name = "Drafts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.drafts import signals

        signals.connect()
