from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "content.certification"
    label = "content_certification"
    verbose_name = "Certification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.certification import attention, mail_signals, settling, supplying  # noqa: F401

        mail_signals.connect()
        settling.connect()
        supplying.supply()
