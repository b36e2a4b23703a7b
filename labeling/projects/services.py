"""Writes of projects: the project, its guidelines, its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from labeling.accounts.models import User
from labeling.accounts.services import audit_add, user_create
from labeling.problems import Conflict, FieldProblem, Problem
from labeling.projects.criteria import Criterion, changed_scales, criteria_problems, criterion_filled
from labeling.projects.models import FEWEST_ANSWERS, MOST_ANSWERS, Guideline, Member, Project

# Seats come after projects on the data's way; their job takes the change from the queue by this name.
OVERLAP_CHANGED = "overlap_changed"


@transaction.atomic
def project_create(
    *,
    user: User,
    name: str,
    domains: list[str],
    description: str = "",
    guidelines: str = "",
    k: int = 4,
    k_min: int = FEWEST_ANSWERS,
    k_max: int = MOST_ANSWERS,
    overlap: int = 1,
    allow_ties: bool = True,
    allow_partial: bool = False,
    criteria: Sequence[Mapping[str, Any]] = (),
    criteria_required: bool = False,
    asks_confidence: bool = False,
    lease_minutes: int = 30,
    quota_per_person: int | None = None,
    gold_share: float = 0,
    repeat_share: float = 0,
    practice_mark: float | None = None,
    is_demo: bool = False,
) -> Project:
    """Make a project owned by `user`, with the first version of its guidelines."""
    project = Project(
        name=name,
        description=description,
        domains=domains,
        k=k,
        k_min=k_min,
        k_max=k_max,
        overlap=overlap,
        allow_ties=allow_ties,
        allow_partial=allow_partial,
        criteria=criteria_checked(criteria),
        criteria_required=criteria_required,
        asks_confidence=asks_confidence,
        lease_minutes=lease_minutes,
        quota_per_person=quota_per_person,
        gold_share=gold_share,
        repeat_share=repeat_share,
        practice_mark=practice_mark,
        is_demo=is_demo,
    )
    project_save(project)
    Member.objects.create(project=project, user=user, role=Member.Role.OWNER)
    guideline_save(project=project, text=guidelines, user=user)
    audit_add(actor=user, action="create", subject="project", subject_id=project.id, project_id=project.id)
    return project


@transaction.atomic
def project_update(*, project: Project, user: User, changes: dict[str, Any]) -> Project:
    """Apply the changes; `guidelines` makes a new version, everything else is a field of the project."""
    fields = {name: value for name, value in changes.items() if name != "guidelines"}
    if "guidelines" in changes:
        guideline_save(project=project, text=changes["guidelines"], user=user)
    refuse_dropped_domains(project, fields.get("domains", project.domains))
    if "criteria" in fields:
        fields["criteria"] = criteria_checked(fields["criteria"])
        refuse_changed_scales(project, fields["criteria"])
    before = {name: getattr(project, name) for name in fields}
    for name, value in fields.items():
        setattr(project, name, value)
    project_save(project)
    if project.overlap != before.get("overlap", project.overlap):
        app.configure_task(OVERLAP_CHANGED).defer(project_id=str(project.id))
    audit_add(
        actor=user,
        action="update",
        subject="project",
        subject_id=project.id,
        project_id=project.id,
        detail={"before": before, "after": fields, **guidelines_detail(project, changes)},
    )
    return project


def guidelines_detail(project: Project, changes: dict[str, Any]) -> dict[str, int]:
    if "guidelines" not in changes:
        return {}
    return {"guidelines_version": project.guidelines.latest("version").version}


def refuse_dropped_domains(project: Project, domains: list[str]) -> None:
    dropped = set(project.domains) - set(domains)
    used = (
        project.prompts.filter(domain__in=dropped)
        .order_by("domain")
        .values_list("domain", flat=True)
        .distinct()
    )
    if used:
        raise Problem(
            "A domain with prompts cannot be removed.",
            hint="Keep the domains that prompts belong to.",
            fields=[FieldProblem("domains", f"{name} has prompts") for name in used],
        )


def criteria_checked(criteria: Sequence[Mapping[str, Any]]) -> list[Criterion]:
    filled = [criterion_filled(criterion) for criterion in criteria]
    problems = criteria_problems(filled)
    if problems:
        raise Problem(problems[0].message, hint="Mend the named criteria.", fields=problems)
    return filled


def refuse_changed_scales(project: Project, criteria: Sequence[Criterion]) -> None:
    problems = changed_scales(project.criteria, criteria)
    if problems and project.tasks.filter(rankings__isnull=False).exists():
        raise Problem(problems[0].message, hint="Mend the named criteria.", fields=problems)


def project_save(project: Project) -> None:
    if len(set(project.domains)) != len(project.domains):
        raise Problem(
            "The same domain is named twice.", fields=[FieldProblem("domains", "Name each domain once.")]
        )
    project.full_clean()
    project.save()


@transaction.atomic
def guideline_save(*, project: Project, text: str, user: User | None) -> Guideline:
    """Keep the text as a new version, or return the present version when it says the same."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    latest = project.guidelines.order_by("-version").first()
    if latest is not None and latest.text == text:
        return latest
    version = latest.version + 1 if latest else 1
    return Guideline.objects.create(project=project, version=version, text=text, created_by=user)


