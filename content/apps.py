from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    label = "content"
    verbose_name = "Programme pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content import attention, documents  # noqa: F401  (they register their lines and findings)
        from content.caching.editions import supply
        from content.caching.in_front import purge_with
        from content.compliance.releasing import release_with_deleted_pages
        from content.editions import editions_of
        from content.moving import watch_moves
        from content.new_programmes import supply_steps
        from content.redirects import check_imports
        from content.shown import SHOWN
        from stamps import watch

        release_with_deleted_pages()
        watch_moves()
        check_imports()
        watch(*SHOWN)
        purge_with(*SHOWN)
        supply(editions_of)
        supply_steps()
