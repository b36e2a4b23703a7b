from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "labeling.evaluations"
    label = "evaluations"
