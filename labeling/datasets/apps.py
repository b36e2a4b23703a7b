from django.apps import AppConfig
from django.core.checks import register


class DatasetsConfig(AppConfig):
    name = "labeling.datasets"
    label = "datasets"

    def ready(self) -> None:
        from labeling.datasets.checks import check_datasets_dir

        register(check_datasets_dir)
