"""The addresses of rankings."""

from django.urls import path

from labeling.rankings import views

urlpatterns = [path("assignments/<uuid:assignment_id>/ranking", views.Submit.as_view())]
