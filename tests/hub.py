"""A stand-in for Hugging Face's hub: a real server on this machine that answers as the hub does for one data set."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Hub:
    address: str = ""
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """path: (status, body); any other path is not found."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(path, the Authorization that came with it)."""

    def publish(self, name: str, splits: dict[str, dict[str, list[bytes]]]) -> None:
        """Have a data set: {configuration: {split: its Parquet files}}."""
        base = f"/api/datasets/{name}/parquet"
        listed: dict[str, dict[str, list[str]]] = {}
        for config, found in splits.items():
            for split, files in found.items():
                paths = [f"{base}/{config}/{split}/{place}.parquet" for place in range(len(files))]
                self.answers.update({path: (200, file) for path, file in zip(paths, files, strict=True)})
                listed.setdefault(config, {})[split] = [f"{self.address}{path}" for path in paths]
        self.answers[base] = (200, json.dumps(listed).encode())
        self.answers[f"/api/datasets/{name}"] = (200, b'{"sha": "abc123"}')


@contextmanager
def serving_hub() -> Iterator[Hub]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub = Hub(f"http://127.0.0.1:{server.server_port}")
    server.hub = hub  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        hub: Hub = self.server.hub  # type: ignore[attr-defined]
        hub.asked.append((self.path, self.headers.get("Authorization", "")))
        status, body = hub.answers.get(self.path, (404, b'{"error": "Not found"}'))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output quiet."""
