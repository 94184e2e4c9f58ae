from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "content.audience"
    label = "content_audience"
    verbose_name = "Who reads what"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.audience.open_forms import keep_the_door
        from forms.submissions.visitors.door import supply

        supply(keep_the_door)
