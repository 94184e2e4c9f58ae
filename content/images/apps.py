from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "content.images"
    label = "content_images"
    verbose_name = "Images"
    default_auto_field = "django.db.models.BigAutoField"
