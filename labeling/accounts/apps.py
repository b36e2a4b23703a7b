from django.apps import AppConfig
from django.core.checks import register


class AccountsConfig(AppConfig):
    name = "labeling.accounts"
    label = "accounts"

    def ready(self) -> None:
        from labeling.accounts.checks import check_public_site

        register(check_public_site)
