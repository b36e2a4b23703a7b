"""The scripted annotators: programs that rank over HTTP through the same calls as a person's browser."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from labeling.demo.client import SiteClient
from labeling.demo.people import SCRIPTED, DemoPerson
from labeling.demo.rule import gold_score, noisy_score, rank


def rank_all(address: str, project_id: str, *, on_ranking: Callable[[], None]) -> int:
    """Let every scripted annotator rank until no task is left for them; return the number of rankings."""
    with ThreadPoolExecutor(len(SCRIPTED)) as threads:
        done = [threads.submit(rank_queue, address, project_id, person, on_ranking) for person in SCRIPTED]
        return sum(each.result() for each in done)


def rank_queue(address: str, project_id: str, person: DemoPerson, on_ranking: Callable[[], None]) -> int:
    count = 0
    with SiteClient(address, person) as site:
        while True:
            claimed = site.post(f"/projects/{project_id}/assignments", {"held": []})
            assignment = claimed["assignment"]
            if assignment is None and claimed["reason"] == "held":
                time.sleep(min(1.0, claimed["retry_after_s"] or 1.0))
                continue
            if assignment is None:
                return count
            site.post(f"/assignments/{assignment['id']}/ranking", ranking_of(assignment, person))
            count += 1
            on_ranking()


def ranking_of(assignment: dict[str, Any], person: DemoPerson) -> dict[str, Any]:
    """Return the ranking this annotator gives: the rule seen through the annotator's noise, close answers tied."""
    prompt = assignment["prompt"]["messages"][-1]["content"]
    scores = {
        answer["id"]: noisy_score(
            score=gold_score(domain=assignment["domain"], prompt=prompt, answer=answer["text"]),
            annotator=person.email,
            answer=answer["text"],
        )
        for answer in assignment["answers"]
    }
    return {
        "client_id": str(uuid.uuid4()),
        "groups": rank(scores),
        "note": "",
        "started_at": datetime.now(UTC).isoformat(),
    }
