"""The demo's accounts. Their password is known to everyone, so they are made on a machine of one's own only."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from labeling.accounts.models import User
from labeling.accounts.services import user_create
from labeling.problems import Problem

PASSWORD = "podium-demo"  # noqa: S105  said aloud on purpose; refuse_in_public keeps it at home
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    role: str
    is_scripted: bool = False


LEAD = DemoPerson("lead@demo.example", "Lea, the lead", "owner")
ANNOTATOR = DemoPerson("bea@demo.example", "Bea, who ranks", "annotator")
RESEARCHER = DemoPerson("rae@demo.example", "Rae, the researcher", "researcher")
PEOPLE = (LEAD, ANNOTATOR, RESEARCHER)
SCRIPTED = tuple(
    DemoPerson(
        f"scripted-{number}@demo.example", f"Scripted annotator {number}", "annotator", is_scripted=True
    )
    for number in (1, 2, 3)
)


def refuse_in_public() -> None:
    """Raise Problem where other machines can reach the site: the demo's password is no secret."""
    public = sorted(set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS)
    if public:
        raise Problem(
            f"The demo's accounts have a password that everyone knows, and this site answers to {public[0]}.",
            hint="Run the demo with ALLOWED_HOSTS=127.0.0.1,localhost.",
        )


def demo_user(person: DemoPerson) -> User:
    known = User.objects.filter(email=person.email).first()
    return known or user_create(
        email=person.email, name=person.name, password=PASSWORD, is_scripted=person.is_scripted
    )
