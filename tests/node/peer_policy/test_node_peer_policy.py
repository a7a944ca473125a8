# SPDX-License-Identifier: Apache-2.0
"""Policy towards a peer: set by two officers, announced to the peer, obeyed by the node."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.law.provisions import cited
from casts.node.peers import (
    APPROVER,
    CENTRAL,
    DUTY,
    LAWYER,
    XA,
    XB,
    everything,
    refused,
    set_policy,
    terms,
)
from casts.node.world import NOW, bodies
from rogatory.custody.events.event import parse_event
from rogatory.directory.entry.entry import Channels
from rogatory.errors import Refused
from rogatory.node.messages.send import send
from rogatory.node.peer_policy.review_held import review_held
from rogatory.node.peer_policy.set_policy import decide_policy, draft_notice, propose_policy
from rogatory.node.peers.policy import Stance, counting, policies, policy_for
from rogatory.node.peers.policy_effects import channel_notes
from rogatory.node.repositories.messages import Delivery
from rogatory.node.threads.receipt import parse_receipt
from rogatory.node.views.thread_view import thread
from rogatory.requests.envelope import parse_message

PRESERVATION = frozenset({"preservation"})


def arrived(world, kind="preservation", body=None):
    """Deliver a request of Arcadia's; return it as Arcadia's store has it after the delivery."""
    message = world.sent(XA, XB, kind, bodies.preservation() if body is None else body)
    world.settle()
    return world.node("XA").store.message(message.digest)


def test_a_policy_counts_once_a_second_officer_has_confirmed_it(world):
    node = world.node("XB")
    made = propose_policy(node, terms(), authority=CENTRAL, officer=LAWYER)
    assert policy_for(node, "XA", PRESERVATION, NOW) is None
    assert arrived(world).delivery is Delivery.RECEIPTED
    found = decide_policy(node, made.id, APPROVER, accept=True, reason="Agreed.")
    assert found.policy.reviewed_by == APPROVER
    assert policy_for(node, "XA", PRESERVATION, NOW) == found.policy
    assert policy_for(node, "XT", PRESERVATION, NOW) is None


def test_the_custody_log_names_the_policy_that_was_confirmed(world):
    node = world.node("XB")
    found = set_policy(node, terms()).policy
    event = parse_event(node.store.events_of(found.digest)[0].event)
    assert event.action.value == "decided"
    assert event.officer == APPROVER
    assert event.act.code == "policy-confirmed"
    assert (event.act.fields["stance"], event.act.fields["kinds"]) == ("suspended", None)
    assert node.objects.get(found.digest) == node.store.proposal(found.id).document


def test_a_policy_that_was_declined_stays_in_the_history_and_does_nothing(world):
    node = world.node("XB")
    made = propose_policy(node, terms(), authority=CENTRAL, officer=LAWYER)
    found = decide_policy(node, made.id, APPROVER, accept=False, reason="One forged order only.")
    assert found.notice is None
    assert [one.accepted for one in policies(node, "XA")] == [False]
    assert arrived(world).delivery is Delivery.RECEIPTED


def test_who_proposed_cannot_confirm(world):
    node = world.node("XB")
    world.states["XB"].roles = {LAWYER: ("lawyer", "approver")}
    world.relist()
    made = propose_policy(node, terms(), authority=CENTRAL, officer=LAWYER)
    before = everything(node)
    codes = refused(decide_policy, node, made.id, LAWYER, accept=True, reason="I agree.")
    assert codes == {"second-person"}
    assert everything(node) == before


def test_a_policy_is_decided_once(world):
    node = world.node("XB")
    made = set_policy(node, terms()).policy
    before = everything(node)
    codes = refused(decide_policy, node, made.id, APPROVER, accept=False, reason="No.")
    assert codes == {"proposal-decided"}
    assert everything(node) == before


def test_all_that_is_wrong_with_a_policy_is_reported_at_once(world):
    node = world.node("XB")
    before = everything(node)
    wrong = terms(
        Stance.DIPLOMATIC,
        state="XB",
        kinds=("acknowledgement", "acknowledgement"),
        reason=" ",
        until=NOW - timedelta(days=1),
        channel=None,
    )
    with pytest.raises(Refused) as caught:
        propose_policy(node, wrong, authority=CENTRAL, officer=DUTY)
    assert set(caught.value.codes) == {
        "officer-office",
        "officer-role",
        "policy-own-state",
        "reason-needed",
        "policy-terms",
    }
    assert caught.value.codes.count("policy-terms") == 4
    assert everything(node) == before


def test_new_requests_of_a_suspended_peer_are_refused_and_it_learns_what_to_do(world):
    set_policy(world.node("XB"), terms())
    message = arrived(world)
    assert message.delivery is Delivery.REFUSED
    assert parse_receipt(message.receipt).codes == ("peer-suspended",)
    assert "policy notice" in message.problem
    assert "emergency data" in message.problem
    assert world.node("XB").store.transcript(message.thread) == []


def test_a_peer_that_must_use_the_diplomatic_channel_reads_so_in_the_receipt(world):
    set_policy(world.node("XB"), terms(Stance.DIPLOMATIC))
    message = arrived(world)
    assert parse_receipt(message.receipt).codes == ("peer-diplomatic-channel",)
    assert "diplomatic channel" in message.problem


def test_threads_that_exist_go_on_under_a_suspension(world):
    message = arrived(world)
    set_policy(world.node("XB"), terms())
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=message.thread)
    world.settle()
    enquiry = world.sent(
        XA,
        XB,
        "no_longer_required",
        bodies.no_longer_required(message.digest),
        thread=message.thread,
    )
    world.settle()
    assert world.node("XA").store.message(enquiry.digest).delivery is Delivery.RECEIPTED
    assert world.node("XB").store.summary(message.thread).status == "withdrawn"


def test_a_policy_for_some_kinds_leaves_the_others(world):
    set_policy(world.node("XB"), terms(kinds=("mla_stored_data",)))
    assert arrived(world).delivery is Delivery.RECEIPTED
    assert arrived(world, "mla_stored_data", bodies.mla_stored_data()).delivery is Delivery.REFUSED


def test_the_policy_confirmed_last_counts_for_the_kinds_it_speaks_of(world):
    node = world.node("XB")
    set_policy(node, terms())
    world.clock.forward(hours=1)
    lifted = set_policy(node, terms(Stance.OPEN, kinds=("preservation",))).policy
    assert arrived(world).delivery is Delivery.RECEIPTED
    assert arrived(world, "mla_stored_data", bodies.mla_stored_data()).delivery is Delivery.REFUSED
    assert lifted in counting(policies(node, "XA"), "XA", world.clock.now())
    assert len(policies(node, "XA")) == 2


def test_a_policy_ends_on_its_date_and_begins_no_earlier_than_it_was_confirmed(world):
    node = world.node("XB")
    found = set_policy(
        node, terms(start=NOW - timedelta(days=9), until=NOW + timedelta(days=2))
    ).policy
    assert found.since == NOW
    assert not found.is_in_force(NOW - timedelta(seconds=1))
    world.clock.forward(days=2)
    assert arrived(world).delivery is Delivery.RECEIPTED


def test_a_request_kept_for_review_is_receipted_and_not_executed_before_the_review(world):
    node = world.node("XB")
    set_policy(node, terms(Stance.REVIEW))
    message = arrived(world)
    assert message.delivery is Delivery.RECEIPTED
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=message.thread)
    before = everything(node)
    codes = refused(
        world.drafted,
        XB,
        XA,
        "preservation_confirmed",
        bodies.preservation_confirmed(),
        thread=message.thread,
    )
    assert codes == {"held-for-review"}
    assert everything(node) == before
    assert thread(node, message.thread).held.review is None
    review_held(node, message.thread, APPROVER, authority=CENTRAL, proceed=True, reason="In order.")
    world.sent(
        XB, XA, "preservation_confirmed", bodies.preservation_confirmed(), thread=message.thread
    )
    world.settle()
    assert node.store.summary(message.thread).status == "holding"
    assert thread(node, message.thread).held.may_proceed
    actions = [one.action for one in node.store.events_of(message.digest)]
    assert "decided" in actions


def test_the_last_word_of_the_review_counts(world):
    node = world.node("XB")
    set_policy(node, terms(Stance.REVIEW))
    message = arrived(world)
    for proceed in (True, False):
        world.clock.forward(minutes=1)
        review_held(
            node, message.thread, APPROVER, authority=CENTRAL, proceed=proceed, reason="Seen."
        )
    codes = refused(
        world.drafted,
        XB,
        XA,
        "preservation_confirmed",
        bodies.preservation_confirmed(),
        thread=message.thread,
    )
    assert codes == {"held-for-review"}


def test_what_came_before_the_policy_is_not_held(world):
    node = world.node("XB")
    message = arrived(world)
    world.clock.forward(minutes=1)
    set_policy(node, terms(Stance.REVIEW))
    assert thread(node, message.thread).held is None
    codes = refused(
        review_held, node, message.thread, APPROVER, authority=CENTRAL, proceed=True, reason="Seen."
    )
    assert codes == {"not-held"}


def test_only_a_senior_officer_reviews(world):
    node = world.node("XB")
    set_policy(node, terms(Stance.REVIEW))
    message = arrived(world)
    before = everything(node)
    codes = refused(
        review_held, node, message.thread, DUTY, authority=XB, proceed=True, reason="Fine by me."
    )
    assert codes == {"officer-role"}
    assert everything(node) == before


def test_a_request_that_claims_an_emergency_is_refused_by_policy_only_with_a_human_called(world):
    set_policy(world.node("XB"), terms())
    urgent = bodies.preservation(
        urgency={"level": "emergency", "reason": "A child is held for ransom."}
    )
    for _attempt in range(2):
        assert arrived(world, body=urgent).delivery is Delivery.REFUSED
    called = [one for one in world.node("XB").store.pages() if "emergency" in one.reason]
    assert len(called) == 1
    assert XA in called[0].reason


def test_our_own_requests_to_a_suspended_peer_are_blocked(world):
    node = world.node("XB")
    draft = world.approved(world.drafted(XB, XA, "preservation", bodies.preservation()))
    set_policy(node, terms())
    assert refused(world.drafted, XB, XA, "preservation", bodies.preservation()) == {
        "own-suspension"
    }
    before = everything(node)
    assert refused(send, node, draft.id, DUTY) == {"own-suspension"}
    assert everything(node) == before


@pytest.mark.law_line(18)
def test_the_channel_that_the_addressees_entry_demands_is_shown_before_drafting(world):
    node, view = world.node("XB"), world.directory.newest
    notes = channel_notes(node, view, "XA", "preservation", NOW)
    assert [one.code.id for one in notes.shows] == ["entry-interpol-urgent"]
    assert (notes.blocks, notes.warnings) == ((), ())
    listed = view.listed["XA"]
    entry = replace(listed.entry, channels=Channels(diplomatic_only=True, interpol_urgent=False))
    demanding = replace(view, listed={**view.listed, "XA": replace(listed, entry=entry)})
    notes = channel_notes(node, demanding, "XA", "preservation", NOW)
    assert [one.code.id for one in notes.warnings] == ["entry-diplomatic-only"]
    assert cited(notes.warnings[0].code.cites) == ("40(12)", "parallel")
    assert notes.shows == ()
    assert channel_notes(node, demanding, "XA", "acknowledgement", NOW).warnings == ()


def test_a_peer_that_could_not_be_notified_is_put_before_a_human(world):
    node = world.node("XB")
    made = propose_policy(node, terms(), authority=CENTRAL, officer=LAWYER)
    found = decide_policy(node, made.id, APPROVER, accept=True, reason="Agreed.", language="zh")
    assert found.policy.is_in_force(NOW)
    assert "language-not-accepted" in {one.code.id for one in found.untold}
    assert any("has not been informed" in one.reason for one in node.store.pages())
    assert draft_notice(node, found.policy, language="zh").notice is None


def alerted(world, found, **more):
    """A policy that was set, its notice approved, sent and delivered."""
    confirmed = set_policy(world.node("XB"), found, **more)
    notice = send(world.node("XB"), world.approved(confirmed.notice).id, LAWYER)
    world.settle()
    return confirmed.policy, notice


def test_the_peer_is_notified_by_a_notice_that_is_drafted_for_approval(world):
    policy, notice = alerted(world, terms(kinds=("preservation",), until=NOW + timedelta(days=30)))
    body = parse_message(notice.message).body
    assert body["stance"] == "suspended"
    assert body["kinds"] == ["preservation"]
    assert (body["since"], body["until"]) == ("2026-11-24", "2026-12-24")
    assert body["reasons"] == policy.terms.reason
    assert world.node("XA").store.message(notice.digest) is not None
    assert world.node("XA").store.summary(notice.thread).kind == "policy_notice"


def test_what_a_peer_notified_is_shown_when_a_request_to_it_is_drafted(world):
    alerted(world, terms(Stance.DIPLOMATIC, kinds=("preservation",)))
    node, view = world.node("XA"), world.directory.newest
    notes = channel_notes(node, view, "XB", "preservation", NOW)
    assert [one.code.id for one in notes.warnings] == ["peer-told-us"]
    assert "note verbale" in notes.warnings[0].sentence()
    assert notes.blocks == ()
    assert channel_notes(node, view, "XB", "mla_stored_data", NOW).warnings == ()
    world.clock.forward(days=1)
    alerted(world, terms(Stance.OPEN, start=world.clock.now()))
    assert channel_notes(node, view, "XB", "preservation", world.clock.now()).warnings == ()


def test_a_peer_that_names_no_channel_is_to_be_asked_for_one(world):
    alerted(world, terms(kinds=("preservation",), channel=None))
    (warning,) = channel_notes(
        world.node("XA"), world.directory.newest, "XB", "preservation", NOW
    ).warnings
    assert warning.code.id == "peer-names-no-channel"
    assert ": -" not in warning.sentence()
    assert "Ask the authorities of XB" in warning.sentence()


def test_a_notice_counts_in_its_days_only(world):
    alerted(world, terms(until=NOW + timedelta(days=2)))
    node, view = world.node("XA"), world.directory.newest
    days = [
        bool(channel_notes(node, view, "XB", "preservation", NOW + timedelta(days=d)).warnings)
        for d in (-1, 0, 2, 3)
    ]
    assert days == [False, True, True, False]


def test_a_suspended_peer_can_still_give_notice_of_its_own(world):
    set_policy(world.node("XB"), terms())
    assert arrived(world, "policy_notice", bodies.policy_notice()).delivery is Delivery.RECEIPTED


@pytest.mark.parametrize("stance", [Stance.SUSPENDED, Stance.DIPLOMATIC, Stance.REVIEW])
def test_emergency_data_is_refused_under_no_stance_and_waits_for_a_senior_officer(world, stance):
    node = world.node("XB")
    set_policy(node, terms(stance))
    message = arrived(world, "emergency_data", bodies.emergency_data())
    assert message.delivery is Delivery.RECEIPTED
    assert any("emergency" in one.reason for one in node.store.pages())
    codes = refused(world.drafted, XB, XA, "acceptance", bodies.acceptance(), thread=message.thread)
    assert codes == {"held-for-review"}
    review_held(
        node,
        message.thread,
        APPROVER,
        authority=CENTRAL,
        proceed=True,
        reason="A life is at stake.",
    )
    world.drafted(XB, XA, "acceptance", bodies.acceptance(), thread=message.thread)


def test_emergency_data_may_be_asked_of_a_peer_that_we_suspended(world):
    node = world.node("XB")
    set_policy(node, terms())
    draft = world.drafted(XB, XA, "emergency_data", bodies.emergency_data())
    notes = channel_notes(node, world.directory.newest, "XA", draft.kind, NOW)
    assert [one.code.id for one in notes.warnings] == ["own-suspension"]
    assert notes.blocks == ()
