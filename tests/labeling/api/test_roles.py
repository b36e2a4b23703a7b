"""Who may do what: every endpoint of the API against every role, a stranger, nobody, and tokens of each scope.

The table is the rule; whoever adds an endpoint adds its line, or the first test fails.

yes   it is done, or refused for what was sent, but not for who asks
no    403, with words: a member whose role lacks the right
404   it is not there for this person: a stranger's view of a project, and of what belongs to one person (Bob's) alone
401   log in first
token the one scope that a token needs; a token with all the others gets 403 and the scope's name

A member who is paused keeps their rights: they are only given no new tasks, so the annotator's column is theirs too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django.fixtures import Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.accounts.scopes import ALL_SCOPES
from labeling.accounts.services import token_create
from labeling.datasets.freeze import dataset_freeze
from labeling.evaluations.models import Evaluation
from labeling.hooks.services import webhook_create, webhook_test
from labeling.projects.invites import invite_create
from labeling.projects.models import Member, Project
from labeling.prompts.models import Import
from labeling.rankings.import_check import import_check
from labeling.rankings.import_service import import_open
from labeling.runs.models import Run
from labeling.tasks.exclusions import annotator_exclude
from tests.made import claimed, made_task, member_of, ranked

pytestmark = pytest.mark.django_db

TABLE = """
                                             owner  reviewer  annotator  researcher  stranger  nobody  token
GET    schema                                yes    yes       yes        yes         yes       yes     read
GET    me                                    yes    yes       yes        yes         yes       401     read
GET    tokens                                yes    yes       yes        yes         yes       401     read
POST   tokens                                yes    yes       yes        yes         yes       401     manage
DELETE tokens/<token>                        404    404       yes        404         404       401     manage

GET    projects                              yes    yes       yes        yes         yes       401     read
POST   projects                              yes    yes       yes        yes         yes       401     manage
GET    projects/<project>                    yes    yes       yes        yes         404       401     read
PATCH  projects/<project>                    yes    no        no         no          404       401     manage
GET    projects/<project>/guidelines         yes    yes       yes        yes         404       401     read
GET    projects/<project>/guidelines/versions          yes  yes  yes     yes         404       401     read
GET    projects/<project>/members            yes    no        no         yes         404       401     read
POST   projects/<project>/members            yes    no        no         no          404       401     manage
PATCH  projects/<project>/members/<member>   yes    no        no         no          404       401     manage
DELETE projects/<project>/members/<member>   yes    no        no         no          404       401     manage
POST   projects/<project>/members/<member>/pause       yes  no  no       no          404       401     manage
POST   projects/<project>/members/<member>/practice    yes  no  no       no          404       401     manage
GET    projects/<project>/practice           yes    no        no         yes         404       401     read
GET    projects/<project>/invites            yes    no        no         no          404       401     read
POST   projects/<project>/invites            yes    no        no         no          404       401     manage
DELETE projects/<project>/invites/<invite>   yes    no        no         no          404       401     manage
GET    projects/<project>/exclusions         yes    yes       no         yes         404       401     read
POST   projects/<project>/exclusions         yes    no        no         no          404       401     manage
POST   projects/<project>/priorities         yes    no        no         no          404       401     manage
POST   projects/<project>/duplicate          yes    no        no         no          404       401     manage
DELETE projects/<project>/exclusions/<exclusion>       yes  no  no       no          404       401     manage

GET    projects/<project>/audit              yes    no        no         no          404       401     read
GET    projects/<project>/audit/choices      yes    no        no         no          404       401     read
GET    projects/<project>/audit/download     yes    no        no         no          404       401     export
GET    projects/<project>/webhooks                     yes  no  no       no          404       401     read
POST   projects/<project>/webhooks                     yes  no  no       no          404       401     manage
PATCH  projects/<project>/webhooks/<webhook>           yes  no  no       no          404       401     manage
DELETE projects/<project>/webhooks/<webhook>           yes  no  no       no          404       401     manage
POST   projects/<project>/webhooks/<webhook>/rotate    yes  no  no       no          404       401     manage
POST   projects/<project>/webhooks/<webhook>/test      yes  no  no       no          404       401     manage
GET    projects/<project>/webhooks/<webhook>/deliveries yes no  no       no          404       401     read
POST   projects/<project>/webhooks/<webhook>/deliveries/<delivery>/again yes no no no 404      401     manage

GET    projects/<project>/prompts            yes    no        no         yes         404       401     read
GET    projects/<project>/imports            yes    no        no         yes         404       401     read
POST   projects/<project>/imports            yes    no        no         no          404       401     manage
POST   projects/<project>/imports/drafts     yes    no        no         no          404       401     manage
POST   projects/<project>/imports/datasets   yes    no        no         no          404       401     manage
GET    projects/<project>/imports/<import>   yes    no        no         yes         404       401     read
DELETE projects/<project>/imports/<import>   yes    no        no         no          404       401     manage
POST   projects/<project>/imports/<import>/preview     yes  no  no       no          404       401     manage
POST   projects/<project>/imports/<import>/start       yes  no  no       no          404       401     manage
POST   projects/<project>/imports/<import>/cancel      yes  no  no       no          404       401     manage
POST   projects/<project>/imports/<import>/resume      yes  no  no       no          404       401     manage
GET    projects/<project>/imports/<import>/report      yes  no  no       yes         404       401     read
PUT    tasks/<task>/solution                 yes    no        no         no          404       401     manage
DELETE tasks/<task>/solution                 yes    no        no         no          404       401     manage

