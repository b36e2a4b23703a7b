from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "labeling.tasks"
    label = "tasks"
