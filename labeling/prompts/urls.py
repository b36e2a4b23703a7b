"""The addresses of prompts."""

from django.urls import path

from labeling.prompts import views

urlpatterns = [path("projects/<uuid:project_id>/prompts", views.ProjectPrompts.as_view())]
