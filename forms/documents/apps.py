from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "forms.documents"
    label = "form_documents"
    verbose_name = "Documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forms.documents import checks  # noqa: F401  (registers itself)
