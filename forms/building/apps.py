from django.apps import AppConfig


class BuildingConfig(AppConfig):
    name = "forms.building"
    label = "form_building"
    verbose_name = "Building forms"
    default_auto_field = "django.db.models.BigAutoField"
