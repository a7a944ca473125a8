# SPDX-License-Identifier: Apache-2.0
"""The register of States without a node: kept by two persons, never for a listed State."""

from datetime import date, timedelta

import pytest

from casts.node.peers import APPROVER, CENTRAL, LAWYER, XM, everything, meridia, refused, register
from rogatory.errors import Refused
from rogatory.node.peers.correspondents import correspondents, states_to_write_to
from rogatory.node.peers.counterparts import (
    counterpart_of,
    counterparts,
    decide_counterpart,
    parse_counterpart,
    propose_counterpart,
    register_history,
)
from rogatory.node.peers.policy_effects import channel_notes


def test_an_entry_counts_once_a_second_officer_has_confirmed_it(world):
    node = world.node("XB")
    made = propose_counterpart(node, meridia(), authority=CENTRAL, officer=LAWYER)
    assert counterpart_of(node, "XM") is None
    decide_counterpart(node, made.proposal.id, APPROVER, accept=True, reason="Called back.")
    assert counterpart_of(node, "XM") == meridia()
    assert counterparts(node) == {"XM": meridia()}
    logged = node.store.events_of(made.proposal.digest)
    assert [one.action for one in logged] == ["decided"]


def test_a_newer_version_takes_the_place_of_the_older_and_both_stay(world):
    node = world.node("XB")
    register(node)
    world.clock.forward(days=30)
    moved = meridia(address="2 Harbour Street, Port Meridia", verified=date(2026, 12, 20))
    register(node, moved)
    assert counterpart_of(node, "XM") == moved
    assert [one.counterpart for one in register_history(node, "XM")] == [meridia(), moved]


@pytest.mark.law_line(23)
def test_when_an_entry_was_last_verified_is_shown_and_one_of_more_than_a_year_is_stale(world):
    node = world.node("XB")
    register(node)

    def marks(days):
        at = world.clock.at + timedelta(days=days)
        notes = channel_notes(node, node.register.view(), "XM", "preservation", at)
        return [[reason.code.id for reason in each] for each in (notes.warnings, notes.shows)]

    assert marks(0) == [[], ["counterpart-verified"]]
    assert marks(343) == [[], ["counterpart-verified"]]
    assert marks(344) == [["counterpart-stale"], []]


def test_who_entered_it_cannot_confirm_it(world):
    node = world.node("XB")
    made = propose_counterpart(node, meridia(), authority=CENTRAL, officer=LAWYER)
    before = everything(node)
    codes = refused(
        decide_counterpart, node, made.proposal.id, LAWYER, accept=True, reason="I am sure."
    )
    assert codes == {"second-person"}
    assert everything(node) == before


def test_it_can_be_written_to_in_its_languages_and_by_letter_only(world):
    node = world.node("XB")
    register(node)
    view = world.directory.newest
    assert states_to_write_to(node, view) == ["XA", "XT", "XM"]
    found = correspondents(node, view, "XM")
    assert found.by_letter
    assert found.languages == ("en", "fr")
    assert XM in found.authorities
    assert correspondents(node, view, "XM", by_letter=False) is None
    assert not correspondents(node, view, "XA").by_letter


def test_a_counterpart_reads_back_as_it_was_written():
    assert parse_counterpart(meridia().as_json()) == meridia()


@pytest.mark.parametrize(
    "change",
    [
        {"state": "Meridia"},
        {"name": " "},
        {"authorities": {}},
        {"authorities": {"xa/ministry": "of Arcadia"}},
        {"authorities": {"XM ministry": "of Meridia"}},
        {"authorities": {XM: ""}},
        {"channels": []},
        {"channels": ["pigeon"]},
        {"languages": ["tlh"]},
        {"source": "x" * 1001},
        {"verified": "last year"},
        {"surplus": 1},
    ],
)
def test_an_entry_out_of_form_is_refused(change):
    assert refused(parse_counterpart, {**meridia().as_json(), **change}) == {
        "counterpart-malformed"
    }


def test_all_that_is_wrong_with_an_entry_is_reported_at_once():
    wrong = {**meridia().as_json(), "name": "", "source": "", "channels": [], "verified": "?"}
    with pytest.raises(Refused) as caught:
        parse_counterpart(wrong)
    assert len(caught.value.reasons) == 4


ATTACKS = {
    "by its code": {
        "state": "XA",
        "name": "Arcadia by post",
        "authorities": {"xa/ministry-of-justice": "Ministry of Justice of Arcadia"},
    },
    "by its name": {"name": "XA"},
    "by its name in other letters": {"name": "ｘａ"},
    "by its name with marks": {"name": "X\u0301-A"},
    "as this State itself": {"state": "XB", "authorities": {"xb/registry": "Registry"}},
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_listed_state_is_never_kept_as_one_without_a_node(world, attack):
    node = world.node("XB")
    before = everything(node)
    codes = refused(
        propose_counterpart,
        node,
        meridia(**ATTACKS[attack]),
        authority=CENTRAL,
        officer=LAWYER,
    )
    assert codes <= {"counterpart-listed", "policy-own-state"}
    assert codes
    assert everything(node) == before


def test_a_state_that_is_held_for_its_changed_key_does_not_come_in_by_the_post(world):
    node = world.node("XB")
    world.directory.newest = world.view(2, XA=())
    before = everything(node)
    codes = refused(
        propose_counterpart,
        node,
        meridia(**ATTACKS["by its code"]),
        authority=CENTRAL,
        officer=LAWYER,
    )
    assert codes == {"counterpart-listed"}
    assert everything(node) == before


def test_a_state_that_joined_meanwhile_is_not_confirmed_any_more(world):
    node = world.node("XB")
    found = meridia(
        state="XT",
        name="Thalassia",
        authorities={"xt/ministry-of-justice": "Ministry of Justice of Thalassia"},
    )
    world.relist(without=("XT",))
    made = propose_counterpart(node, found, authority=CENTRAL, officer=LAWYER)
    world.relist()
    before = everything(node)
    codes = refused(
        decide_counterpart, node, made.proposal.id, APPROVER, accept=True, reason="Fine."
    )
    assert codes == {"counterpart-listed"}
    assert everything(node) == before
