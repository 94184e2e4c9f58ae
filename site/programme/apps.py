from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "programme"
    label = "programme"
    verbose_name = "Programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from programme import checks  # noqa: F401  (it registers itself)
