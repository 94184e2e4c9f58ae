from django.apps import AppConfig


class CachingConfig(AppConfig):
    name = "content.caching"
    label = "content_caching"
    verbose_name = "Kept pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.caching.purging import watch_pages

        watch_pages()
