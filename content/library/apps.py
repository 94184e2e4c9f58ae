from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "content.library"
    label = "content_library"
    verbose_name = "Document library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.library import attention, diary  # noqa: F401  (they register their lines and days)
