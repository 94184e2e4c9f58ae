from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RoutingConfig(AppConfig):
    name = "forms.routing"
    label = "form_routing"
    verbose_name = "Routing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import forms.routing.checks  # noqa: F401 - registers the system checks

        # Every app's periodic jobs, so that any process can list them and the worker runs them.
        autodiscover_modules("periodic")
