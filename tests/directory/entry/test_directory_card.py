# SPDX-License-Identifier: Apache-2.0
"""Cards: one form, the State's own by its entry, and no number to be guessed from the digest."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.directory.cards import CARD
from casts.directory.entries import digests, lists, moments, offices, texts, times
from casts.directory.network import Network, seeded
from rogatory.directory.entry.card import (
    CHANNELS,
    LARGEST_CARD,
    Card,
    CardChannel,
    CardName,
    CardNumber,
    build_card,
    card_digest,
    check_card,
    new_salt,
    parse_card,
)
from rogatory.directory.entry.hours import DAYS, OpeningHours
from rogatory.errors import Refused
from rogatory.wire import canonical

cards = st.builds(
    Card,
    st.just("XA"),
    moments,
    digests,
    lists(
        st.builds(
            CardNumber, offices, texts, st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True),
            lists(st.builds(OpeningHours, lists(st.sampled_from(DAYS), least=1), times, times)),
        )
    ),
    lists(st.builds(CardChannel, offices, st.sampled_from(CHANNELS), texts)),
    lists(st.builds(CardName, offices, texts, texts)),
)  # fmt: skip


@given(cards)
def test_a_card_reads_back_as_it_was_written(card: Card) -> None:
    assert parse_card(build_card(card)) == card


def codes_of(changed: dict) -> list[str]:
    with pytest.raises(Refused) as caught:
        parse_card(canonical.encode(changed))
    return sorted(caught.value.codes)


def test_every_reason_is_given_not_the_first() -> None:
    card = json.loads(build_card(CARD))
    card["colour"] = "red"
    del card["names"]
    card["salt"] = "00"
    card["numbers"][0]["e164"] = "044 123"
    card["numbers"][0]["label"] = ""
    card["call_back"][0]["kind"] = "pigeon"
    assert codes_of(card) == [
        "directory-field-missing",
        "directory-field-unknown",
        "directory-form",
        "directory-form",
        "directory-text",
        "directory-value",
    ]


def test_a_card_larger_than_any_states_is_refused_unread() -> None:
    with pytest.raises(Refused, match="json-too-large"):
        parse_card(b'"' + b"x" * LARGEST_CARD + b'"')


def test_the_entry_names_its_card_and_lists_who_is_on_it(still: Network) -> None:
    data = build_card(CARD)
    entry = replace(still.states["XA"].entry, card=card_digest(data))
    assert check_card(entry, CARD, data) == []
    foreign = replace(CARD, numbers=(replace(CARD.numbers[0], authority="xa/nowhere"),))
    found = [reason.code.id for reason in check_card(entry, foreign, build_card(foreign))]
    assert found == ["directory-card-digest", "directory-unknown-authority"]


def test_the_card_of_another_state_is_refused_though_its_bytes_are_named(still: Network) -> None:
    data = build_card(CARD)
    entry = replace(still.states["XB"].entry, card=card_digest(data))
    found = {reason.code.id for reason in check_card(entry, CARD, data)}
    assert "directory-other-state" in found


def test_the_same_numbers_have_another_digest_on_each_card() -> None:
    """A reader who guesses every number right still cannot confirm it by the public entry."""
    random = seeded("salts")
    salted = {card_digest(build_card(replace(CARD, salt=new_salt(random)))) for _ in range(20)}
    assert len(salted) == 20
