from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    name = "forms.definitions"
    label = "form_definitions"
    verbose_name = "Form definitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forms.definitions import approving  # noqa: F401  (it registers itself)
