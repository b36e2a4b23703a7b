"""Bring events on their way: signed, tried again with growing pauses, given up in the end."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.hooks import sending
from labeling.hooks.deliver import PAUSES, delivery_attempt, events_forget
from labeling.hooks.jobs import hooks_sweep
from labeling.hooks.models import Delivery, Event, Kind, Webhook
from labeling.hooks.services import event_tell, webhook_rotate, webhook_test, webhook_update
from labeling.projects.models import Project
from tests.receiver import Receiver, is_signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(project: Project, webhook: Webhook) -> Delivery:
    event_tell(
        project=project, kind=Kind.RUN_FINISHED, key="run", data={"status": "completed", "name": "grüße"}
    )
    return Delivery.objects.get()


def attempt(delivery: Delivery) -> Delivery:
    """Let the time come, and try."""
    Delivery.objects.filter(pk=delivery.pk, status="waiting").update(next_at=timezone.now())
    delivery_attempt(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_it_sends_a_signed_event(delivery: Delivery, webhook: Webhook, receiver: Receiver) -> None:
    assert attempt(delivery).status == "delivered"
    (got,) = receiver.got
    assert is_signed(got, webhook.secret)
    assert not is_signed(got, "whsec_c29tZSBvdGhlciBzZWNyZXQ=")
    assert got.headers["webhook-id"] == str(delivery.event_id)
    assert abs(int(got.headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert got.headers["content-type"] == "application/json"
    told = json.loads(got.body)
    assert told["type"] == "run.finished"
    assert told["data"] == {
        "project": {"id": str(webhook.project_id), "name": "Helpful replies"},
        "status": "completed",
        "name": "grüße",
    }
    assert (delivery.response_code, delivery.response_text, delivery.attempts) == (200, "thank you", 1)


def test_it_signs_by_both_secrets_for_a_day(
    delivery: Delivery, webhook: Webhook, alice: User, receiver: Receiver
) -> None:
    old = webhook.secret
    new = webhook_rotate(webhook=webhook, actor=alice).secret
    attempt(delivery)
    assert [is_signed(receiver.got[0], secret) for secret in (old, new)] == [True, True]
    Webhook.objects.update(rotated_at=timezone.now() - timedelta(hours=25))
    Delivery.objects.update(status="waiting", next_at=timezone.now())
    attempt(delivery)
    assert [is_signed(receiver.got[1], secret) for secret in (old, new)] == [False, True]


def test_it_tries_again_with_growing_pauses_and_gives_up(delivery: Delivery, receiver: Receiver) -> None:
    receiver.status, receiver.answer = 503, b"come back later"
    for number, pause in enumerate(PAUSES, start=1):
        before = timezone.now()
        attempt(delivery)
        assert (delivery.status, delivery.attempts) == ("waiting", number)
        assert delivery.next_at is not None
        assert timedelta(0) <= delivery.next_at - before - pause < timedelta(seconds=5)
    assert ProcrastinateJob.objects.filter(task_name="hooks_deliver").count() == 1 + len(PAUSES)
    attempt(delivery)
    assert (delivery.status, delivery.next_at, delivery.problem) == ("failed", None, "It answered 503.")
    attempt(delivery)
    ids = {got.headers["webhook-id"] for got in receiver.got}
    assert (len(receiver.got), ids) == (1 + len(PAUSES), {str(delivery.event_id)})


def test_it_recovers_when_the_host_does(delivery: Delivery, receiver: Receiver) -> None:
    receiver.status = 500
    attempt(delivery)
    receiver.status = 204
    assert attempt(delivery).status == "delivered"
    assert delivery.problem == ""


def test_it_follows_no_redirect(delivery: Delivery, receiver: Receiver) -> None:
    receiver.status, receiver.location = 302, receiver.address
    assert "redirect" in attempt(delivery).problem
    assert len(receiver.got) == 1


def test_it_keeps_only_the_beginning_of_an_answer(delivery: Delivery, receiver: Receiver) -> None:
    receiver.answer = b"a\x00b\xff\n" + b"x" * 100_000
    attempt(delivery)
    assert delivery.response_text.startswith("a b\ufffd xxx")
    assert len(delivery.response_text) == 300


def test_it_says_why_nobody_answered(
    delivery: Delivery, webhook: Webhook, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    Webhook.objects.update(url="http://127.0.0.1:1/hook")
    assert "Connection refused" in attempt(delivery).problem
    Webhook.objects.update(url="http://name.invalid/hook")
    assert attempt(delivery).problem == "The host name is not known."
    settings.WEBHOOK_ALLOW_PRIVATE = False
    Webhook.objects.update(url="http://localhost/hook")
    assert "do not call private" in attempt(delivery).problem


def test_it_does_not_wait_for_ever(
    delivery: Delivery, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host promises more than it sends: each read alone is in time, all together are not."""
    monkeypatch.setattr(sending, "MOST_SECONDS", 0.3)
    monkeypatch.setattr("tests.receiver.Handler.do_POST", drip)
    assert attempt(delivery).status == "waiting"
    assert delivery.problem != ""


