"""Hugging Face's hub by its plain HTTP interface: which files a data set has, and their bytes.

The hub keeps every public data set as Parquet too, under one address for each configuration and split; those files are
taken, so that no loading script is ever run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from labeling.problems import FieldProblem, Problem

NAME = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")
PART = re.compile(r"[\w.-]+")
PATIENCE_S = 30.0
CHUNK = 2**20


class HubProblem(Problem):
    """The hub cannot give what was asked for."""


@dataclass(frozen=True)
class HubFiles:
    revision: str
    config: str
    split: str
    addresses: list[str]


def hub_checked(name: str, config: str, split: str) -> None:
    """Raise a Problem where a name could not be one of the hub's."""
    for field, text, form in (("dataset", name, NAME), ("config", config, PART), ("split", split, PART)):
        if text and not form.fullmatch(text):
            message = f"{text!r} is not a name that the hub uses."
            raise Problem(
                message, hint="Write it as its page does: owner/name.", fields=[FieldProblem(field, message)]
            )


def hub_files(name: str, config: str = "", split: str = "") -> HubFiles:
    """Return the files of one split: the named ones, or the only configuration and the training split."""
    with hub_client() as client:
        revision = str(hub_json(client, f"/api/datasets/{name}", name).get("sha") or "")
        splits = hub_json(client, f"/api/datasets/{name}/parquet", name)
    config = config or chosen(list(splits), "default", "configuration", name)
    if config not in splits:
        raise named_wrongly(name, "configuration", config, list(splits))
    split = split or chosen(list(splits[config]), "train", "split", name)
    if split not in splits[config]:
        raise named_wrongly(name, "split", split, list(splits[config]))
    base = f"{settings.HF_ENDPOINT}/api/datasets/{name}/parquet/{config}/{split}"
    return HubFiles(
        revision, config, split, [f"{base}/{place}.parquet" for place in range(len(splits[config][split]))]
    )


def chosen(names: list[str], preferred: str, kind: str, dataset: str) -> str:
    if preferred in names or len(names) == 1:
        return preferred if preferred in names else names[0]
    raise HubProblem(
        f"{dataset} has several {kind}s: {', '.join(names) or 'none'}.",
        hint=f"Name the {kind} that you want.",
    )


def named_wrongly(dataset: str, kind: str, name: str, names: list[str]) -> HubProblem:
    return HubProblem(f"{dataset} has no {kind} called {name!r}.", hint=f"It has {', '.join(names)}.")


def hub_chunks(address: str, name: str) -> Iterator[bytes]:
    with hub_client() as client, reaching(), client.stream("GET", address) as answer:
        refuse_answer(answer, name)
        yield from answer.iter_bytes(CHUNK)


def hub_client() -> httpx.Client:
    headers = {"Authorization": f"Bearer {settings.HF_TOKEN}"} if settings.HF_TOKEN else {}
    return httpx.Client(
        base_url=settings.HF_ENDPOINT, headers=headers, timeout=PATIENCE_S, follow_redirects=True
    )


def hub_json(client: httpx.Client, path: str, name: str) -> dict[str, Any]:
    with reaching():
        answer = client.get(path)
        refuse_answer(answer, name)
        try:
            found = answer.json()
        except ValueError:
            found = None
    if not isinstance(found, dict):
        raise HubProblem(f"The answer of {settings.HF_ENDPOINT} is not the hub's.", hint="Check HF_ENDPOINT.")
    return found


def refuse_answer(answer: httpx.Response, name: str) -> None:
    if answer.status_code in {401, 403}:
        raise HubProblem(
            f"The hub does not give {name} to everybody.",
            hint="Accept its conditions on its page, and have HF_TOKEN set for the worker. Or the name is mistyped.",
        )
    if answer.status_code == 404:
        raise HubProblem(
            f"The hub has no data set {name}, or no Parquet files of it.",
            hint="Check the name; or download its files yourself, and import those.",
        )
    if answer.is_error:
        raise HubProblem(f"The hub answered {answer.status_code}.", hint="Try again in a few minutes.")


@contextmanager
def reaching() -> Iterator[None]:
    try:
        yield
    except httpx.HTTPError as error:
        raise HubProblem(
            f"The hub at {settings.HF_ENDPOINT} cannot be reached ({type(error).__name__}).",
            hint=f"Check the worker's connection, or put the data set's folder into {settings.IMPORT_FROM_DIR}.",
        ) from error
