from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "forms.desk"
    label = "form_desk"
    verbose_name = "Submissions desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import forms.desk.periodic  # noqa: F401 - registers the jobs
        from forms.desk.figures.passages import note_passage
        from forms.submissions.closing import on_closed

        on_closed(note_passage)
