from django.urls import path

from labeling.runs import views

urlpatterns = [
    path("run-forms", views.RunForms.as_view()),
    path("projects/<uuid:project_id>/runs", views.ProjectRuns.as_view()),
    path("runs/<uuid:run_id>", views.RunDetail.as_view()),
    path("runs/<uuid:run_id>/events", views.RunEvents.as_view()),
    path("runs/<uuid:run_id>/measures", views.RunMeasures.as_view()),
    path("runs/<uuid:run_id>/measures/tables/<measure_table>", views.RunMeasureTable.as_view()),
    path("runs/<uuid:run_id>/log", views.RunLog.as_view()),
    path("runs/<uuid:run_id>/stop", views.RunStop.as_view()),
    path("runs/<uuid:run_id>/pause", views.RunPause.as_view()),
    path("runs/<uuid:run_id>/retry", views.RunRetry.as_view()),
    path("runs/<uuid:run_id>/continuations", views.RunContinuations.as_view()),
    path("runs/<uuid:run_id>/order-tasks", views.RunOrderTasks.as_view()),
    path("projects/<uuid:project_id>/task-order", views.CurrentTaskOrder.as_view()),
]