@transaction.atomic
def member_add(
    *,
    project: Project,
    email: str,
    role: str,
    actor: User | None,
    name: str = "",
    password: str = "",
    is_scripted: bool = False,
) -> Member:
    """Add a known person by e-mail, or make an account with a first password for an unknown one."""
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = unknown_person(email=email, name=name, password=password, is_scripted=is_scripted)
    if project.members.filter(user=person).exists():
        raise Conflict(f"{person.name} is a member of this project already.", hint="Change the role instead.")
    member = Member(project=project, user=person, role=role)
    member.full_clean()
    member.save()
    member_audit(member, actor, "add", {"role": role})
    return member


def unknown_person(*, email: str, name: str, password: str, is_scripted: bool) -> User:
    missing = [label for label, value in (("name", name), ("password", password)) if not value]
    if missing:
        raise Problem(
            f"Nobody with the e-mail {email} has an account yet.",
            hint="Give a name and a first password to make one.",
            fields=[FieldProblem(label, "Needed for a new account.") for label in missing],
        )
    return user_create(email=email, name=name, password=password, is_scripted=is_scripted)


@transaction.atomic
def member_change(*, member: Member, role: str, actor: User) -> Member:
    if role != Member.Role.OWNER:
        keep_an_owner(member)
    before, member.role = member.role, role
    member.full_clean()
    member.save()
    member_audit(member, actor, "change", {"before": before, "role": role})
    return member


@transaction.atomic
def member_remove(*, member: Member, actor: User) -> None:
    keep_an_owner(member)
    member_audit(member, actor, "remove", {"role": member.role})
    member.delete()


@transaction.atomic
def member_pause(*, member: Member, paused: bool, actor: User) -> Member:
    """Give the member no new tasks, or give them some again; what they hold may be submitted all the same."""
    member = Member.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    if paused == (member.paused_at is not None):
        return member
    member.paused_at = timezone.now() if paused else None
    member.save(update_fields=["paused_at"])
    member_audit(member, actor, "pause" if paused else "resume", {})
    return member


def keep_an_owner(member: Member) -> None:
    """Raise Conflict when `member` is the last owner; locks the project, so that two owners cannot leave at once."""
    Project.objects.select_for_update(no_key=True).get(pk=member.project_id)
    others = Member.objects.filter(project_id=member.project_id, role=Member.Role.OWNER).exclude(pk=member.pk)
    if member.role == Member.Role.OWNER and not others.exists():
        raise Conflict("A project keeps at least one owner.", hint="Make somebody else an owner first.")


def member_audit(member: Member, actor: User | None, action: str, detail: dict[str, str]) -> None:
    audit_add(
        actor=actor,
        action=action,
        subject="member",
        subject_id=member.id,
        project_id=member.project_id,
        detail={"user": str(member.user_id), **detail},
    )
