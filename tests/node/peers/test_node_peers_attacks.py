# SPDX-License-Identifier: Apache-2.0
"""Attacks on policies and on threads that go by letter. Each ends with the store as it was."""

from dataclasses import replace

import pytest

from casts.node.attack import Attack
from casts.node.peers import (
    APPROVER,
    CENTRAL,
    LAWYER,
    XB,
    XM,
    compared,
    entered,
    everything,
    meridia,
    paper,
    refused,
    register,
    set_policy,
    terms,
    transcribed,
)
from casts.node.world import NOW, Calls, bodies, new_state
from rogatory.node.messages.receive import receive
from rogatory.node.messages.send import send
from rogatory.node.packages.serve import messages_after
from rogatory.node.peer_policy.review_held import review_held
from rogatory.node.peer_policy.set_policy import decide_policy, propose_policy
from rogatory.node.peers.policy import Stance
from rogatory.node.threads.dispatch import Dispatch, build_dispatch
from rogatory.node.threads.receipt import parse_receipt, parse_reply
from rogatory.requests.envelope import Links
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority


@pytest.fixture(scope="session")
def made_meridia():
    return new_state("XM")


@pytest.fixture
def node(world):
    found = world.node("XB")
    register(found)
    return found


@pytest.fixture
def attack(world):
    return Attack(world)


def joined(world, state):
    """Meridia joins the network, with a node of its own."""
    world.states["XM"] = state
    world.relist()

    world.calls["XM"] = Calls()
    world.exchange.join(world.new_node(state))


def answered(node, peer, dispatch):
    """Return the codes of the signed refusal that the node gives; nothing in its store has
    changed.
    """
    before = everything(node)
    receipt = parse_receipt(parse_reply(receive(node, peer, dispatch))[0])
    assert everything(node) == before
    assert receipt.verdict == "refused"
    return set(receipt.codes)


# A State's name, and what comes in its name


def test_a_transcription_cannot_claim_a_message_of_a_listed_state(world, node):
    before = everything(node)
    codes = refused(entered, node, sender="xa/contact-point")
    assert codes == {"counterpart-listed"}
    assert everything(node) == before


def test_nor_of_an_authority_that_the_register_does_not_have(world, node):
    before = everything(node)
    assert refused(entered, node, sender="xm/contact-point") == {"counterpart-unknown"}
    assert refused(entered, node, sender="xs/ministry-of-justice") == {"counterpart-unknown"}
    assert everything(node) == before


def test_a_paper_cannot_speak_in_a_thread_that_goes_on_the_line(world, node):
    message = world.sent("xa/contact-point", XB, "preservation", bodies.preservation())
    world.settle()
    before = everything(node)
    body = bodies.no_longer_required(message.digest)
    for sender in ("xa/contact-point", XM):
        codes = refused(
            entered, node, "no_longer_required", body, sender=sender, thread=message.thread
        )
        assert "thread-on-the-line" in codes
    assert everything(node) == before


def test_a_paper_cannot_speak_in_a_thread_with_another_state(world, node):
    found = transcribed(node)
    register(
        node,
        meridia(
            state="XS",
            name="Septentria",
            authorities={"xs/justice": "Justice of Septentria"},
        ),
    )
    before = everything(node)
    codes = refused(
        entered,
        node,
        "no_longer_required",
        bodies.no_longer_required(found.digest),
        sender="xs/justice",
        thread=found.thread,
    )
    assert "thread-of-others" in codes
    assert everything(node) == before


def test_a_state_that_joined_while_a_paper_waited_speaks_for_itself(world, node, made_meridia):
    waiting = entered(node)
    joined(world, made_meridia)
    before = everything(node)
    assert refused(compared, node, waiting) == {"counterpart-listed"}
    assert everything(node) == before


# What was transcribed, on the line


def transcribed_dispatch(message):
    return build_dispatch(
        Dispatch(
            message.message,
            Signatures(message.p256, message.mldsa65),
            message.approvals,
            {},
        )
    )


def test_a_transcription_cannot_be_replayed_by_another_peer(world, node):
    message = transcribed(node)
    codes = answered(node, "XA", transcribed_dispatch(message))
    assert "sender-other-state" in codes


def test_a_transcription_cannot_be_replayed_for_a_receipt_when_the_state_joins(
    world, node, made_meridia
):
    """Even signed by the State's own keys: the thread began on paper and stays so."""
    message = transcribed(node)
    joined(world, made_meridia)
    keys = made_meridia.offices["xm/contact-point"]
    forged = build_dispatch(
        Dispatch(message.message, keys.sign(message.message, NOW), message.approvals, {})
    )
    codes = answered(node, "XM", forged)
    assert "thread-by-letter" in codes
    assert node.store.message(message.digest).receipt is None


