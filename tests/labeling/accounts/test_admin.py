"""Django's admin opens on everything, and changes nothing that people gave."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client, alice: User) -> Client:
    alice.is_staff = alice.is_superuser = True
    alice.save()
    client.force_login(alice)
    return client


def test_it_lists_and_opens_every_kind(staff: Client, project: Project, bob: User) -> None:
    made_task(project)
    ranked(claimed(project, bob))
    for model in admin.site._registry:
        if not model.__module__.startswith("labeling."):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert staff.get(reverse(f"{name}_changelist")).status_code == 200, model
        one = model._default_manager.first()
        if one is not None:
            assert staff.get(reverse(f"{name}_change", args=[one.pk])).status_code == 200, model


def test_it_changes_no_ranking(staff: Client, project: Project, bob: User) -> None:
    made_task(project)
    ranking = ranked(claimed(project, bob))
    address = reverse("admin:rankings_ranking_change", args=[ranking.pk])
    assert staff.post(address, {"note": "mine"}).status_code == 403
    assert staff.post(reverse("admin:rankings_ranking_delete", args=[ranking.pk])).status_code == 403
    assert Ranking.objects.get().note == ""


def test_it_makes_a_user_who_can_log_in(staff: Client) -> None:
    form = {
        "email": "dora@example.org",
        "name": "Dora",
        "password1": "a long password",
        "password2": "a long password",
    }
    form["usable_password"] = "true"
    assert staff.post(reverse("admin:accounts_user_add"), form).status_code == 302
    assert Client().login(username="dora@example.org", password="a long password")


def test_it_is_for_staff(client: Client, bob: User) -> None:
    client.force_login(bob)
    assert client.get("/admin/").status_code == 302
