from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    label = "content"
    verbose_name = "Programme pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content import attention  # noqa: F401  (it registers its lines)
        from content.caching.purging import watch
        from content.shown import SHOWN

        watch(*SHOWN)
