# SPDX-License-Identifier: Apache-2.0
"""A State's changed key counts once an officer compared it by another channel, and not before: attacks on the officer."""

from dataclasses import replace

import pytest

from casts.node.world import snapshot
from rogatory.custody.events.event import parse_event
from rogatory.directory.refusals import STATE_KEY_CHANGED
from rogatory.errors import Refused
from rogatory.node.directory.confirm_state_key import LONGEST_REASON, confirm_state_key
from rogatory.node.directory.held_states import call_for_held
from rogatory.wire.spoken_digest import spoken

KEY, OTHER = "ab" * 32, "cd" * 32
BY_CALL = "called the number of the old card"


@pytest.fixture
def held(world):
    """Arcadia's node, for which Borealia is held: its key changed."""
    reason = STATE_KEY_CHANGED.because(state="XB", keyids=KEY)
    world.directory.newest = replace(
        world.directory.newest, held={"XB": (reason,)}, unconfirmed={"XB": (KEY,)}
    )
    return world.node("XA")


def confirming(node, **changed):
    given = {"officer": "xa-0002", "heard": [spoken(KEY)], "reason": BY_CALL}
    return confirm_state_key(node, "XB", **(given | changed))


def misheard():
    digits = spoken(KEY)
    return f"{(int(digits[0]) + 1) % 10}{digits[1:]}"


def test_a_key_that_was_compared_counts_and_the_record_says_who_compared_it_and_how(held):
    size = held.store.log_size()
    assert confirming(held) == (KEY,)
    assert held.register.view().unconfirmed == {}
    (entry,) = held.store.events_since(size, 10)
    event = parse_event(entry.event)
    assert (event.officer, event.act.fields["state"]) == ("xa-0002", "XB")
    assert BY_CALL in str(event.words)


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"heard": [spoken(OTHER)]}, ("state-key-differs",)),
        ({"heard": [misheard()]}, ("state-key-misheard",)),
        ({"heard": []}, ("state-key-differs",)),
        ({"heard": [KEY]}, ("spoken-malformed",)),
        ({"heard": [KEY[:16]]}, ("spoken-malformed",)),
        ({"heard": [spoken(KEY)[:-1]]}, ("spoken-length",)),
        ({"officer": "xa-0001"}, ("officer-role",)),
        ({"officer": "xa-0099"}, ("officer-not-listed",)),
        ({"officer": "xb-0002"}, ("state-key-changed",)),
        ({"reason": ""}, ("reason-needed",)),
        ({"reason": " \u200b"}, ("reason-needed",)),
        ({"reason": "a" * (LONGEST_REASON + 1)}, ("reason-needed",)),
        (
            {"officer": "xa-0001", "reason": "", "heard": [spoken(OTHER)]},
            ("officer-role", "reason-needed", "state-key-differs"),
        ),
    ],
)
def test_what_was_not_compared_confirms_nothing_and_is_not_on_record(held, changed, codes):
    before, directory = snapshot(held), held.register.view()
    with pytest.raises(Refused) as refused:
        confirming(held, **changed)
    assert refused.value.codes == codes
    assert snapshot(held) == before
    assert held.register.view() == directory


def test_every_new_key_is_read_out_and_one_of_two_is_not_enough(held, world):
    world.directory.newest = replace(world.directory.newest, unconfirmed={"XB": (KEY, OTHER)})
    before = snapshot(held)
    with pytest.raises(Refused) as refused:
        confirming(held)
    assert refused.value.codes == ("state-key-differs",)
    assert snapshot(held) == before
    assert confirming(held, heard=[spoken(OTHER), spoken(KEY)]) == (KEY, OTHER)


def test_where_no_key_waits_none_is_confirmed(world):
    node = world.node("XA")
    before = snapshot(node)
    with pytest.raises(Refused) as refused:
        confirming(node)
    assert refused.value.codes == ("state-key-none-waits",)
    assert snapshot(node) == before


def test_a_crash_between_record_and_directory_leaves_the_state_held(held, world, monkeypatch):
    def crashing(state, keyids, by, at):
        raise KeyboardInterrupt

    monkeypatch.setattr(world.directory, "confirm_state_key", crashing)
    with pytest.raises(KeyboardInterrupt):
        confirming(held)
    assert held.register.view().unconfirmed == {"XB": (KEY,)}
    monkeypatch.undo()
    assert confirming(held) == (KEY,)


def test_the_desk_is_alerted_once_for_the_same_key_and_again_for_another(held, world):
    for _ in range(2):
        call_for_held(held, held.register.view(), world.clock.now())
    (first,) = [one for one in held.store.pages() if one.id.startswith("state-held/XB/")]
    world.directory.newest = replace(world.directory.newest, unconfirmed={"XB": (OTHER,)})
    call_for_held(held, held.register.view(), world.clock.now())
    found = {one.id for one in held.store.pages() if one.id.startswith("state-held/XB/")}
    assert len(found) == 2
    assert first.id in found
