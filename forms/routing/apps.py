from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "forms.routing"
    label = "form_routing"
    verbose_name = "Routing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import forms.routing.checks  # noqa: F401 - registers the system checks