POST   projects/<project>/assignments        yes    no        yes        no          404       401     label
GET    assignments/<assignment>              404    404       yes        404         404       401     label
POST   assignments/<assignment>/renew        404    404       yes        404         404       401     label
POST   assignments/<assignment>/skip         404    404       yes        404         404       401     label
GET    projects/<project>/rankings/mine      yes    no        yes        no          404       401     label
GET    assignments/<assignment>/solution     404    404       404        404         404       401     label
GET    assignments/<assignment>/ranking      404    404       yes        404         404       401     label
POST   assignments/<assignment>/ranking      404    404       yes        404         404       401     label

GET    projects/<project>/progress           yes    yes       no         yes         404       401     read
GET    projects/<project>/agreement          yes    yes       no         yes         404       401     read
GET    projects/<project>/board              yes    yes       no         yes         404       401     read
POST   projects/<project>/board              yes    yes       no         yes         404       401     read
GET    projects/<project>/board/tables/<table>  yes  yes      no         yes         404       401     read

GET    projects/<project>/reviews            yes    yes       no         no          404       401     read
GET    projects/<project>/reviews/<task>     yes    yes       no         no          404       401     read
POST   projects/<project>/reviews/<task>     yes    yes       no         no          404       401     manage
POST   projects/<project>/reviews/<task>/withdrawal  yes  yes  no        no          404       401     manage

GET    projects/<project>/datasets           yes    no        no         yes         404       401     read
POST   projects/<project>/datasets           yes    no        no         yes         404       401     export
GET    datasets/<dataset>                    yes    no        no         yes         404       401     read
GET    datasets/<dataset>/rows               yes    no        no         yes         404       401     export
GET    datasets/<dataset>/download           yes    no        no         yes         404       401     export

GET    projects/<project>/models             yes    no        no         yes         404       401     read
GET    run-forms                             yes    yes       yes        yes         yes       401     read
GET    projects/<project>/runs               yes    no        no         yes         404       401     read
POST   projects/<project>/runs               yes    no        no         yes         404       401     manage
GET    runs/<run>                            yes    no        no         yes         404       401     read
GET    runs/<run>/events                     yes    no        no         yes         404       401     read
GET    runs/<run>/measures                   yes    no        no         yes         404       401     read
GET    runs/<run>/measures/tables/<measure_table> yes no       no         yes         404       401     read
GET    runs/<run>/log                        yes    no        no         yes         404       401     read
POST   runs/<run>/stop                       yes    no        no         yes         404       401     manage
POST   runs/<run>/retry                      yes    no        no         yes         404       401     manage
POST   runs/<run>/pause                      yes    no        no         yes         404       401     manage
GET    runs/<run>/continuations              yes    no        no         yes         404       401     read
POST   runs/<run>/continuations              yes    no        no         yes         404       401     manage
POST   runs/<run>/order-tasks                yes    no        no         no          404       401     manage
GET    projects/<project>/task-order         yes    yes       no         yes         404       401     read
GET    projects/<project>/evaluations        yes    no        no         yes         404       401     read
GET    projects/<project>/contests           yes    no        no         yes         404       401     read
GET    projects/<project>/contests/table     yes    no        no         yes         404       401     read
GET    evaluations/<evaluation>              yes    no        no         yes         404       401     read
GET    evaluations/<evaluation>/rows         yes    no        no         yes         404       401     read
POST   evaluations/<evaluation>/tasks        yes    no        no         yes         404       401     manage
"""
HEAD, *LINES = [line.split() for line in TABLE.splitlines() if line]
WHO = [*HEAD[:-1], "paused annotator"]
STATUS = {"no": 403, "404": 404, "401": 401}


class Line(NamedTuple):
    method: str
    address: str
    answers: dict[str, str]
    scope: str

    @property
    def is_bobs(self) -> bool:
        return self.answers["owner"] == "404"

    def fits(self, who: str, status: int) -> bool:
        wanted = self.answers[who]
        return (
            status == STATUS[wanted] if wanted in STATUS else status < 500 and status not in STATUS.values()
        )


MATRIX = [
    Line(method, address, dict(zip(WHO, [*answers, answers[2]], strict=True)), scope)
    for method, address, *answers, scope in LINES
]


@pytest.fixture
def ids(
    project: Project, alice: User, bob: User, rita: User, vera: User, settings: Settings, tmp_path: Path
) -> dict[str, Any]:
    """Make one of everything that an address can name; what belongs to one person is Bob's."""
    settings.DATASETS_DIR, settings.RUNS_DIR = tmp_path / "datasets", tmp_path / "runs"
    Member.objects.create(project=project, user=vera, role=Member.Role.REVIEWER)
    for _ in range(2):
        made_task(project)
    ranked(claimed(project, bob))
    model = {"type": "base", "source": "org/model", "id": None, "name": "org/model"}
    spec = {
        "settings": {},
        "lineage": {"models": {"policy": model, "reference": model, "reward_model": model}},
    }
    source = import_open(project=project, user=alice, file_name="bad.jsonl", chunks=[b"no row"])
    import_check(source)
    Import.objects.filter(pk=source.pk).update(status=Import.Status.CANCELLED)
    run = Run.objects.create(project=project, verb="evaluate", name="compare", spec=spec, status="completed")
    run.events.create(seq=1, at=timezone.now(), kind="measures", body={"values": {}})
    webhook = webhook_create(
        project=project, url="https://example.org/", events=["run.finished"], actor=alice
    )
    return {
        "project": project.id,
        "webhook": webhook.id,
        "delivery": webhook_test(webhook=webhook, actor=alice).id,
        "member": member_of(project, bob).id,
        "exclusion": annotator_exclude(
            project=project, annotator_id=rita.id, reason="tried out", reopen_seats=False, actor=alice
        ).id,
        "invite": invite_create(
            project=project, role="annotator", actor=alice, expires_in_days=1, max_uses=1
        )[0].id,
        "token": token_create(user=bob, name="script", expires_in_days=1, scopes=["read"])[0].id,
        "assignment": claimed(project, bob).id,
        "task": project.tasks.all()[0].id,
        "dataset": dataset_freeze(project=project, name="first", user=alice, heldout_share=0).id,
        "import": source.id,
        "run": run.id,
        "table": "pairs",
        "measure_table": "figures",
        "evaluation": Evaluation.objects.create(project=project, run=run, name="before and after").id,
    }


