from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "forms.registration"
    label = "form_registration"
    verbose_name = "Patient registration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forms.definitions.kinds import register
        from forms.registration.kind import PatientRegistration

        register(PatientRegistration())
