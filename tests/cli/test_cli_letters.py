# SPDX-License-Identifier: Apache-2.0
"""`letter`, `form` and `translate`: what they write, what they print, and how they end."""

import json

import pytest

from casts.cli.commands import run
from casts.node.world import World, bodies, new_state
from rogatory.bootstrap.workstation import connections as workstation

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture(scope="module")
def states():
    return {code: new_state(code) for code in ("XA", "XB")}


@pytest.fixture
def world(states, monkeypatch):
    """Two nodes in memory; the command line finds the one of XA at any home."""
    found = World(states)
    monkeypatch.setattr(workstation, "node_at", lambda home: found.node("XA"))
    return found


@pytest.fixture
def draft(world):
    return world.drafted(XA, XB, "preservation", bodies.preservation())


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def test_a_letter_is_written_in_each_language_asked_for(draft, tmp_path):
    result = run(
        "letter", tmp_path, draft.id, "--language", "fr", "--language", "ar", "--no-pdf",
        "--out", tmp_path / "letters", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert result.json["files"] == ["letter.ar.html", "letter.fr.html"]
    assert names(tmp_path / "letters") == result.json["files"]
    assert "BROUILLON, NON SIGNÉ" in (tmp_path / "letters" / "letter.fr.html").read_text()


def test_a_letter_of_nothing_leaves_nothing(world, tmp_path):
    result = run("letter", tmp_path, "0" * 64, "--out", tmp_path / "letters", "--json")
    assert (result.status, result.codes) == (1, ["letter-unknown"])
    assert names(tmp_path) == []


def test_a_form_goes_out_and_comes_back(draft, tmp_path):
    result = run(
        "form", "export", tmp_path, draft.id, "--form", "t-cy-2018-11", "--language", "zh",
        "--no-pdf", "--out", tmp_path / "form", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert result.json["left"] == {}
    result = run(
        "form", "import", tmp_path / "form" / "form.zh.json", "--form", "t-cy-2018-11",
        "--out", tmp_path / "body.json", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert result.json["body"] == bodies.preservation()
    assert json.loads((tmp_path / "body.json").read_text())["kind"] == "preservation"


def test_a_form_that_lacks_something_says_where_and_ends_with_1(tmp_path):
    filled = tmp_path / "filled.csv"
    filled.write_text("field,value\n10,Facts of the case\n5.7,+999 1234\n99,x\n")
    result = run("form", "import", filled, "--form", "t-cy-2018-11", "--json")
    assert result.status == 1
    assert result.json["body"] == {"facts": "Facts of the case"}
    numbers = {one["fields"].get("number") for one in result.json["problems"]}
    assert {"99", "11", "14"} <= numbers
    assert [one["number"] for one in result.json["left"]] == ["5.7", "99"]
    result = run("form", "import", filled, "--form", "t-cy-2018-11")
    assert "[form-field-unknown]" in result.err
    assert "not taken over: 5.7 Fax" in result.out


def test_the_forms_are_listed_with_how_well_they_are_known():
    result = run("form", "list", "--json")
    assert {"t-cy-2018-11", "unodc-mla-stored"} <= {one["form"] for one in result.json}
    assert "(seen)" in run("form", "list").out
    assert run("form", "import", __file__, "--form", "none", "--json").codes == ["form-unknown"]


def test_a_translation_is_filled_in_signed_attached_and_checked(world, draft, tmp_path):
    file = tmp_path / "texts.json"
    result = run("translate", "texts", tmp_path, draft.id, "--into", "fr", "--out", file, "--json")
    assert result.status == 0, result.err
    texts = json.loads(file.read_text())
    for row in texts["texts"]:
        row["translation"] = f"FR {row['original']}"
    file.write_text(json.dumps(texts))
    result = run(
        "translate", "draft", tmp_path, draft.id, "--texts", file, "--capacity", "staff",
        "--officer", "xa-0001", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert result.json["attachments"][0] == "translation.fr.json"
    result = run("translate", "check", tmp_path, result.json["draft"], "--json")
    assert result.status == 0, result.err
    assert [(one["holds"], one["into"], one["lacking"]) for one in result.json] == [
        (True, "fr", [])
    ]


def test_a_body_that_is_not_drafted_yet_can_be_translated(world, tmp_path):
    body, file = tmp_path / "body.json", tmp_path / "texts.json"
    body.write_text(json.dumps({"kind": "preservation", "body": bodies.preservation()}))
    assert run("translate", "texts", tmp_path, body, "--into", "fr", "--out", file).status == 0
    texts = json.loads(file.read_text())
    texts["texts"][0]["translation"] = "Un texte."
    file.write_text(json.dumps(texts))
    result = run(
        "translate", "sign", tmp_path, body, "--sender", XA, "--language", "en", "--texts", file,
        "--capacity", "sworn", "--officer", "xa-0001", "--out", tmp_path / "signed", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert names(tmp_path / "signed") == sorted(result.json["files"])
    assert len(result.json["lacking"]) == len(texts["texts"]) - 1


def test_what_nobody_may_sign_is_refused_and_leaves_nothing(world, draft, tmp_path):
    file = tmp_path / "texts.json"
    file.write_text(json.dumps({"into": "en", "texts": []}))
    result = run(
        "translate", "draft", tmp_path, draft.id, "--texts", file, "--capacity", "staff",
        "--officer", "xa-0002", "--json",
    )  # fmt: skip
    assert result.status == 1
    assert {"officer-role", "translation-same-language", "translation-empty"} <= set(result.codes)
    assert [one.id for one in world.node("XA").store.drafts()] == [draft.id]


@pytest.mark.parametrize("text", ["[", "[]"])
def test_a_file_that_is_no_object_in_json_is_refused(world, draft, tmp_path, text):
    file = tmp_path / "texts.json"
    file.write_text(text)
    result = run(
        "translate", "draft", tmp_path, draft.id, "--texts", file, "--capacity", "staff",
        "--officer", "xa-0001", "--json",
    )  # fmt: skip
    assert (result.status, result.codes) == (1, ["json-file"])
    assert [one.id for one in world.node("XA").store.drafts()] == [draft.id]


@pytest.mark.parametrize("text", ["{}", '{"into": "fr", "texts": [1]}'])
def test_a_file_that_holds_no_texts_is_a_wrong_argument(world, draft, tmp_path, text):
    file = tmp_path / "texts.json"
    file.write_text(text)
    result = run(
        "translate", "draft", tmp_path, draft.id, "--texts", file, "--capacity", "staff",
        "--officer", "xa-0001",
    )  # fmt: skip
    assert result.status == 2