@pytest.fixture
def people(alice: User, vera: User, bob: User, rita: User, charlie: User) -> dict[str, User | None]:
    named: list[User | None] = [alice, vera, bob, rita, charlie, None, bob]
    return dict(zip(WHO, named, strict=True))


def ask(client: APIClient, line: Line, ids: dict[str, Any]) -> Response:
    """Send the request with an empty body, and undo whatever it did."""
    parts = [str(ids[part[1:-1]]) if part.startswith("<") else part for part in line.address.split("/")]
    with transaction.atomic():
        response: Response = getattr(client, line.method.lower())("/api/" + "/".join(parts))
        transaction.set_rollback(True)
    return response


def served() -> Iterator[tuple[str, str]]:
    """Yield method and address of everything below /api/, parameters named as in the table."""
    for address, pattern in patterns(get_resolver(), ""):
        view: Any = getattr(pattern.callback, "cls", None)
        if address.startswith("api/") and view is not None:
            for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
                if hasattr(view, method.lower()):
                    short = address.removeprefix("api/").replace("<uuid:", "<").replace("_id>", ">")
                    yield method, short


def patterns(resolver: URLResolver, start: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, address)
        else:
            yield address, pattern


def test_it_has_a_line_for_every_endpoint() -> None:
    listed = {(line.method, line.address) for line in MATRIX}
    assert set(served()) == listed
    assert len(MATRIX) == len(listed), "an endpoint stands in the table twice"


@pytest.mark.parametrize("who", WHO)
def test_it_answers_each_as_the_table_says(
    who: str, ids: dict[str, Any], people: dict[str, User | None]
) -> None:
    client = APIClient()
    person = people[who]
    if person:
        client.force_login(person)
    if who == "paused annotator":
        Member.objects.filter(user=person).update(paused_at=timezone.now())
    wrong = {
        line[:2]: status
        for line in MATRIX
        if not line.fits(who, status := ask(client, line, ids).status_code)
    }
    assert wrong == {}


@pytest.mark.parametrize("scope", ALL_SCOPES)
def test_it_lets_a_token_do_what_its_scope_says(
    scope: str, ids: dict[str, Any], alice: User, bob: User
) -> None:
    with_it = {user: with_token(user, scope) for user in (alice, bob)}
    others = [other for other in ALL_SCOPES if other != scope]
    without_it = {user: with_token(user, *others) for user in (alice, bob)}
    for line in MATRIX:
        holder = bob if line.is_bobs else alice
        if line.scope == scope:
            assert line.fits(
                "annotator" if line.is_bobs else "owner", ask(with_it[holder], line, ids).status_code
            ), line
        if line.scope == scope and line.answers["nobody"] == "401":
            refused = ask(without_it[holder], line, ids)
            assert (refused.status_code, f"“{scope}”" in refused.content.decode()) == (403, True), line


def with_token(user: User, *scopes: str) -> APIClient:
    client = APIClient()
    key = token_create(user=user, name="script", expires_in_days=1, scopes=scopes)[1]
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    return client
