"""The words of the log-in, join and error pages in every language: complete, compiled, and chosen as the person wants."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import to_locale
from django.utils.translation.template import templatize
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.projects.invites import invite_create
from labeling.projects.models import Member, Project
from tests.people import PASSWORD

LABELING = Path(settings.BASE_DIR) / "labeling"
OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]
MARKS = {"_", "gettext", "gettext_lazy"}


def catalogue(code: str) -> polib.POFile:
    return polib.pofile(str(LABELING / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po"))


def marked_texts() -> set[str]:
    """Return every text that the code or a template marks for translation."""
    found: set[str] = set()
    for path in LABELING.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                found.add(ast.literal_eval(node.args[0]))
    for path in LABELING.rglob("*.html"):
        marked = re.findall(
            r"""gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)""", templatize(path.read_text("utf-8"))
        )
        found |= {ast.literal_eval(text) for text in marked}
    return found


@pytest.mark.parametrize("code", OTHERS)
def test_it_has_every_marked_text_and_no_other(code: str) -> None:
    assert {entry.msgid for entry in catalogue(code)} == marked_texts()


@pytest.mark.parametrize("code", OTHERS)
def test_it_says_every_text_and_fills_in_the_same(code: str) -> None:
    for entry in catalogue(code):
        assert entry.msgstr.strip(), entry.msgid
        assert sorted(re.findall(r"%\(\w+\)s", entry.msgstr)) == sorted(re.findall(r"%\(\w+\)s", entry.msgid))


@pytest.mark.parametrize("code", OTHERS)
def test_it_has_compiled_what_is_written(code: str) -> None:
    """The server reads the compiled file, so nobody who runs it needs gettext's tools: `make messages` compiles."""
    written = catalogue(code)
    compiled = polib.mofile(str(Path(written.fpath).with_suffix(".mo")))
    assert {entry.msgid: entry.msgstr for entry in compiled} == {
        entry.msgid: entry.msgstr for entry in written
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "language", "words"),
    [
        ("fr, de-AT;q=0.8, en;q=0.5", "de", "Anmelden"),
        ("es-MX", "es", "Iniciar sesión"),
        ("zh-CN, zh;q=0.9", "zh-hans", "登录"),
        ("fr", "en", "Log in"),
    ],
)
def test_it_logs_in_in_the_browsers_language(client: Client, wanted: str, language: str, words: str) -> None:
    page = client.get("/login/", headers={"accept-language": wanted}).content.decode()
    assert f'<html lang="{language}">' in page
    assert f"<h1>{words}</h1>" in page


@pytest.mark.django_db
def test_it_remembers_the_language_chosen_on_a_page_and_comes_back_to_it(client: Client) -> None:
    back = "/login/?next=/projects/1f0b/rank"
    assert f'name="next" value="{back}"' in client.get(back).content.decode()
    chosen = client.post("/language/", {"language": "de", "next": back})
    assert (chosen.status_code, chosen.headers["Location"]) == (302, back)
    cookie = chosen.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["max-age"], cookie["httponly"]) == ("de", 365 * 24 * 3600, "")
    page = client.get(back, headers={"accept-language": "es"}).content.decode()
    assert "<h1>Anmelden</h1>" in page
    assert 'value="de" lang="de" aria-current="true">Deutsch</button>' in page


@pytest.mark.django_db
def test_it_refuses_in_the_chosen_language(client: Client, alice: User) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    page = client.post("/login/", {"username": alice.email, "password": f"not {PASSWORD}"}).content.decode()
    assert "Este correo y esta contraseña no van juntos." in page
    assert "Aquí no hay nada" in client.get("/no.such.page").content.decode()


@pytest.mark.django_db
def test_it_invites_in_the_chosen_language(client: Client, project: Project, alice: User) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    _, secret = invite_create(
        project=project, role=Member.Role.ANNOTATOR, actor=alice, expires_in_days=7, max_uses=1
    )
    page = client.get(f"/join/{secret}").content.decode()
    assert "Alice 邀请你加入，角色：标注员。" in page
    assert "没有此邀请" in client.get("/join/unknown").content.decode()


@pytest.mark.django_db
def test_it_preloads_the_words_of_the_language(
    client: Client, alice: User, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / ".vite").mkdir()
    names = ["src/main.tsx", "src/words/en/first.ts", "src/words/zh/first.ts"]
    entries = {name: {"file": f"assets/{place}.js"} for place, name in enumerate(names)}
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(entries))
    settings.FRONTEND_DIST = tmp_path
    client.force_login(alice)
    page = client.get("/", headers={"accept-language": "zh-CN"}).content.decode()
    assert '<link rel="modulepreload" href="/static/assets/2.js">' in page
    assert "/static/assets/1.js" not in page
