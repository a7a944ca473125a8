# SPDX-License-Identifier: Apache-2.0
"""Attacks on the taking in of a message. Each ends with the store as it was before."""

import copy
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from casts.node.attack import XA, XB, Attack
from casts.node.world import MADE, NOW, UNTIL, bodies, drawn, snapshot
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.directory.refusals import STATE_NOT_LISTED
from rogatory.node.drafts.draft import NewAttachment
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive
from rogatory.node.threads.dispatch import (
    LARGEST_DISPATCH,
    build_dispatch,
    parse_dispatch,
    to_base64,
)
from rogatory.node.threads.receipt import parse_receipt, parse_reply
from rogatory.requests import envelope
from rogatory.requests.envelope import Links, parse_message
from rogatory.seal.approval_document import encode_approvals, parse_approvals
from rogatory.seal.keys import P256_ORDER
from rogatory.seal.signatures import Signatures, signing_keys_from_pem
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority, uuid7


@pytest.fixture
def attack(world):
    return Attack(world)


def test_the_attack_without_a_change_is_kept(attack):
    reply = receive(attack.world.node("XB"), "XA", attack.dispatch())
    assert parse_receipt(parse_reply(reply)[0]).verdict == "kept"


@pytest.mark.law_line(14)
def test_an_unlisted_state_gets_no_signed_answer(attack):
    attack.world.relist(without=("XA",))
    assert attack.turned_away(attack.dispatch()) == {"state-not-listed"}


def test_a_state_that_is_held_gets_no_signed_answer(attack):
    attack.world.directory.newest = replace(
        attack.world.directory.newest,
        held={"XA": (STATE_NOT_LISTED.because(state="XA"),)},
    )
    assert attack.turned_away(attack.dispatch()) == {"state-not-listed"}


def test_who_stole_the_nodes_keys_cannot_make_a_message_without_approvals(attack):
    attack.approvers = {}
    assert attack.refused() == {"approvals-too-few"}


def test_an_approval_for_another_document_does_not_count(attack):
    other = replace(attack.content, body=bodies.preservation(facts="Something else."))
    codes = attack.refused(attack.dispatch(approvals=attack.approvals(other)))
    assert codes == {"approval-other-matter", "approvals-too-few"}


def test_an_approval_of_another_verdict_does_not_count(attack):
    codes = attack.refused(attack.dispatch(approvals=attack.approvals(verdict="refuse")))
    assert codes == {"approval-verdict", "approvals-too-few"}


def test_one_officer_counts_once_however_often_he_approves(attack):
    attack.state.approvals = {"preservation": 2}
    attack.world.relist()
    approval = attack.state.officers["xa-0002"].approve(
        "xa-0002", "approve", envelope.content_digest(attack.content)
    )
    codes = attack.refused(attack.dispatch(approvals=encode_approvals([approval, approval])))
    assert codes == {"approvals-too-few"}


def test_two_officers_are_what_two_approvals_mean(attack):
    attack.state.approvals = {"preservation": 2}
    attack.world.relist()
    attack.approvers = ("xa-0002", "xa-0003")
    reply = receive(attack.world.node("XB"), "XA", attack.dispatch())
    assert parse_receipt(parse_reply(reply)[0]).verdict == "kept"


def other_spelling(approvals):
    """The same approvals, each with the other signature that its touch verifies with."""
    found = []
    for one in parse_approvals(approvals):
        r, s = decode_dss_signature(one.signature)
        found.append(replace(one, signature=encode_dss_signature(r, P256_ORDER - s)))
    return encode_approvals(found)


def second(attack, first):
    """The same words once more, at the next number of the chain."""
    attack.links = Links(2, parse_message(parse_dispatch(first).message).digest, None)


@pytest.mark.parametrize("spelling", [lambda same: same, other_spelling], ids=["same", "other"])
def test_an_approval_that_came_with_a_message_does_not_carry_another_one(attack, spelling):
    body = bodies.status_enquiry(sha256(b"an opening"))
    attack.content = replace(attack.content, kind="status_enquiry", body=body)
    node, first = attack.world.node("XB"), attack.dispatch()
    reply = receive(node, "XA", first)
    assert parse_receipt(parse_reply(reply)[0]).verdict == "kept"
    second(attack, first)
    assert attack.refused(attack.dispatch(approvals=spelling(attack.approvals()))) == {
        "approval-repeated"
    }
    assert receive(node, "XA", first) == reply
    # The officer approves it anew, and it is kept.
    own = attack.state.officers
    own["xa-0002"] = replace(own["xa-0002"], counter=1)
    fresh = receive(node, "XA", attack.dispatch())
    assert parse_receipt(parse_reply(fresh)[0]).verdict == "kept"


