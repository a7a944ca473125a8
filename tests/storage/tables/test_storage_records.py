# SPDX-License-Identifier: Apache-2.0
"""The conversion between rows and records: derived from the record, and refused where the two differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pytest

import django_home  # noqa: F401 - sets Django up before any model
from rogatory.storage.contact_cards import Card
from rogatory.storage.drafting import Unfinished
from rogatory.storage.peers import LetterDispatch
from rogatory.storage.settings import Setting
from rogatory.storage.tables.records import Records

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class State(StrEnum):
    XA = "XA"
    XB = "XB"


@dataclass(frozen=True, slots=True)
class CardOf:
    digest: str
    state: State
    data: bytes
    received: datetime
    given_by: str


@dataclass(frozen=True, slots=True)
class Shorter:
    digest: str
    state: str
    data: bytes
    received: datetime


@dataclass(frozen=True, slots=True)
class Longer:
    digest: str
    state: str
    data: bytes
    received: datetime
    given_by: str
    remark: str


@dataclass(frozen=True, slots=True)
class Looser:
    digest: str
    state: str | None
    data: bytes
    received: datetime
    given_by: str


@dataclass(frozen=True, slots=True)
class Several:
    digest: tuple[str, ...]
    state: str
    data: bytes
    received: datetime
    given_by: str


@dataclass(frozen=True, slots=True)
class Strict:
    name: str
    value: Mapping[str, str]


def test_values_are_converted_by_the_types_of_the_record():
    cards = Records(CardOf, Card, key=("digest",))
    card = CardOf("ab", State.XB, b"card", NOW, "XA")
    values = cards.values(card)
    assert values == {
        "digest": "ab",
        "state": "XB",
        "data": b"card",
        "received": NOW,
        "given_by": "XA",
    }
    assert type(values["state"]) is str
    assert cards.record(Card(**values)) == card


def test_the_bytes_of_a_memory_view_are_bytes():
    cards = Records(CardOf, Card, key=("digest",))
    row = Card(digest="ab", state="XB", data=memoryview(b"card"), received=NOW, given_by="XA")
    assert cards.record(row).data == b"card"
    assert type(cards.record(row).data) is bytes


def test_tuples_and_mappings_are_json():
    from rogatory.node.repositories import drafting as port

    texts = Records(port.Unfinished, Unfinished)
    text = port.Unfinished(
        "i", "o", "k", None, ("a", "b"), "s", "a", "en", {"x": 1}, NOW, NOW, touched={"m": 2}
    )
    values = texts.values(text)
    assert values["related"] == ["a", "b"]
    assert type(values["body"]) is dict
    assert texts.record(Unfinished(**values)) == text


def test_none_stays_none_where_the_column_may_be_null():
    from rogatory.node.repositories import peers as port

    sent = Records(port.LetterDispatch, LetterDispatch)
    letter = port.LetterDispatch("i", "m", "t", port.Channel.POST, NOW, "r", "a", "o", NOW)
    assert sent.values(letter)["proof"] is None
    assert sent.record(LetterDispatch(**sent.values(letter))) == letter


def test_what_differs_is_given():
    cards = Records(
        Shorter,
        Card,
        key=("digest",),
        read={"state": lambda row: row.state.lower()},
        write={"state": lambda card: card.state.upper(), "given_by": lambda _card: "XA"},
    )
    card = Shorter("ab", "xb", b"card", NOW)
    assert cards.split(card) == (
        {"digest": "ab"},
        {"data": b"card", "received": NOW, "state": "XB", "given_by": "XA"},
    )
    assert cards.record(Card(**cards.values(card))) == card


@pytest.mark.parametrize(
    ("record", "model", "given", "message"),
    [
        (Shorter, Card, {}, r"columns without a field \['given_by'\]"),
        (Longer, Card, {}, r"fields without a column \['remark'\]"),
        (CardOf, Card, {"apart": ("colour",)}, r"neither field nor column \['colour'\]"),
        (Looser, Card, {}, "state: None and NULL do not agree"),
        (Strict, Setting, {}, "value: None and NULL do not agree"),
        (Several, Card, {}, "digest: kept as JSON, but its column is not"),
    ],
)
def test_a_record_that_differs_from_its_model_is_refused_at_import(record, model, given, message):
    with pytest.raises(TypeError, match=message):
        Records(record, model, **given)


def test_a_record_is_written_only_in_a_transaction(store):
    del store
    cards = Records(CardOf, Card, key=("digest",))
    card = CardOf("cd", State.XA, b"card", NOW, "XA")
    for write in (cards.add, cards.put):
        with pytest.raises(AssertionError, match="only inside a transaction"):
            write(card)
    assert not Card.objects.filter(digest="cd").exists()
