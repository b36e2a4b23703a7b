"""Lists are paged by cursor: a page stays right while rows arrive."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    ordering: tuple[str, ...] = ("-created_at", "id")
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200


class OldestFirst(CursorPages):
    ordering = ("created_at", "id")
