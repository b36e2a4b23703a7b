"""The addresses of webhooks."""

from django.urls import path

from labeling.hooks import views

ONE = "projects/<uuid:project_id>/webhooks/<uuid:webhook_id>"

urlpatterns = [
    path("projects/<uuid:project_id>/webhooks", views.Webhooks.as_view()),
    path(ONE, views.OneWebhook.as_view()),
    path(f"{ONE}/rotate", views.WebhookRotation.as_view()),
    path(f"{ONE}/test", views.WebhookTest.as_view()),
    path(f"{ONE}/deliveries", views.Deliveries.as_view()),
    path(f"{ONE}/deliveries/<uuid:delivery_id>/again", views.DeliveryAgain.as_view()),
]
