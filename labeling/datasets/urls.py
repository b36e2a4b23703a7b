from django.urls import path

from labeling.datasets import views

urlpatterns = [
    path("projects/<uuid:project_id>/datasets", views.ProjectDatasets.as_view()),
    path("datasets/<uuid:dataset_id>", views.DatasetDetail.as_view()),
    path("datasets/<uuid:dataset_id>/rows", views.DatasetRows.as_view()),
    path("datasets/<uuid:dataset_id>/download", views.DatasetDownload.as_view()),
]
