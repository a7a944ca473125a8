# SPDX-License-Identifier: Apache-2.0
"""Cards on the nodes: they come by themselves, from any holder, and only the State's own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.contact_cards import beat, card_for, issued, listed_with
from casts.node.world import snapshot
from rogatory.directory.entry.card import (
    build_card,
    card_digest,
)
from rogatory.errors import Refused
from rogatory.node.contact_cards import card_of, known_card
from rogatory.node.contact_cards.fetch_cards import install_card
from rogatory.node.contact_cards.refusals import CARD_UNKNOWN
from rogatory.node.repositories.contact_cards import CardRecord


def test_a_card_comes_by_itself_with_its_date(world):
    card = card_for("XA")
    issued(world, card)
    assert card_of(world.node("XB"), "XA") is None
    beat(world, "XB")
    known = known_card(world.node("XB"), "XA")
    assert (known.card, known.given_by, known.is_current) == (card, "XA", True)
    assert known.received == world.clock.now()
    assert card_of(world.node("XB"), "XA") == card


def test_a_state_that_is_silent_has_its_card_passed_on_by_another(world):
    card = card_for("XA")
    issued(world, card)
    beat(world, "XT")
    away = world.exchange.nodes.pop("XA")
    beat(world, "XB")
    assert known_card(world.node("XB"), "XA").given_by == "XT"
    assert card_of(world.node("XB"), "XA") == card
    world.exchange.nodes["XA"] = away


def test_a_card_that_nobody_has_is_asked_for_until_somebody_has_it(world):
    data = listed_with(world, card_for("XA"))
    beat(world, "XB")
    assert card_of(world.node("XB"), "XA") is None
    install_card(world.node("XA"), data)
    world.clock.forward(minutes=20)
    world.work("XB")
    assert card_of(world.node("XB"), "XA") is not None


def test_a_card_is_fetched_once(world):
    issued(world, card_for("XA"))
    for _ in range(3):
        beat(world, "XB")
        world.clock.forward(minutes=11)
    paths = [path for asker, _answerer, path in world.exchange.requests if asker == "XB"]
    assert len([path for path in paths if path.startswith("card ")]) == 1


def test_an_earlier_card_is_shown_as_superseded_and_never_relied_on(world):
    first, second = card_for("XA", "1"), card_for("XA", "2")
    issued(world, first)
    beat(world, "XB")
    listed_with(world, second)
    known = known_card(world.node("XB"), "XA")
    assert (known.card, known.is_current) == (first, False)
    assert card_of(world.node("XB"), "XA") is None


def test_a_withdrawn_card_is_no_longer_relied_on(world):
    issued(world, card_for("XA"))
    beat(world, "XB")
    world.states["XA"].card = None
    world.relist()
    assert card_of(world.node("XB"), "XA") is None
    assert not known_card(world.node("XB"), "XA").is_current


@pytest.mark.parametrize("forged", ["another number", "another state", "no card"])
def test_what_a_member_passes_on_in_a_cards_place_is_not_kept(world, forged):
    """A member that lies about the numbers of another State is asked, and not believed."""
    data = listed_with(world, card_for("XA"))
    false = {
        "another number": build_card(replace(card_for("XA"), numbers=())),
        "another state": build_card(card_for("XB")),
        "no card": b"{}",
    }[forged]
    liar = world.node("XA")
    with liar.store.transaction():
        liar.store.add_card(CardRecord(card_digest(data), "XA", false, world.clock.now(), "XA"))
    before = snapshot(world.node("XB"))
    beat(world, "XB")
    assert card_of(world.node("XB"), "XA") is None
    after = snapshot(world.node("XB"))
    assert not world.node("XB").store.tables.cards
    assert {name: after[name] for name in ("messages", "packages", "pages")} == {
        name: before[name] for name in ("messages", "packages", "pages")
    }


def test_the_own_card_is_installed_before_its_entry_is_published(world):
    card = card_for("XA")
    record = install_card(world.node("XA"), build_card(card))
    assert card_of(world.node("XA"), "XA") is None
    world.states["XA"].card = record.digest
    world.relist()
    assert card_of(world.node("XA"), "XA") == card


def test_the_card_of_another_state_is_not_installed_as_ones_own(world):
    with pytest.raises(Refused, match="directory-other-state"):
        install_card(world.node("XA"), build_card(card_for("XB")))
    assert not world.node("XA").store.tables.cards


def test_a_held_state_has_no_card_to_rely_on(world):
    issued(world, card_for("XA"))
    beat(world, "XB")
    newest = world.directory.newest
    world.directory.newest = replace(newest, held={"XA": (CARD_UNKNOWN.because(digest="x"),)})
    assert card_of(world.node("XB"), "XA") is None
    assert known_card(world.node("XB"), "XA") is not None


def test_the_beat_goes_on(world):
    beat(world, "XB")
    world.clock.forward(minutes=1)
    (job,) = [job for job in world.node("XB").queue.waiting() if job.kind == "cards"]
    assert job.key == "cards"
    assert world.node("XB").settings.card_beat == timedelta(minutes=10)
