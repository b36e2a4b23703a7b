"""The addresses of projects."""

from django.urls import path

from labeling.projects import audit_views, invite_views, member_views, views

urlpatterns = [
    path("me", views.Me.as_view()),
    path("projects", views.Projects.as_view()),
    path("projects/<uuid:project_id>", views.OneProject.as_view()),
    path("projects/<uuid:project_id>/guidelines", views.Guidelines.as_view()),
    path("projects/<uuid:project_id>/guidelines/versions", views.GuidelineVersions.as_view()),
    path("projects/<uuid:project_id>/members", member_views.Members.as_view()),
    path("projects/<uuid:project_id>/members/<uuid:member_id>", member_views.OneMember.as_view()),
    path("projects/<uuid:project_id>/members/<uuid:member_id>/pause", member_views.MemberPause.as_view()),
    path("projects/<uuid:project_id>/audit", audit_views.Audit.as_view()),
    path("projects/<uuid:project_id>/audit/choices", audit_views.AuditChoices.as_view()),
    path("projects/<uuid:project_id>/audit/download", audit_views.AuditDownload.as_view()),
    path("projects/<uuid:project_id>/invites", invite_views.Invites.as_view()),
    path("projects/<uuid:project_id>/invites/<uuid:invite_id>", invite_views.OneInvite.as_view()),
]
