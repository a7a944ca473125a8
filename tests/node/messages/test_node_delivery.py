# SPDX-License-Identifier: Apache-2.0
"""Faults of the connection, by which nothing is lost or taken in twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.node.world import NOW, bodies, demanding_two, snapshot
from rogatory.custody.events.event import CustodyAction
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.drafts.draft import NewAttachment
from rogatory.node.messages import apply, deliver
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive
from rogatory.node.packages import serve
from rogatory.node.peer_health.contact import watch_lines
from rogatory.node.peer_health.dead_letters import replay
from rogatory.node.queue.end_job import PAUSES, LeaseLostError, done
from rogatory.node.repositories.messages import Delivery
from rogatory.node.threads.dispatch import encode_page, page_size
from rogatory.node.threads.receipt import (
    Receipt,
    build_receipt,
    build_reply,
    parse_receipt,
    parse_reply,
)
from rogatory.node.worker.work import run_once, run_until_idle
from rogatory.requests.envelope import LARGEST_ATTACHMENT
from rogatory.seal.signatures import Signatures
from rogatory.wire import canonical
from rogatory.wire.statements import older

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture
def sent(world):
    return world.sent(XA, XB, "preservation", bodies.preservation())


def at_xa(world, message):
    return world.node("XA").store.message(message.digest)


def test_a_lost_request_is_made_again(world, sent):
    world.exchange.faults.lose_requests = 1
    world.work("XA")
    assert at_xa(world, sent).delivery is Delivery.WAITING
    assert "XB" in at_xa(world, sent).problem
    world.clock.forward(seconds=PAUSES[0].total_seconds())
    world.settle()
    assert at_xa(world, sent).delivery is Delivery.RECEIPTED
    assert at_xa(world, sent).problem is None


def test_a_lost_receipt_is_given_again_byte_for_byte(world, sent):
    world.exchange.faults.lose_answers = 1
    world.work("XA")
    at_xb = world.node("XB").store.message(sent.digest)
    assert at_xb.receipt is not None
    assert at_xa(world, sent).receipt is None
    size = world.node("XB").store.log_size()
    world.clock.forward(days=1)
    world.settle()
    assert at_xa(world, sent).receipt == at_xb.receipt
    assert at_xa(world, sent).receipt_mldsa65 == at_xb.receipt_mldsa65
    assert world.node("XB").store.log_size() == size


def test_a_node_killed_between_message_and_receipt_gives_it_at_the_next_delivery(world, sent):
    node = world.node("XB")

    class KilledError(Exception):
        pass

    def killed(receipt, at):
        raise KilledError

    signs = node.signer.sign_receipt
    node.signer.sign_receipt = killed
    with pytest.raises(KilledError):
        receive(node, "XA", dispatch_of(world.node("XA"), sent))
    assert node.store.message(sent.digest).receipt is None
    node.signer.sign_receipt = signs
    world.settle()
    assert at_xa(world, sent).delivery is Delivery.RECEIPTED
    received = [e for e in node.store.events_of(sent.digest) if e.action == "message-received"]
    assert len(received) == 1


def test_a_message_delivered_twice_is_taken_in_once(world, sent):
    world.exchange.faults.deliver_twice = True
    world.settle()
    node = world.node("XB")
    assert len(node.store.transcript(sent.thread)) == 1
    assert len(node.store.events_of(sent.digest)) == 1
    assert len(world.calls["XB"].pages) == 1


def test_a_human_is_called_once_when_a_receipt_stays_out(world, sent):
    world.exchange.faults.lose_requests = 1000
    for _ in range(10):
        world.work("XA")
        watch_lines(world.node("XA"))
        world.clock.forward(minutes=16)
    calls = [page for page in world.calls["XA"].pages if page.id.startswith("silent/")]
    assert len(calls) == 1
    world.exchange.faults.lose_requests = 0
    world.clock.forward(minutes=16)
    world.settle()
    assert at_xa(world, sent).delivery is Delivery.RECEIPTED


def test_messages_that_arrive_backwards_are_put_in_order(world, sent):
    world.settle()
    world.exchange.faults.hold_back = True
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=sent.thread)
    world.sent(
        XB, XA, "preservation_confirmed", bodies.preservation_confirmed(), thread=sent.thread
    )
    world.work("XB")
    world.exchange.release(backwards=True)
    world.settle()
    assert world.node("XA").store.summary(sent.thread).status == "holding"


def test_a_gap_is_asked_for_and_filled(world, sent):
    world.settle()
    world.exchange.faults.lose_requests = 1000
    for kind, body in (
        ("acknowledgement", bodies.acknowledgement()),
        ("preservation_confirmed", bodies.preservation_confirmed()),
    ):
        last = world.sent(XB, XA, kind, body, thread=sent.thread)
    world.exchange.faults.lose_requests = 0
    receive(world.node("XA"), "XB", dispatch_of(world.node("XB"), last))
    world.work("XA")
    transcript = world.node("XA").store.transcript(sent.thread)
    assert sorted(message.kind for message in transcript) == [
        "acknowledgement",
        "preservation",
        "preservation_confirmed",
    ]
    assert world.node("XA").store.summary(sent.thread).status == "holding"


def test_a_gap_of_large_messages_closes_page_by_page(world, sent):
    """Seven messages, of which an answer holds three."""
    node, asker = world.node("XA"), world.node("XB")
    world.exchange.faults.lose_requests = 1000
    files = [
        NewAttachment(
            f"{number}.bin", "application/octet-stream", number.to_bytes(1) * LARGEST_ATTACHMENT
        )
        for number in range(5)
    ]
    for step in range(6):  # each an enquiry of its own: an approval serves one message
        enquiry = bodies.status_enquiry(sent.digest) | {"question": f"How far is step {step}?"}
        last = world.sent(XA, XB, "status_enquiry", enquiry, thread=sent.thread, attachments=files)
    world.exchange.faults.lose_requests = 0
    page = serve.messages_after(node, "XB", sent.thread, 1)
    assert len(page) == 3
    assert len(encode_page(page)) == page_size(page) <= serve.LARGEST_PAGE
    receive(asker, "XA", dispatch_of(node, last))
    world.work("XB")
    assert len(asker.store.transcript(sent.thread)) == 7
    pages = [path for *_, path in world.exchange.requests if path.startswith("messages")]
    assert [int(path.split()[-1]) for path in pages] == [0, 4]


def test_a_message_that_fills_a_page_alone_is_given_alone(world, sent, monkeypatch):
    monkeypatch.setattr(serve, "LARGEST_PAGE", 1)
    enquiry = bodies.status_enquiry(sent.digest)
    world.sent(XA, XB, "status_enquiry", enquiry, thread=sent.thread)
    assert len(serve.messages_after(world.node("XA"), "XB", sent.thread, 0)) == 1


def test_a_signed_refusal_ends_the_delivery_and_calls_a_human(world, sent):
    world.exchange.nodes["XB"] = demanding_two(world)
    world.work("XA")
    found = at_xa(world, sent)
    assert found.delivery is Delivery.REFUSED
    assert "approvals-too-few" in found.problem
    actions = [event.action for event in world.node("XA").store.events_of(sent.digest)]
    assert actions == [CustodyAction.MESSAGE_SENT.value, CustodyAction.MESSAGE_REFUSED.value]
    assert [page.id for page in world.calls["XA"].pages] == [f"refused/{sent.digest}"]
    assert {job.kind for job in world.node("XA").queue.waiting()} == {"call"}


def test_what_was_refused_and_is_asked_for_goes_anew_and_both_ends_agree(world, sent):
    """The cause has gone; the other State asks for what a later message builds on, and keeps it."""
    strict, mild = demanding_two(world), world.node("XB")
    world.exchange.nodes["XB"] = strict
    world.work("XA")
    assert at_xa(world, sent).delivery is Delivery.REFUSED
    world.exchange.nodes["XB"] = mild
    enquiry = bodies.status_enquiry(sent.digest)
    later = world.sent(XA, XB, "status_enquiry", enquiry, thread=sent.thread)
    world.settle()
    assert at_xa(world, sent).delivery is Delivery.RECEIPTED
    assert at_xa(world, later).delivery is Delivery.RECEIPTED
    assert parse_receipt(at_xa(world, sent).receipt).verdict == "kept"
    for code in ("XA", "XB"):
        assert len(world.node(code).store.transcript(sent.thread)) == 2
    actions = [event.action for event in world.node("XA").store.events_of(sent.digest)]
    assert actions == [CustodyAction.MESSAGE_SENT.value, CustodyAction.MESSAGE_REFUSED.value]


def test_what_is_asked_for_and_refused_again_is_one_event_and_one_call(world, sent):
    world.exchange.nodes["XB"] = demanding_two(world)
    world.work("XA")
    node = world.node("XA")
    for _ in range(5):
        serve.messages_after(node, "XB", sent.thread, 0)
        assert at_xa(world, sent).delivery is Delivery.WAITING
        world.work("XA")
        assert at_xa(world, sent).delivery is Delivery.REFUSED
    events = [event.action for event in node.store.events_of(sent.digest)]
    assert events.count(CustodyAction.MESSAGE_REFUSED.value) == 1
    assert [page.id for page in world.calls["XA"].pages] == [f"refused/{sent.digest}"]


def test_an_operator_may_hand_over_again_what_was_refused(world, sent):
    mild = world.node("XB")
    world.exchange.nodes["XB"] = demanding_two(world)
    world.work("XA")
    world.exchange.nodes["XB"] = mild
    replay(world.node("XA"), f"deliver/{sent.digest}")
    world.settle()
    assert at_xa(world, sent).delivery is Delivery.RECEIPTED
    with pytest.raises(Refused):
        replay(world.node("XA"), f"deliver/{sent.digest}")


def test_a_refusal_by_an_older_directory_is_tried_again(world, sent):
    """Borealia has not yet heard of the officer who approved."""
    node, newest = world.node("XB"), world.directory.newest
    stale = replace(newest, snapshot_version=newest.snapshot_version - 1)
    register = stale.listed["XA"].register
    known = tuple(one for one in register.officers if one.number != "xa-0002")
    listed = replace(stale.listed["XA"], register=replace(register, officers=known))
    stale = replace(stale, listed={**stale.listed, "XA": listed})
    world.exchange.nodes["XB"] = replace(node, register=type(world.directory)(stale))
    world.work("XA")
    assert at_xa(world, sent).delivery is Delivery.WAITING
    world.exchange.nodes["XB"] = node
    world.clock.forward(minutes=1)
    world.settle()
    assert at_xa(world, sent).delivery is Delivery.RECEIPTED


def forged(world, sent, *, keys=None, **changes):
    """A reply that is true in all that is not changed."""
    reply = receive(world.node("XB"), "XA", dispatch_of(world.node("XA"), sent))
    receipt = replace(parse_receipt(parse_reply(reply)[0]), **changes)
    data = build_receipt(receipt)
    return build_reply(data, (keys or world.states["XB"].receipts).sign(data, NOW))


@pytest.mark.parametrize(
    "change",
    [
        {"network": "0" * 64},
        {"message": "0" * 64},
        {"node": "XT"},
    ],
)
def test_a_receipt_for_something_else_is_none(world, sent, change):
    reply = forged(world, sent, **change)
    assert_not_taken(world, sent, reply)


def test_a_receipt_signed_by_another_state_is_none(world, sent):
    assert_not_taken(world, sent, forged(world, sent, keys=world.states["XT"].receipts))


def test_a_receipt_without_its_post_quantum_signature_is_none(world, sent):
    reply = receive(world.node("XB"), "XA", dispatch_of(world.node("XA"), sent))
    receipt, signatures = parse_reply(reply)
    assert_not_taken(world, sent, build_reply(receipt, Signatures(signatures.p256, None)))


@pytest.mark.parametrize("index", [1, 10_000])
def test_a_receipt_whose_checkpoint_does_not_cover_its_entry_is_none(world, sent, index):
    reply = receive(world.node("XB"), "XA", dispatch_of(world.node("XA"), sent))
    log = parse_receipt(parse_reply(reply)[0]).log
    assert_not_taken(world, sent, forged(world, sent, log=replace(log, index=index)))


def test_a_receipt_with_the_checkpoint_of_another_log_is_none(world, sent):
    reply = receive(world.node("XB"), "XA", dispatch_of(world.node("XA"), sent))
    log = parse_receipt(parse_reply(reply)[0]).log
    text = log.checkpoint.split("\n\n")[0] + "\n"
    other = world.states["XT"].log.sign(text)
    assert_not_taken(world, sent, forged(world, sent, log=replace(log, checkpoint=other)))


@pytest.mark.parametrize("reply", [b"", b"{}", b"<html>", b"{" * 70_000])
def test_an_answer_that_is_no_receipt_is_none(world, sent, reply):
    assert_not_taken(world, sent, reply)


def assert_not_taken(world, sent, reply):
    class Lying:
        def deliver(self, state, dispatch):
            return reply

    node = world.node("XA")
    run_until_idle(replace(node, peers=Lying()), "worker", limit=4)
    found = at_xa(world, sent)
    assert found.delivery is Delivery.WAITING
    assert found.receipt is None
    assert any(job.kind == "deliver" for job in node.queue.waiting())


@pytest.mark.parametrize(
    "change",
    [
        {"codes": ["message-clock", 1]},
        {"codes": [None]},
        {"codes": ["x" * 61]},
        {"codes": "message-clock"},
        {"version": True},
        {"verdict": ["kept"]},
        {"verdict": True},
    ],
)
def test_a_receipt_of_another_form_is_refused(change):
    receipt = Receipt("1" * 64, "2" * 64, "XB", NOW, 1, "0" * 64, "refused", ("message-clock",))
    document = canonical.decode_object(build_receipt(receipt))
    assert parse_receipt(canonical.encode(document)) == receipt
    with pytest.raises(Refused) as caught:
        parse_receipt(canonical.encode({**document, **change}))
    assert caught.value.codes == ("receipt-malformed",)


def test_a_refused_receipt_has_its_codes_and_no_log_entry():
    receipt = Receipt("0" * 64, "1" * 64, "XB", NOW, 3, "0" * 64, "refused", ("clock",))
    assert parse_receipt(build_receipt(receipt)) == receipt
    with pytest.raises(Refused):
        parse_receipt(build_receipt(replace(receipt, verdict="kept")))


def test_a_worker_that_lost_its_lease_leaves_nothing_behind(world, sent):
    node = world.node("XA")
    (job,) = [
        job for job in node.queue.lease("slow", 10, world.clock.now()) if job.kind == "deliver"
    ]
    world.clock.forward(minutes=1)
    (leased,) = [
        job for job in node.queue.lease("quick", 10, world.clock.now()) if job.kind == "deliver"
    ]
    assert leased.attempts == job.attempts + 1
    before = snapshot(node)
    with pytest.raises(LeaseLostError), done(node, job):
        node.store.note_problem(sent.digest, older("noted by the slow one"))
    assert snapshot(node) == before


def test_a_fault_of_ours_in_a_job_kills_no_worker(world, sent):
    class Broken:
        def deliver(self, state, dispatch):
            raise ZeroDivisionError

    node = world.node("XA")
    leased = run_once(replace(node, peers=Broken()), "worker")
    assert leased == 2
    assert [job.kind for job in node.queue.waiting()] == ["deliver"]
    world.clock.forward(seconds=timedelta(minutes=1).total_seconds())
    world.settle()
    assert at_xa(world, sent).delivery is Delivery.RECEIPTED


@pytest.mark.parametrize(
    ("codes", "version", "passes"),
    [
        (("certificate-unlisted",), 1, True),
        (("certificate-unlisted", "message-clock"), 1, True),
        (("certificate-unlisted", "message-clock"), 2, False),
        (("certificate-unlisted", "message-kind"), 1, False),
        (("message-clock",), 1, False),
    ],
)
def test_an_old_directory_and_a_wrong_clock_at_once_are_no_final_refusal(codes, version, passes):
    """Both pass: found by a simulated network, in which the message was given up for ever."""
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)
    receipt = Receipt("ab" * 32, "cd" * 32, "XB", at, version, "0" * 64, "refused", codes)
    assert deliver._may_pass(receipt, DirectoryView("ab" * 32, 2, at, {})) is passes


def test_a_message_is_not_applied_without_the_alert_that_it_raises(world, sent, monkeypatch):
    node, raised = world.node("XB"), []

    def fail(*_arguments, **_options):
        raised.append(True)
        raise OSError("killed between the two")

    world.work("XA")
    with monkeypatch.context() as patch:
        patch.setattr(apply, "page", fail)
        run_once(node, "a worker")
    assert raised
    assert node.store.summary(sent.thread) is None
    assert node.store.pages(thread=sent.thread) == []
    world.clock.forward(seconds=PAUSES[-1].total_seconds())
    world.settle()
    assert node.store.summary(sent.thread) is not None
    assert [one.id for one in node.store.pages(thread=sent.thread)] == [f"request/{sent.digest}"]