def test_one_of_two_approvals_that_came_before_spoils_the_message(attack):
    attack.state.approvals = {"preservation": 2}
    attack.world.relist()
    attack.approvers = ("xa-0002", "xa-0003")
    first = attack.dispatch()
    receive(attack.world.node("XB"), "XA", first)
    second(attack, first)
    own = attack.state.officers
    own["xa-0003"] = replace(own["xa-0003"], counter=1)
    assert attack.refused() == {"approval-repeated"}


def test_an_approval_is_not_used_twice_by_two_messages_at_one_moment(attack):
    """The other one is taken in after this one was judged and before it is written down."""
    named = envelope.Attachment("order.pdf", "application/pdf", 5, sha256(b"order"))
    attack.content = replace(attack.content, attachments=(named,))
    attack.attachments = {named.sha256: b"order"}
    first = attack.dispatch()
    second(attack, first)
    node = attack.world.node("XB")

    class Objects:
        """The port `Objects`, where keeping an attachment takes long enough for another message."""

        def put(self, data):
            attack.world.exchange.nodes["XB"] = node
            assert parse_receipt(parse_reply(receive(node, "XA", first))[0]).verdict == "kept"
            self.before = snapshot(node)
            return node.objects.put(data)

    objects = Objects()
    reply = receive(replace(node, objects=objects), "XA", attack.dispatch())
    receipt = parse_receipt(parse_reply(reply)[0])
    assert (receipt.verdict, receipt.codes) == ("refused", ("approval-repeated",))
    assert snapshot(node) == objects.before


def test_two_messages_of_one_number_under_one_approval_are_a_fork_and_kept(attack, world):
    node = world.node("XB")
    receive(node, "XA", attack.dispatch())
    attack.issued = NOW + timedelta(seconds=1)
    reply = receive(node, "XA", attack.dispatch())
    assert parse_receipt(parse_reply(reply)[0]).verdict == "kept"
    world.work("XB")
    assert any(page.id.startswith("fork/XA/1/") for page in world.calls["XB"].pages)


@pytest.mark.parametrize(
    ("officer", "code"), [("xa-0001", "officer-role"), ("xa-0011", "officer-office")]
)
def test_an_approval_by_the_wrong_officer_does_not_count(attack, officer, code):
    attack.approvers = (officer,)
    assert attack.refused() == {code, "approvals-too-few"}


def test_an_officer_of_another_state_cannot_approve(attack):
    digest = envelope.content_digest(attack.content)
    foreign = attack.world.states["XT"].officers["xt-0002"].approve("xt-0002", "approve", digest)
    codes = attack.refused(attack.dispatch(approvals=encode_approvals([foreign])))
    assert codes == {"officer-office", "approvals-too-few"}


def test_an_officer_whose_number_is_another_ones_credential_cannot_approve(attack):
    digest = envelope.content_digest(attack.content)
    borrowed = attack.state.officers["xa-0001"].approve("xa-0002", "approve", digest)
    codes = attack.refused(attack.dispatch(approvals=encode_approvals([borrowed])))
    assert codes == {"officer-not-listed", "approvals-too-few"}


@pytest.mark.law_line(16)
def test_a_body_altered_after_signing_is_refused(attack):
    signatures, approvals = attack.signed(), attack.approvals()
    attack.content = replace(attack.content, body=bodies.preservation(facts="All else."))
    codes = attack.refused(attack.dispatch(signatures=signatures, approvals=approvals))
    assert "signature-other-document" in codes
    assert "approval-other-matter" in codes


def test_a_stripped_post_quantum_signature_is_missed(attack):
    stripped = Signatures(attack.signed().p256, None)
    assert attack.refused(attack.dispatch(signatures=stripped)) == {"signature-missing"}


