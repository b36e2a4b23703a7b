"""The pages' addresses: whatever is not the API, the admin or a static file is the one page."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.i18n import set_language

from labeling.pages import join_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", set_language, name="language"),
    path("join/<str:secret>", join_views.Join.as_view(), name="join"),
    re_path(r"^(?!static/|admin/|api/)[^.]*$", views.single_page, name="page"),
]
