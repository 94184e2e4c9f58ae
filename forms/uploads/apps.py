from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "forms.uploads"
    label = "form_uploads"
    verbose_name = "Uploaded files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forms.uploads import checks  # noqa: F401  (registers itself)
