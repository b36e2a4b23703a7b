"""The addresses of rankings and imports."""

from django.urls import path

from labeling.rankings import gold_views, history_views, import_views, views

urlpatterns = [
    path("assignments/<uuid:assignment_id>/ranking", views.OneRanking.as_view()),
    path("assignments/<uuid:assignment_id>/solution", gold_views.PracticeSolution.as_view()),
    path("projects/<uuid:project_id>/rankings/mine", history_views.MyRankings.as_view()),
    path("tasks/<uuid:task_id>/solution", gold_views.Solution.as_view()),
    path("projects/<uuid:project_id>/imports", import_views.Imports.as_view()),
    path("projects/<uuid:project_id>/imports/drafts", import_views.Drafts.as_view()),
    path("projects/<uuid:project_id>/imports/datasets", import_views.NamedDatasets.as_view()),
    path("projects/<uuid:project_id>/imports/<uuid:import_id>", import_views.OneImport.as_view()),
    path("projects/<uuid:project_id>/imports/<uuid:import_id>/preview", import_views.Previews.as_view()),
    path("projects/<uuid:project_id>/imports/<uuid:import_id>/start", import_views.Starts.as_view()),
    path("projects/<uuid:project_id>/imports/<uuid:import_id>/cancel", import_views.Cancels.as_view()),
    path("projects/<uuid:project_id>/imports/<uuid:import_id>/resume", import_views.Resumptions.as_view()),
    path("projects/<uuid:project_id>/imports/<uuid:import_id>/report", import_views.Reports.as_view()),
]
