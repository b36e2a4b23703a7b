"""A person's way into the site over HTTP: log in with e-mail and password, then talk to the API."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self

import httpx

from labeling.demo.people import PASSWORD, DemoPerson
from labeling.problems import Problem

SERVER_LOG = "Its own words are in var/demo/site.log."


class SiteClient:
    """One logged-in session. Errors of the API are raised with their own words."""

    def __init__(self, address: str, person: DemoPerson) -> None:
        self.person = person
        self.http = httpx.Client(base_url=address, timeout=60.0, follow_redirects=True)

    def __enter__(self) -> Self:
        self.log_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    def log_in(self) -> None:
        self.http.get("/login/").raise_for_status()
        form = {"username": self.person.email, "password": PASSWORD, "csrfmiddlewaretoken": self.csrf()}
        response = self.http.post("/login/", data=form, headers={"Referer": str(self.http.base_url)})
        if response.status_code >= 500:
            raise Problem(f"The site answered {response.status_code} to a log-in.", hint=SERVER_LOG)
        if response.status_code >= 400 or response.url.path.startswith("/login"):
            raise Problem(
                f"{self.person.email} could not log in.",
                hint="Did somebody change the demo account's password? Choose another database.",
            )

    def csrf(self) -> str:
        return self.http.cookies.get("csrftoken") or ""

    def get(self, path: str, **params: Any) -> Any:
        try:
            response = self.http.get(f"/api{path}", params=params)
        except httpx.RemoteProtocolError:
            # The server closed an idle connection in the moment it was used again; reading twice does no harm.
            response = self.http.get(f"/api{path}", params=params)
        return self.answer(response)

    def post(self, path: str, body: object = None) -> Any:
        return self.answer(self.http.post(f"/api{path}", json=body or {}, headers=self.headers()))

    def upload(self, path: str, *, name: str, content: bytes) -> Any:
        return self.answer(
            self.http.post(f"/api{path}", files={"file": (name, content)}, headers=self.headers())
        )

    def headers(self) -> dict[str, str]:
        return {"X-CSRFToken": self.csrf(), "Referer": str(self.http.base_url)}

    def answer(self, response: httpx.Response) -> Any:
        if response.status_code < 400:
            return response.json() if response.content else None
        try:
            error = response.json()["error"]
        except (ValueError, KeyError, TypeError):
            text = f"The site answered {response.status_code} to {response.request.url}."
            raise Problem(text, hint=SERVER_LOG) from None
        named = "".join(f" {item['field']}: {item['message']}" for item in error["fields"])
        raise Problem(error["message"] + named, hint=error["hint"])


def wait_for_site(address: str, *, seconds: float = 60.0) -> None:
    """Return when the site answers; raise Problem when it does not within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if httpx.get(f"{address}/login/", timeout=5.0).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)
    raise Problem(
        f"The site did not answer at {address} within {seconds:.0f} seconds.",
        hint="Is something else using this port? Choose another: make demo PORT=8010.",
    )
