from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    label = "agreements"
    verbose_name = "Agreements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from agreements.particulars.kinds import ALL
        from agreements.texts import approving, checks  # noqa: F401  (they register themselves)
        from agreements.verification import trust  # noqa: F401  (likewise)
        from forms.definitions.kinds import register

        for kind in ALL:
            register(kind())
