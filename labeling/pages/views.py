"""The pages: log in, log out, the one page of the front end, and the error pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from labeling.accounts.forms import LoginForm
from labeling.pages.build import LOGIN_ENTRY, PAGE_ENTRY, built_files, built_words


@require_safe
@login_required
@never_cache
@ensure_csrf_cookie
def single_page(request: HttpRequest) -> HttpResponse:
    """Serve the front end; its own routes are told apart in the browser."""
    files = built_files(PAGE_ENTRY)
    if files is None:
        return message_page(
            request, 503, _("The front end is not built"), _("Run “make setup”, then start the site again.")
        )
    return render(
        request, "pages/single.html", {"files": files, "words": built_words(get_language() or "en")}
    )


class Login(LoginView):
    template_name = "pages/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(files=built_files(LOGIN_ENTRY), **kwargs)


def message_page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context = {"title": title, "text": text, "files": built_files(LOGIN_ENTRY)}
    return render(request, "pages/message.html", context, status=status)


def error_answer(request: HttpRequest, status: int, code: str, title: str, text: str) -> HttpResponse:
    """Answer in JSON below /api/, else with a page."""
    if request.path.startswith("/api/"):
        error = {"code": code, "message": f"{title}.", "hint": text, "fields": []}
        return JsonResponse({"error": error}, status=status)
    return message_page(request, status, title, text)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_answer(
        request, 400, "invalid", _("This request cannot be read"), _("Go back and try again.")
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_answer(
        request, 403, "forbidden", _("This is not open to you"), _("Ask an owner of the project.")
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_answer(
        request,
        404,
        "not_found",
        _("There is nothing here"),
        _("Check the address, or start from the projects."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    text = _("The error is in the server's log. Try again; if it stays, tell whoever runs this site.")
    return error_answer(request, 500, "server", _("Something failed on the server"), text)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _(
        "This form was open too long, or cookies are blocked. Go back, reload the page, and send it again."
    )
    return error_answer(request, 403, "forbidden", _("The form could not be trusted"), text)
