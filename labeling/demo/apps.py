from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "labeling.demo"
    label = "demo"
