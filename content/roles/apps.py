from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "content.roles"
    label = "content_roles"
    verbose_name = "Roles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.roles import choosing, signals
        from programme import reach

        signals.connect()
        reach.register(choosing.reached_by)
