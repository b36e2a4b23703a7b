"""What answers where no other address of the API does."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def nothing(request: HttpRequest) -> JsonResponse:
    error = {
        "code": "not_found",
        "message": "There is no such address in the API.",
        "hint": "See /api/schema for those there are.",
        "fields": [],
    }
    return JsonResponse({"error": error}, status=404)
