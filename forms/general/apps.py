from django.apps import AppConfig


class GeneralConfig(AppConfig):
    name = "forms.general"
    label = "form_general"
    verbose_name = "General forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forms.definitions.kinds import register
        from forms.general.kind import GeneralForm

        register(GeneralForm())
