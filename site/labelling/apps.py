from django.apps import AppConfig


class LabellingConfig(AppConfig):
    name = "labelling"
    label = "labelling"
    verbose_name = "Product and safety information"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from labelling import approving  # noqa: F401  (registers itself)
        from labelling.naming import propose_name
        from programme import naming

        naming.register(propose_name)
