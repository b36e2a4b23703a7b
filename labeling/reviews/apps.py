from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "labeling.reviews"
    label = "reviews"
