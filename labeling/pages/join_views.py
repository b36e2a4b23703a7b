"""What an invitation's link opens: join with the account you are logged in with, or sign up.

Opening the link changes nothing, because mail programs and chats open links by themselves; the button does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from labeling.accounts.forms import SignUpForm
from labeling.accounts.models import User
from labeling.accounts.throttle import failure_note, is_throttled
from labeling.pages.build import LOGIN_ENTRY, built_files
from labeling.pages.views import message_page
from labeling.problems import NotFound, Problem
from labeling.projects.invites import (
    invite_accept,
    invite_of,
    invite_refuse,
    invite_refuse_person,
    invite_sign_up,
)
from labeling.projects.models import Invite, Member

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

THROTTLED = "join"
BACKEND = "django.contrib.auth.backends.ModelBackend"
ROLE_NAMES: dict[str, StrPromise] = {
    Member.Role.OWNER: _("owner"),
    Member.Role.REVIEWER: _("reviewer"),
    Member.Role.ANNOTATOR: _("annotator"),
    Member.Role.RESEARCHER: _("researcher"),
}
ROLES: dict[str, StrPromise] = {
    Member.Role.OWNER: _("You will own the project together with those who do already."),
    Member.Role.REVIEWER: _("You will watch the quality of the rankings and settle disagreements."),
    Member.Role.ANNOTATOR: _("You will read answers and rank them."),
    Member.Role.RESEARCHER: _("You will use the rankings and start runs."),
}


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class Join(View):
    """Every refusal is a page with its reason; guessing links is throttled by address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_throttled(request, THROTTLED):
            title, text = (
                gettext("Too many attempts have failed"),
                gettext("Wait a quarter of an hour, then try again."),
            )
            return message_page(request, 429, title, text)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Problem as problem:
            if isinstance(problem, NotFound):
                failure_note(request, THROTTLED)
            return message_page(request, problem.status, problem.message.rstrip("."), problem.hint)

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        invite = invite_of(secret)
        if isinstance(request.user, User):
            invite_refuse_person(invite, request.user)
        invite_refuse(invite)
        return self.show(request, invite, SignUpForm(initial={"email": invite.email}))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        invite = invite_of(secret)
        if isinstance(request.user, User):
            return self.enter(invite_accept(invite=invite, user=request.user))
        invite_refuse(invite)
        form = SignUpForm(request.POST, meant_for=invite.email)
        if not form.is_valid():
            if form.has_error("email", code="known"):
                failure_note(request, THROTTLED)
            return self.show(request, invite, form, status=400)
        member = invite_sign_up(invite=invite, **form.cleaned_data)
        login(request, member.user, backend=BACKEND)
        return self.enter(member)

    def show(
        self, request: HttpRequest, invite: Invite, form: SignUpForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "invite": invite,
            "form": form,
            "role": ROLE_NAMES[invite.role],
            "words": ROLES[invite.role],
            "files": built_files(LOGIN_ENTRY),
        }
        return render(request, "pages/join.html", context, status=status)

    def enter(self, member: Member) -> HttpResponseRedirect:
        return redirect(f"/projects/{member.project_id}")
