"""The addresses of accounts."""

from django.urls import path

from labeling.accounts import views

urlpatterns = [
    path("tokens", views.Tokens.as_view()),
    path("tokens/<uuid:token_id>", views.Token.as_view()),
]
