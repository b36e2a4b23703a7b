from django.apps import AppConfig
from django.core.checks import register


class RunsConfig(AppConfig):
    name = "labeling.runs"
    label = "runs"

    def ready(self) -> None:
        from labeling.runs import takers
        from labeling.runs.checks import check_runs_dir, check_trainer_python
        from labeling.runs.methods import METHODS
        from labeling.runs.taking_in import taker_register

        register(check_runs_dir)
        register(check_trainer_python)
        taker_register("sample", takers.take_completions)
        taker_register("reward", takers.take_reward_model)
        taker_register("ppo", takers.take_policy, early=takers.take_best_so_far)
        for verb in METHODS - {"best_of_n", "ppo"}:
            taker_register(verb, takers.take_policy)
        taker_register("score", takers.take_scores)
