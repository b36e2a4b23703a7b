from django.urls import path

from labeling.registry import views

urlpatterns = [path("projects/<uuid:project_id>/models", views.ProjectModels.as_view())]
