"""The addresses of progress, agreement and the quality board."""

from django.urls import path

from labeling.preferences import board_views, views

urlpatterns = [
    path("projects/<uuid:project_id>/progress", views.Progress.as_view()),
    path("projects/<uuid:project_id>/agreement", views.ProjectAgreement.as_view()),
    path("projects/<uuid:project_id>/board", board_views.QualityBoard.as_view()),
    path("projects/<uuid:project_id>/board/tables/<table>", board_views.BoardTable.as_view()),
]
