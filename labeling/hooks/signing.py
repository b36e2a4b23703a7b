"""Signatures as the Standard Webhooks specification has them (standardwebhooks.com), version v1. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, *, id: str, timestamp: int, body: bytes) -> str:
    """Return v1,BASE64 of HMAC-SHA256 over `id.timestamp.body`, the key being the secret's base64 part."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signed_headers(signing: Sequence[str], *, id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers; while a secret is being replaced there is a signature by each."""
    signatures = " ".join(signature(secret, id=id, timestamp=timestamp, body=body) for secret in signing)
    return {"webhook-id": id, "webhook-timestamp": str(timestamp), "webhook-signature": signatures}
