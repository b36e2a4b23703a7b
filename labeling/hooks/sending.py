"""Send one request to a webhook: to an address that was checked, once, without redirects, for seconds at most.

The host's addresses are looked up, checked and connected to in one go: a name that means something else a moment later
(DNS rebinding) gains nothing. http.client knows no proxies from the environment and follows no redirects.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from labeling.hooks.addresses import PRIVATE, may_be_called

SECONDS = 5.0
"""For connecting, and for each read."""
MOST_SECONDS = 15.0
"""For everything together."""
MOST_TEXT = 300
PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):  # noqa: N818  says what it is, in words for the owner
    """No answer came."""


@dataclass(frozen=True)
class Answer:
    code: int
    text: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.code < 300


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Return how the host answered; raise Unreachable with words when it did not."""
    try:
        return post_unguarded(url, body=body, headers=headers)
    except socket.gaierror as error:
        raise Unreachable("The host name is not known.") from error
    except TimeoutError as error:
        raise Unreachable(f"It did not answer within {SECONDS:.0f} seconds.") from error
    except ssl.SSLError as error:
        raise Unreachable(f"The encrypted connection failed: {error.reason or error}.") from error
    except http.client.HTTPException as error:
        raise Unreachable("What it answered is not HTTP, or it stopped in the middle.") from error
    except OSError as error:
        raise Unreachable(f"The connection failed: {error.strerror or error}.") from error
    except ValueError as error:
        raise Unreachable("This address cannot be called.") from error


def post_unguarded(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    sock = open_socket(host, port)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        sock = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    end = threading.Timer(MOST_SECONDS, shut, [sock])
    end.daemon = True
    end.start()
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = sock
    try:
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        named = {**headers, "Host": parts.netloc, "Connection": "close"}
        connection.request("POST", path, body=body, headers=named)
        response = connection.getresponse()
        return Answer(response.status, text_of(response.read(4 * MOST_TEXT)))
    finally:
        end.cancel()
        connection.close()


def open_socket(host: str, port: int) -> socket.socket:
    """Connect to the first of the host's addresses that takes us; refuse all of them when one is private."""
    found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(may_be_called(str(address)) for address in found):
        raise Unreachable(PRIVATE)
    failure: OSError = socket.gaierror("no address")
    for address in dict.fromkeys(str(address) for address in found):
        try:
            return socket.create_connection((address, port), timeout=SECONDS)
        except OSError as error:
            failure = error
    raise failure


def shut(sock: socket.socket) -> None:
    """End a connection whose other side sends a byte now and then: each read alone would never time out.

    By the plain socket's method: the encrypted one's takes its state away under the thread that reads.
    """
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return


def text_of(content: bytes) -> str:
    """Return how an answer begins, as one line that can be stored and shown."""
    text = content.decode("utf-8", errors="replace")
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:MOST_TEXT]
