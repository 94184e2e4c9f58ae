from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"
    verbose_name = "People and roles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import bound_secrets, checks, places, second_factor  # noqa: F401  (checks register themselves)

        bound_secrets.connect_signals()
        places.connect_signals()
        second_factor.connect_signals()
