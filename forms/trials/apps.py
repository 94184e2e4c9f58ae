from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "forms.trials"
    label = "form_trials"
    verbose_name = "Trials of forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import forms.trials.periodic  # noqa: F401 - registers the job
        from forms.definitions.previewing import supply
        from forms.trials.previewing import FormPreviews

        supply(FormPreviews())
