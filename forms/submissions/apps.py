from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "forms.submissions"
    label = "form_submissions"
    verbose_name = "Submissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import forms.submissions.periodic  # noqa: F401 - registers the jobs
        from forms.routing.listeners import on_settled
        from forms.submissions.settling import settle
        from forms.submissions.standing import register_counts

        on_settled(settle)
        register_counts()
