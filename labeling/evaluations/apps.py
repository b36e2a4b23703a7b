from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "labeling.evaluations"
    label = "evaluations"

    def ready(self) -> None:
        from labeling.evaluations.services import take_evaluation
        from labeling.runs.taking_in import taker_register

        taker_register("evaluate", take_evaluation)
