"""The log-in form, which stops listening to an e-mail and address that fail too often."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from labeling.accounts.throttle import failure_note, failures_forget, is_throttled

TOO_MANY = "Too many attempts have failed. Wait a quarter of an hour, then try again."


class Throttled(AuthenticationForm):
    """Refuse before the password is looked at, so that a refused attempt tells nothing."""

    error_messages = {
        "invalid_login": "This e-mail and password do not belong together.",
        "inactive": "This account is closed.",
    }

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username", "")
        if is_throttled(self.request, email):
            raise ValidationError(TOO_MANY, code="throttled")
        try:
            cleaned = super().clean()
        except ValidationError:
            failure_note(self.request, email)
            raise
        failures_forget(self.request, email)
        return cleaned


class LoginForm(Throttled):
    username = forms.EmailField(
        label="E-mail", widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )


class StaffLoginForm(Throttled, AdminAuthenticationForm):
    """The admin's form, with the same patience."""
