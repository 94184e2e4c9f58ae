from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "vault"
    label = "vault"
    verbose_name = "Encryption at rest"

    def ready(self) -> None:
        from vault import checks  # noqa: F401  (registers itself)
