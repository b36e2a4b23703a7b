"""The same few people in all tests: Alice owns, Bob annotates, Rita researches, Vera reviews, Charlie is a stranger."""

from __future__ import annotations

from labeling.accounts.models import User

PASSWORD = "a long password for tests"


def person(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name)


def alice() -> User:
    return person("Alice")


def bob() -> User:
    return person("Bob")


def rita() -> User:
    return person("Rita")


def vera() -> User:
    return person("Vera")


def charlie() -> User:
    return person("Charlie")
