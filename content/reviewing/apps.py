from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    name = "content.reviewing"
    label = "content_reviewing"
    verbose_name = "Review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.reviewing import attention, signals  # noqa: F401  (attention registers its lines)

        signals.connect()
