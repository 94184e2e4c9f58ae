from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "content.glossary"
    label = "content_glossary"
    verbose_name = "Glossary"
    default_auto_field = "django.db.models.BigAutoField"
