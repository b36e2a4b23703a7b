"""The addresses of rankings and imports."""

from django.urls import path

from labeling.rankings import import_views, views

urlpatterns = [
    path("assignments/<uuid:assignment_id>/ranking", views.Submit.as_view()),
    path("projects/<uuid:project_id>/imports", import_views.Imports.as_view()),
]
