# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry card install` and `of`: given to the own node, shown to who does duty there."""

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from casts.node.contact_cards import beat, card_for, issued, listed_with
from rogatory.directory.entry.card import build_card


@pytest.fixture
def world(monkeypatch):
    made = case_file_cast.new_world()
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at",
        lambda home: made.node(home.name.upper()),
    )
    return made


@pytest.fixture
def homes(tmp_path):
    for name in ("xa", "xb"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_the_own_card_is_given_to_the_node_by_hand(world, homes):
    file = homes / "card.json"
    file.write_bytes(build_card(card_for("XA")))
    result = run("entry", "card", "install", homes / "xa", file, "--json")
    assert result.json["state"] == "XA"
    assert world.node("XA").store.card(result.json["digest"]) is not None
    refused = run("entry", "card", "install", homes / "xb", file, "--json")
    assert (refused.status, refused.codes[0]) == (1, "directory-other-state")
    assert not world.node("XB").store.tables.cards


def test_who_does_duty_is_shown_whom_to_call_there(world, homes):
    issued(world, card_for("XA"))
    beat(world, "XB")
    result = run("entry", "card", "of", homes / "xb", "XA", "--officer", "xb-0001", "--json")
    assert result.json["current"] is True
    assert result.json["card"]["numbers"][0]["e164"] == "+99900000001"
    listed_with(world, card_for("XA", "2"))
    words = run("entry", "card", "of", homes / "xb", "XA", "--officer", "xb-0001").out
    assert words.startswith("Superseded: do not rely on a number of this card.")


@pytest.mark.parametrize(
    ("officer", "code"),
    [("xb-0010", "officer-role"), ("xb-9999", "officer-not-listed"), ("xa-0001", "officer-office")],
)
def test_nobody_else_is(world, homes, officer, code):
    issued(world, card_for("XA"))
    beat(world, "XB")
    result = run("entry", "card", "of", homes / "xb", "XA", "--officer", officer, "--json")
    assert (result.status, result.codes) == (1, [code])
    assert "+999" not in result.out


def test_a_card_that_is_not_here_is_reported_as_such(world, homes):
    result = run("entry", "card", "of", homes / "xb", "XA", "--officer", "xb-0001", "--json")
    assert result.codes == ["card-none"]