def drip(self: object) -> None:
    import time

    for _ in range(20):
        try:
            self.wfile.write(b"H")  # type: ignore[attr-defined]
        except OSError:
            return
        time.sleep(0.1)


def test_it_sends_what_is_not_due_to_nobody(delivery: Delivery, receiver: Receiver) -> None:
    Delivery.objects.update(next_at=timezone.now() + timedelta(minutes=1))
    delivery_attempt(delivery_id=delivery.pk)
    assert receiver.got == []


def test_it_sends_in_a_sweep_what_died_with_its_worker(delivery: Delivery, receiver: Receiver) -> None:
    Delivery.objects.update(attempts=1, next_at=timezone.now() - timedelta(minutes=3))
    hooks_sweep(0)
    hooks_sweep(0)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, len(receiver.got)) == ("delivered", 2, 1)


def test_it_gives_up_what_kills_every_worker(delivery: Delivery, receiver: Receiver) -> None:
    Delivery.objects.update(attempts=1 + len(PAUSES))
    assert attempt(delivery).status == "failed"
    assert receiver.got == []


def test_it_waits_while_the_webhook_is_off_but_tests_go_out(
    delivery: Delivery, webhook: Webhook, alice: User, receiver: Receiver
) -> None:
    webhook_update(webhook=webhook, changes={"status": "off"}, actor=alice)
    assert attempt(delivery).attempts == 0
    attempt(webhook_test(webhook=webhook, actor=alice))
    assert [json.loads(got.body)["type"] for got in receiver.got] == ["webhook.test"]
    webhook_update(webhook=webhook, changes={"status": "on"}, actor=alice)
    Delivery.objects.filter(pk=delivery.pk).update(next_at=timezone.now() - timedelta(minutes=1))
    hooks_sweep(0)
    assert len(receiver.got) == 2


def test_it_sends_again_and_lists_what_it_sent(
    project: Project, delivery: Delivery, webhook: Webhook, receiver: Receiver, alices: APIClient
) -> None:
    address = f"/api/projects/{project.id}/webhooks/{webhook.id}"
    attempt(delivery)
    again = alices.post(f"{address}/deliveries/{delivery.id}/again")
    assert (again.status_code, again.json()["status"]) == (200, "waiting")
    attempt(delivery)
    tried = alices.post(f"{address}/test")
    assert (tried.status_code, tried.json()["kind"]) == (201, "webhook.test")
    listed = alices.get(f"{address}/deliveries").json()["results"]
    assert [(row["kind"], row["status"], row["response_code"]) for row in listed] == [
        ("webhook.test", "waiting", None),
        ("run.finished", "delivered", 200),
    ]
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1


def test_it_forgets_old_rankings_and_remembers_what_is_told_once(project: Project, webhook: Webhook) -> None:
    for kind in Kind.values:
        event_tell(project=project, kind=kind, key="old", data={})
    Event.objects.update(at=timezone.now() - timedelta(days=31))
    assert events_forget() == 0
    Delivery.objects.update(status="delivered", next_at=None)
    events_forget()
    assert set(Event.objects.values_list("kind", flat=True)) == {"project.finished", "run.finished"}
