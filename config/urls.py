"""The addresses: the API, Django's admin, and the pages that take everything else."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("labeling.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("labeling.pages.urls")),
]

handler400 = "labeling.pages.views.bad_request"
handler403 = "labeling.pages.views.forbidden"
handler404 = "labeling.pages.views.not_found"
handler500 = "labeling.pages.views.server_error"
