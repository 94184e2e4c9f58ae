from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The house itself: settings, addresses, pages that belong to no floor."""

    name = "config"
    label = "config"
    verbose_name = "Configuration"
