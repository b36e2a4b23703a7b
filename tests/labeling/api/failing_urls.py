"""Addresses that fail, under the handlers of the product."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.i18n import set_language

from config.urls import handler500 as handler500


def failing(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as a defect would")


urlpatterns = [
    path("api/fails", failing),
    path("fails", failing),
    path("language/", set_language, name="language"),
]
