from django.apps import AppConfig


class JobCodesConfig(AppConfig):
    name = "content.job_codes"
    label = "content_job_codes"
    verbose_name = "Job codes"
    default_auto_field = "django.db.models.BigAutoField"
