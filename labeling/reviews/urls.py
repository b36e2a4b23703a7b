"""The addresses of reviews."""

from django.urls import path

from labeling.reviews import views

urlpatterns = [
    path("projects/<uuid:project_id>/reviews", views.Reviews.as_view()),
    path("projects/<uuid:project_id>/reviews/<uuid:task_id>", views.OneReview.as_view()),
    path("projects/<uuid:project_id>/reviews/<uuid:task_id>/withdrawal", views.Withdrawal.as_view()),
]
