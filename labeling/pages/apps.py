from django.apps import AppConfig
from django.core.checks import register


class PagesConfig(AppConfig):
    name = "labeling.pages"
    label = "pages"

    def ready(self) -> None:
        from labeling.pages.checks import check_front_end

        register(check_front_end)
