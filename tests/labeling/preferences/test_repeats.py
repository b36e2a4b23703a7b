"""Self-agreement: how far a person says the same of a task they had ranked before."""

from __future__ import annotations

from uuid import uuid4

import pytest

from labeling.accounts.models import User
from labeling.preferences.repeats import (
    ALL_TIED,
    NO_REPEATS,
    Groups,
    Repeat,
    repeats_read,
    self_agreement,
    self_agreement_by_annotator,
)
from labeling.projects.models import Project
from labeling.rankings.services import ranking_submit
from labeling.tasks import claim
from labeling.tasks.claim import REPEAT_AFTER_TASKS
from labeling.tasks.models import Assignment
from tests.conftest import ClientOf
from tests.made import claimed, long_past, made_task


def twice(before: Groups, again: Groups) -> Repeat:
    return Repeat("ann", before, again)


def test_it_counts_pairs_decided_the_same_way_both_times() -> None:
    # a>b, a>c the same; b>c turned round.
    measured = self_agreement([twice([["a"], ["b"], ["c"]], [["a"], ["c"], ["b"]])])
    assert measured.share.value == pytest.approx(2 / 3)
    assert (measured.share.n, measured.tasks) == (3, 1)
    assert (measured.share.low, measured.reason) == (None, "")


def test_it_leaves_out_pairs_tied_or_not_placed_either_time() -> None:
    tied = twice([["a", "b"], ["c"]], [["b"], ["a"], ["c"]])  # a>c, b>c twice
    partial = twice([["a"], ["b"], ["c"]], [["b"], ["a"]])  # a>b turned round, c not placed
    measured = self_agreement([tied, partial])
    assert measured.share.value == pytest.approx(2 / 3)
    assert (measured.share.n, measured.tasks) == (3, 2)


def test_it_draws_tasks_for_its_interval() -> None:
    same, turned = twice([["a"], ["b"]], [["a"], ["b"]]), twice([["a"], ["b"]], [["b"], ["a"]])
    measured = self_agreement([same] * 6 + [turned] * 4).share
    assert measured.value == 0.6
    assert measured.low is not None
    assert measured.high is not None
    assert measured.low < 0.6 < measured.high
    sure = self_agreement([twice([["a"], ["b"], ["c"]], [["a"], ["b"], ["c"]])] * 4).share
    assert (sure.low, sure.high, sure.n) == (1, 1, 12)


def test_it_says_why_there_is_none() -> None:
    assert (self_agreement([]).share.value, self_agreement([]).reason) == (None, NO_REPEATS)
    tied = self_agreement([twice([["a", "b"]], [["a"], ["b"]])])
    assert (tied.share.value, tied.tasks, tied.reason) == (None, 1, ALL_TIED)


def submit(assignment: Assignment, *, turned: bool) -> None:
    answers = sorted(assignment.task.completions.all(), key=lambda one: one.text, reverse=turned)
    groups = [[str(answer.id)] for answer in answers]
    ranking_submit(assignment=assignment, groups=groups, client_id=uuid4())


@pytest.fixture
def repeated(project: Project, bob: User, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Bob ranks thirteen tasks of three answers, then three of them again, one of these the other way round."""
    for _ in range(REPEAT_AFTER_TASKS + 3):
        made_task(project, answers=3)
    for _ in range(REPEAT_AFTER_TASKS + 3):
        submit(claimed(project, bob), turned=False)
    long_past(bob)
    monkeypatch.setattr(claim, "drawn", lambda **_: "repeat")
    for turned in (False, True, False):
        submit(claimed(project, bob), turned=turned)
    return project


@pytest.mark.django_db
def test_it_holds_the_latest_revisions_of_both_against_each_other(repeated: Project, bob: User) -> None:
    measured = self_agreement_by_annotator(repeats_read(repeated))[str(bob.id)]
    assert measured.share.value == pytest.approx(6 / 9)
    assert (measured.share.n, measured.tasks) == (9, 3)
    for again in Assignment.objects.filter(repeats__isnull=False):
        submit(again, turned=False)
    assert self_agreement_by_annotator(repeats_read(repeated))[str(bob.id)].share.value == 1


@pytest.mark.django_db
def test_it_stands_on_the_board_and_in_its_files(
    repeated: Project, alice: User, rita: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "drawn", lambda **_: "ordinary")
    made_task(repeated)
    submit(claimed(repeated, alice), turned=False)
    address = f"/api/projects/{repeated.id}/board"
    rows = {
        row["annotator"]["name"]: row for row in client_of(rita).get(address).json()["board"]["annotators"]
    }
    assert rows["Bob"]["rankings"] == REPEAT_AFTER_TASKS + 3
    assert (rows["Bob"]["with_self"]["share"]["n"], rows["Bob"]["with_self"]["tasks"]) == (9, 3)
    assert (rows["Alice"]["with_self"]["share"]["value"], rows["Alice"]["with_self"]["reason"]) == (
        None,
        NO_REPEATS,
    )
    files = client_of(rita).get(f"{address}/tables/annotators", {"format": "json"}).json()
    assert {row["annotator"]: row["with_self_share_n"] for row in files} == {"Bob": 9, "Alice": 0}
    text = client_of(rita).get(f"{address}/tables/annotators").content.decode()
    assert (
        "with_self_share,with_self_share_low,with_self_share_high,with_self_share_n,with_self_tasks" in text
    )