def test_the_signature_of_another_office_of_the_state_does_not_count(attack):
    message = attack.message()
    signatures = attack.signed(message, keys=attack.state.offices["xa/central-authority"])
    codes = attack.refused(attack.dispatch(message=message, signatures=signatures))
    assert "certificate-holder" in codes


def test_a_certificate_that_the_ca_issued_and_nobody_listed_does_not_count(attack):
    stranger = drawn_signing_keys(attack.state)
    message = attack.message()
    codes = attack.refused(
        attack.dispatch(message=message, signatures=attack.signed(message, keys=stranger))
    )
    assert codes == {"certificate-unlisted"}


def drawn_signing_keys(state):
    random = drawn("keys of a thief in the certification office")
    made = [
        state.ca.issue(XA, "authority", name, at=MADE, until=UNTIL, random=random)
        for name in ("p256", "mldsa65")
    ]
    return signing_keys_from_pem(XA, *made[0], *made[1])


@pytest.mark.parametrize("reason", ["rotated", "compromised"])
def test_an_ended_certificate_does_not_count_whatever_date_is_written(attack, reason):
    ended = PeriodEnd(NOW - timedelta(hours=1), reason)
    attack.state.issued = [
        replace(record, period=Period(MADE, UNTIL, ended)) if record.holder == XA else record
        for record in attack.state.issued
    ]
    attack.world.relist()
    attack.issued = NOW - timedelta(hours=2)
    assert attack.refused() == {"directory-nothing-in-force"}


def test_a_message_to_another_state_is_not_ours_to_keep(attack):
    attack.content = replace(attack.content, addressee=parse_authority("xt/contact-point"))
    assert attack.refused() == {"addressee-other"}


def test_a_message_to_an_authority_that_does_not_exist_is_refused(attack):
    attack.content = replace(attack.content, addressee=parse_authority("xb/nobody"))
    assert attack.refused() == {"addressee-other"}


def test_a_message_of_another_network_cannot_be_replayed_here(attack):
    attack.content = replace(attack.content, network=sha256(b"an exercise"))
    assert attack.refused() == {"message-network"}


def test_a_state_cannot_hand_over_another_ones_message(attack):
    assert attack.refused(peer="XT") == {"sender-other-state"}


def test_a_message_from_the_future_is_refused(attack):
    attack.issued = NOW + timedelta(minutes=5, seconds=1)
    assert attack.refused() == {"message-clock"}


def test_a_message_five_minutes_ahead_and_one_a_year_old_are_kept(attack, world):
    for issued in (NOW + timedelta(minutes=5), NOW - timedelta(days=23)):
        attack.issued = issued
        attack.content = replace(attack.content, thread=uuid7(issued, bytes(10)))
        reply = receive(world.node("XB"), "XA", attack.dispatch())
        assert parse_receipt(parse_reply(reply)[0]).verdict == "kept"


def test_an_oversized_dispatch_is_not_read(attack):
    assert attack.turned_away(b"{" * (LARGEST_DISPATCH + 1)) == {"dispatch-too-large"}


def test_a_dispatch_that_is_not_canonical_is_turned_away(attack):
    assert attack.turned_away(b" " + attack.dispatch()) == {"json-not-canonical"}


def test_a_message_that_is_not_canonical_is_refused(attack):
    assert attack.refused(attack.dispatch(message=b" " + attack.message())) == {
        "json-not-canonical"
    }


@pytest.mark.parametrize(
    "change",
    [
        {"message": "AAA"},
        {"message": "AAB="},
        {"message": 7},
        {"signatures": {"p256": "AAAA"}},
        {"signatures": []},
        {"attachments": []},
        {"attachments": {"x": "AAAA"}},
        {"extra": 1},
    ],
)
def test_a_dispatch_of_another_form_is_turned_away(attack, change):
    document = canonical.decode_object(attack.dispatch(), limit=LARGEST_DISPATCH)
    codes = attack.turned_away(canonical.encode({**document, **change}))
    assert codes <= {"dispatch-malformed", "digest-malformed"}