def test_a_peer_cannot_send_in_a_thread_that_was_transcribed(world, node, made_meridia):
    message = transcribed(node)
    joined(world, made_meridia)
    attack = Attack(world)
    attack.state = made_meridia
    attack.approvers = {"xm-0002": made_meridia}
    attack.content = replace(
        attack.content,
        kind="no_longer_required",
        sender=parse_authority("xm/contact-point"),
        thread=message.thread,
        body=bodies.no_longer_required(message.digest),
    )
    attack.links = Links(2, message.digest, None)
    assert answered(node, "XM", attack.dispatch()) == {"thread-by-letter"}


def test_a_thread_by_letter_stays_so_and_the_state_that_joined_opens_its_own(
    world, node, made_meridia
):
    message = transcribed(node)
    joined(world, made_meridia)
    draft = world.approved(
        world.drafted(
            CENTRAL, XM, "acknowledgement", bodies.acknowledgement(), thread=message.thread
        )
    )
    answer = send(node, draft.id, LAWYER)
    assert answer.delivery == "to-dispatch"
    assert messages_after(node, "XM", message.thread, 0) == []
    own = world.sent(
        "xm/contact-point", XB, "preservation", bodies.preservation(), related=[message.thread]
    )
    world.settle()
    assert node.store.message(own.digest).receipt is not None
    assert node.store.summary(own.thread).related == (message.thread,)


def test_a_letter_of_ours_is_not_handed_to_a_peer_that_asks_for_a_gap(world, node):
    message = transcribed(node)
    draft = world.approved(
        world.drafted(
            CENTRAL, XM, "acknowledgement", bodies.acknowledgement(), thread=message.thread
        )
    )
    send(node, draft.id, LAWYER)
    before = everything(node)
    for peer in ("XA", "XM", "XT"):
        assert messages_after(node, peer, message.thread, 0) == []
    assert everything(node) == before


def test_who_guesses_the_thread_of_a_paper_that_waits_gains_nothing(world, node, attack):
    """A paper's thread is not known before it is compared; a peer that guesses it takes it first,
    and then the paper cannot be there.
    """
    waiting = entered(node)
    attack.content = replace(attack.content, thread=waiting.subject)
    receive(node, "XA", attack.dispatch())
    before = everything(node)
    assert "thread-on-the-line" in refused(compared, node, waiting)
    assert everything(node) == before


def test_an_officer_alone_makes_no_paper_by_declining_and_entering_again(world, node):
    world.states["XB"].roles = {LAWYER: ("lawyer", "approver")}
    world.relist()
    found = entered(node)
    before = everything(node)
    assert refused(compared, node, found, officer=LAWYER) == {"second-person"}
    assert refused(compared, node, found, officer=LAWYER, agrees=False) == {"second-person"}
    assert everything(node) == before


def test_a_correction_cannot_move_a_message_to_another_thread(world, node):
    first, second = transcribed(node), transcribed(node, paper=paper(reference="Note 78/2026"))
    before = everything(node)
    codes = refused(entered, node, thread=second.thread, corrects=first.digest)
    assert codes == {"transcription-corrects"}
    assert everything(node) == before


# Policies and what goes round them


def test_a_suspended_peer_cannot_begin_with_a_kind_that_nobody_knows(world, node, attack):
    set_policy(node, terms())
    attack.content = replace(attack.content, kind="preservation_of_data")
    assert answered(node, "XA", attack.dispatch()) == {"peer-suspended"}


def test_a_suspended_peer_cannot_begin_with_an_answer(world, node, attack):
    set_policy(node, terms())
    attack.content = replace(attack.content, kind="acknowledgement", body=bodies.acknowledgement())
    assert answered(node, "XA", attack.dispatch()) == {"peer-suspended"}


def test_a_suspended_peer_cannot_ask_anew_in_a_thread_that_goes_on(world, node, attack):
    known = world.sent(XB, "xa/contact-point", "preservation", bodies.preservation())
    world.settle()
    set_policy(node, terms(kinds=("mla_stored_data",)))
    attack.content = replace(
        attack.content,
        kind="mla_stored_data",
        thread=known.thread,
        body=bodies.mla_stored_data(),
    )
    attack.links = Links(1, None, known.digest)
    assert answered(node, "XA", attack.dispatch()) == {"peer-suspended"}


