from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "labeling.registry"
    label = "registry"
