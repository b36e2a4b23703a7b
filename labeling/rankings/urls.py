"""The addresses of rankings and imports."""

from django.urls import path

from labeling.rankings import gold_views, history_views, import_views, views

urlpatterns = [
    path("assignments/<uuid:assignment_id>/ranking", views.OneRanking.as_view()),
    path("projects/<uuid:project_id>/rankings/mine", history_views.MyRankings.as_view()),
    path("tasks/<uuid:task_id>/solution", gold_views.Solution.as_view()),
    path("projects/<uuid:project_id>/imports", import_views.Imports.as_view()),
]
