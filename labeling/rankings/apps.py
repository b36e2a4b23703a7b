from django.apps import AppConfig


class RankingsConfig(AppConfig):
    name = "labeling.rankings"
    label = "rankings"
