from django.urls import path

from labeling.evaluations import views

urlpatterns = [
    path("projects/<uuid:project_id>/evaluations", views.ProjectEvaluations.as_view()),
    path("projects/<uuid:project_id>/contests", views.ProjectContests.as_view()),
    path("projects/<uuid:project_id>/contests/table", views.ProjectContestTable.as_view()),
    path("evaluations/<uuid:evaluation_id>", views.EvaluationDetail.as_view()),
    path("evaluations/<uuid:evaluation_id>/rows", views.EvaluationRows.as_view()),
    path("evaluations/<uuid:evaluation_id>/tasks", views.EvaluationTasks.as_view()),
]
