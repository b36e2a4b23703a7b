"""One shape for every error of the API."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from labeling.problems import FieldProblem, Problem

CODES = {
    400: "invalid",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
}
CODES |= {409: "conflict", 413: "too_large", 415: "unsupported", 429: "throttled"}


def handle_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the response of an expected error; anything else stays a server error."""
    set_rollback()
    match error:
        case Problem():
            return error_response(error.status, error.code, error.message, error.hint, error.fields)
        case ValidationError():
            return validation_response(error)
        case RequestDataTooBig():
            return error_response(413, "too_large", "This request is too large.", "Send it in smaller parts.")
        case Http404():
            return error_response(404, "not_found", "There is nothing here for you.", "Check the address.")
        case PermissionDenied():
            return error_response(403, "forbidden", str(error) or "You may not do this.")
        case exceptions.ValidationError():
            return error_response(
                400,
                "invalid",
                "Some fields are not right.",
                "Mend the named fields.",
                list(flat(error.detail)),
            )
        case exceptions.APIException():
            code = CODES.get(error.status_code, "error")
            response = error_response(error.status_code, code, str(error.detail), hint_for(error))
            header = getattr(error, "auth_header", None)
            if header:
                response["WWW-Authenticate"] = header
            return response
    return None


def error_response(
    status: int, code: str, message: str, hint: str = "", fields: list[FieldProblem] | None = None
) -> Response:
    listed = [{"field": item.field, "line": item.line, "message": item.message} for item in fields or []]
    return Response(
        {"error": {"code": code, "message": message, "hint": hint, "fields": listed}}, status=status
    )


def validation_response(error: ValidationError) -> Response:
    if hasattr(error, "error_dict"):
        fields = [
            FieldProblem(field=name, message=text)
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    else:
        fields = [FieldProblem(field="", message=text) for text in error.messages]
    return error_response(400, "invalid", fields[0].message, "Mend the named fields.", fields)


def flat(detail: Any, path: str = "") -> list[FieldProblem]:
    """Return DRF's nested error detail as a flat list of field paths such as `groups[1][0]`."""
    if isinstance(detail, dict):
        return [found for name, inner in detail.items() for found in flat(inner, path_below(path, name))]
    if isinstance(detail, list):
        if all(not isinstance(inner, dict | list) for inner in detail):
            return [FieldProblem(field=path, message=str(inner)) for inner in detail]
        return [found for place, inner in enumerate(detail) for found in flat(inner, f"{path}[{place}]")]
    return [FieldProblem(field=path, message=str(detail))]


def path_below(path: str, name: str | int) -> str:
    """Return the path of an entry; a list field's errors are keyed by the numbers of its entries."""
    if isinstance(name, int):
        return f"{path}[{name}]"
    return f"{path}.{name}" if path else name


def hint_for(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return "Log in, or send a valid token as `Authorization: Bearer TOKEN`."
    if isinstance(error, exceptions.ParseError):
        return "Send valid JSON."
    return ""
