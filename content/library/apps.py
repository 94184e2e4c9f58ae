from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "content.library"
    label = "content_library"
    verbose_name = "Document library"
    default_auto_field = "django.db.models.BigAutoField"
