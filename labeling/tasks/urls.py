"""The addresses of assignments."""

from django.urls import path

from labeling.tasks import exclusion_views, practice_views, setup_views, views

urlpatterns = [
    path("projects/<uuid:project_id>/assignments", views.Claims.as_view()),
    path("assignments/<uuid:assignment_id>", views.OneAssignment.as_view()),
    path("assignments/<uuid:assignment_id>/renew", views.Renewal.as_view()),
    path("assignments/<uuid:assignment_id>/skip", views.Skip.as_view()),
    path("projects/<uuid:project_id>/practice", practice_views.Practice.as_view()),
    path("projects/<uuid:project_id>/members/<uuid:member_id>/practice", practice_views.Decision.as_view()),
    path("projects/<uuid:project_id>/priorities", setup_views.Priorities.as_view()),
    path("projects/<uuid:project_id>/duplicate", setup_views.Duplicate.as_view()),
    path("projects/<uuid:project_id>/exclusions", exclusion_views.Exclusions.as_view()),
    path("projects/<uuid:project_id>/exclusions/<uuid:exclusion_id>", exclusion_views.OneExclusion.as_view()),
]