def test_attachments_must_be_those_that_were_signed(attack):
    named = envelope.Attachment("order.pdf", "application/pdf", 5, sha256(b"order"))
    attack.content = replace(attack.content, attachments=(named,))
    assert attack.refused() == {"attachment-missing"}
    attack.attachments = {named.sha256: b"other"}
    assert attack.refused() == {"attachment-digest"}
    attack.attachments = {named.sha256: b"order", sha256(b"more"): b"more"}
    assert attack.refused() == {"attachment-surplus"}


def test_an_attachment_arrives_with_its_message(world):
    files = [NewAttachment("order.pdf", "application/pdf", b"%PDF order")]
    sent = world.sent(XA, XB, "preservation", bodies.preservation(), attachments=files)
    world.settle()
    assert world.node("XB").store.message(sent.digest) is not None
    assert world.node("XB").objects.get(sha256(b"%PDF order")) == b"%PDF order"


def test_a_third_state_cannot_write_into_a_thread_of_two(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    attack = Attack(world)
    attack.state = world.states["XT"]
    attack.content = replace(
        attack.content, sender=parse_authority("xt/contact-point"), thread=sent.thread
    )
    attack.approvers = ("xt-0002",)
    node = world.node("XB")
    before = [one.digest for one in node.store.outlines(sent.thread)]
    receive(node, "XT", attack.dispatch())
    assert [one.digest for one in node.store.outlines(sent.thread)] == before == [sent.digest]


def test_every_reason_is_reported_at_once(attack):
    attack.content = replace(attack.content, network=sha256(b"other"))
    attack.issued = NOW + timedelta(days=1)
    attack.approvers = {}
    codes = attack.refused(attack.dispatch(signatures=Signatures(attack.signed().p256, None)))
    assert codes == {
        "message-network",
        "message-clock",
        "approvals-too-few",
        "signature-missing",
    }


def test_a_fork_is_kept_shown_and_stops_the_thread_for_its_sender(attack, world):
    node = world.node("XB")
    receive(node, "XA", attack.dispatch())
    attack.content = replace(attack.content, body=bodies.preservation(facts="Stated otherwise."))
    reply = receive(node, "XA", attack.dispatch())
    assert parse_receipt(parse_reply(reply)[0]).verdict == "kept"
    world.work("XB")
    transcript = node.store.transcript(attack.content.thread)
    assert [message.sequence for message in transcript] == [1, 1]
    assert any(page.id.startswith("fork/XA/1/") for page in world.calls["XB"].pages)


def test_an_unknown_kind_is_kept_and_moves_nothing(attack, world):
    attack.content = replace(attack.content, kind="proposal", body={"words": "any"})
    node = world.node("XB")
    reply = receive(node, "XA", attack.dispatch())
    assert parse_receipt(parse_reply(reply)[0]).verdict == "kept"
    world.work("XB")
    summary = node.store.summary(attack.content.thread)
    assert (summary.kind, summary.status) == ("proposal", "not-opened")


def test_a_duplicate_changes_nothing_and_gets_the_same_bytes(attack, world):
    node = world.node("XB")
    first = receive(node, "XA", attack.dispatch())
    world.clock.forward(days=2)
    attack.world.relist()
    before = snapshot(node)
    assert receive(node, "XA", attack.dispatch()) == first
    assert snapshot(node) == before


def test_a_duplicate_is_answered_though_the_key_has_ended_since(attack, world):
    node, dispatch = world.node("XB"), attack.dispatch()
    first = receive(node, "XA", dispatch)
    attack.state.issued = [
        copy.copy(record) for record in attack.state.issued if record.holder != XA
    ]
    attack.world.relist()
    assert receive(node, "XA", dispatch) == first


def test_another_state_cannot_fetch_the_receipt_of_a_message_that_is_not_its_own(attack, world):
    dispatch = attack.dispatch()
    receive(world.node("XB"), "XA", dispatch)
    assert attack.refused(dispatch, peer="XT") >= {"sender-other-state"}


def test_a_dispatch_reads_back_as_it_was_written(attack):
    dispatch = attack.dispatch()
    assert build_dispatch(parse_dispatch(dispatch)) == dispatch
    assert parse_message(parse_dispatch(dispatch).message).kind == "preservation"
    assert to_base64(b"\x00") == "AA=="


def test_a_dispatch_of_the_database_is_the_one_that_was_sent(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    found = parse_dispatch(dispatch_of(world.node("XA"), sent))
    assert found.message == sent.message
