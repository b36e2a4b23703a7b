"""One person's connection to a server of this machine, kept open as a browser's is."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

PATIENCE_S = 120


@dataclass
class Connection:
    port: int
    authorization: str
    http: HTTPConnection | None = None

    def send(self, method: str, path: str, body: object = None) -> tuple[int, Any, float]:
        """Return status, answer and milliseconds; a connection the server closed is opened anew, once."""
        headers = {"Authorization": self.authorization, "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        began = time.perf_counter()
        for again in (False, True):
            self.http = self.http or HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
            try:
                self.http.request(method, path, content, headers)
                response = self.http.getresponse()
                text = response.read()
                return response.status, json.loads(text), (time.perf_counter() - began) * 1000
            except (OSError, HTTPException, ValueError) as error:
                self.close()
                if again:
                    return 0, {"error": repr(error)}, 0.0
        raise AssertionError("the second try has returned")

    def close(self) -> None:
        if self.http:
            self.http.close()
            self.http = None
