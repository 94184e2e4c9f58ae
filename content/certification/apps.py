from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "content.certification"
    label = "content_certification"
    verbose_name = "Certification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.certification import (  # noqa: F401
            attention,
            mail_signals,
            page_trail,
            settling,
            supplying,
        )

        mail_signals.connect()
        settling.connect()
        page_trail.connect()
        supplying.supply()
