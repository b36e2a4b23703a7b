"""The forms of accounts: log in, which stops listening to an e-mail and address that fail too often, and sign up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from labeling.accounts.models import User
from labeling.accounts.throttle import failure_note, failures_forget, is_throttled

TOO_MANY = _("Too many attempts have failed. Wait a quarter of an hour, then try again.")


class Throttled(AuthenticationForm):
    """Refuse before the password is looked at, so that a refused attempt tells nothing."""

    error_messages = {
        "invalid_login": _("This e-mail and password do not belong together."),
        "inactive": _("This account is closed."),
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
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )


class StaffLoginForm(Throttled, AdminAuthenticationForm):
    """The admin's form, with the same patience."""


class SignUpForm(forms.Form):
    """A new account. Whether the invitation lets it in is asked afterwards, by who makes the account."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters, and not a common word."),
    )

    def __init__(self, *args: Any, meant_for: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meant_for = meant_for

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if self.meant_for and email.lower() != self.meant_for.lower():
            raise ValidationError(_("The invitation is meant for another e-mail address."), code="another")
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(
                _("Somebody with this e-mail has an account already: log in."), code="known"
            )
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            person = User(name=cleaned.get("name", ""), email=cleaned.get("email", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
