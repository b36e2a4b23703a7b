"""The API's addresses, gathered from the apps in the order of the data's way."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from labeling.api.views import nothing

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema", SpectacularJSONAPIView.as_view(), name="schema"),
    path("", include("labeling.accounts.urls")),
    path("", include("labeling.projects.urls")),
    path("", include("labeling.hooks.urls")),
    path("", include("labeling.prompts.urls")),
    path("", include("labeling.tasks.urls")),
    path("", include("labeling.rankings.urls")),
    path("", include("labeling.preferences.urls")),
    path("", include("labeling.reviews.urls")),
    path("", include("labeling.datasets.urls")),
    path("", include("labeling.registry.urls")),
    path("", include("labeling.runs.urls")),
    path("", include("labeling.evaluations.urls")),
    re_path("", nothing),
]
