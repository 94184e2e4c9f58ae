from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "content.rules"
    label = "content_rules"
    verbose_name = "Content rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.rules import attention, listening  # noqa: F401  (attention registers its lines)

        listening.connect()