def test_a_message_that_fills_a_gap_in_a_thread_that_goes_on_is_taken(world, node, attack):
    first = attack.dispatch()
    opening = attack.message()
    attack.content = replace(
        attack.content,
        kind="status_enquiry",
        body=bodies.status_enquiry(sha256(opening)),
    )
    attack.links = Links(2, sha256(opening), None)
    receive(node, "XA", attack.dispatch())
    set_policy(node, terms())
    reply = receive(node, "XA", first)
    assert parse_receipt(parse_reply(reply)[0]).verdict == "kept"


def test_a_request_by_word_of_mouth_is_judged_by_what_it_was_about(world, node, attack):
    set_policy(node, terms(kinds=("mla_stored_data",)))
    attack.content = replace(
        attack.content, kind="oral_request", body={"request_kind": "mla_stored_data"}
    )
    assert answered(node, "XA", attack.dispatch()) == {"peer-suspended"}


def test_who_claims_a_notice_by_word_of_mouth_is_refused_like_any_other(world, node, attack):
    set_policy(node, terms())
    attack.content = replace(
        attack.content, kind="oral_request", body={"request_kind": "policy_notice"}
    )
    assert answered(node, "XA", attack.dispatch()) == {"peer-suspended"}


def test_a_refusal_by_policy_does_not_hide_what_else_is_wrong(world, node, attack):
    set_policy(node, terms())
    attack.approvers = {}
    attack.content = replace(
        attack.content,
        body=bodies.preservation(urgency={"level": "emergency", "reason": "Believe me."}),
    )
    assert answered(node, "XA", attack.dispatch()) == {"approvals-too-few", "peer-suspended"}


def test_a_message_that_was_kept_is_answered_as_then_under_a_later_policy(world, node, attack):
    dispatch = attack.dispatch()
    first = receive(node, "XA", dispatch)
    set_policy(node, terms())
    assert receive(node, "XA", dispatch) == first


def test_a_peer_cannot_shorten_its_own_hold_by_a_later_request(world, node):
    """The review is of a thread; another thread of the same State has its own."""
    set_policy(node, terms(Stance.REVIEW))
    sent = [
        world.sent("xa/contact-point", XB, "preservation", bodies.preservation())
        for _each in range(2)
    ]
    world.settle()
    review_held(node, sent[0].thread, APPROVER, authority=CENTRAL, proceed=True, reason="In order.")
    before = everything(node)
    codes = refused(
        world.drafted,
        XB,
        "xa/contact-point",
        "preservation_confirmed",
        bodies.preservation_confirmed(),
        thread=sent[1].thread,
    )
    assert codes == {"held-for-review"}
    assert everything(node) == before


def test_an_answer_drafted_before_the_review_was_taken_back_does_not_leave(world, node):
    set_policy(node, terms(Stance.REVIEW))
    message = world.sent("xa/contact-point", XB, "preservation", bodies.preservation())
    world.settle()
    review = {"authority": CENTRAL, "reason": "Looked at."}
    review_held(node, message.thread, APPROVER, proceed=True, **review)
    draft = world.approved(
        world.drafted(
            XB,
            "xa/contact-point",
            "preservation_confirmed",
            bodies.preservation_confirmed(),
            thread=message.thread,
        )
    )
    world.clock.forward(minutes=1)
    review_held(node, message.thread, APPROVER, proceed=False, **review)
    before = everything(node)
    assert refused(send, node, draft.id, draft.drafted_by) == {"held-for-review"}
    assert everything(node) == before


def test_an_officer_of_another_state_sets_no_policy(world, node):
    before = everything(node)
    codes = refused(propose_policy, node, terms(), authority="xa/contact-point", officer="xa-0010")
    assert codes == {"sender-not-own"}
    assert everything(node) == before


def test_a_counterpart_cannot_be_confirmed_as_if_it_were_a_policy(world, node):
    made = entered(node)
    before = everything(node)
    codes = refused(decide_policy, node, made.id, APPROVER, accept=True, reason="Agreed.")
    assert codes == {"proposal-unknown"}
    assert everything(node) == before


def test_what_was_transcribed_leads_nowhere_on_the_line(world, node):
    """No delivery, no question for a gap, no fetching."""
    transcribed(node)
    world.settle()
    kinds = {job.kind for job in node.queue.waiting()}
    assert not kinds & {"deliver", "gap", "fetch"}
    assert node.store.undelivered() == []
