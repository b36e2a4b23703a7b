"""The addresses of progress and agreement."""

from django.urls import path

from labeling.preferences import views

urlpatterns = [
    path("projects/<uuid:project_id>/progress", views.Progress.as_view()),
    path("projects/<uuid:project_id>/agreement", views.ProjectAgreement.as_view()),
]
