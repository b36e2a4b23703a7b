from django.apps import AppConfig
from django.core.checks import register


class HooksConfig(AppConfig):
    name = "labeling.hooks"
    label = "hooks"

    def ready(self) -> None:
        from labeling.hooks.checks import check_private_webhooks

        register(check_private_webhooks)
