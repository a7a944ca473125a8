# SPDX-License-Identifier: Apache-2.0
"""Drafting, approving, sending: who may, what is said at once, and what stays as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.world import MADE, NETWORK, NOW, UNTIL, approval_json, bodies, snapshot
from rogatory.custody.events.event import parse_event
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.errors import Refused
from rogatory.exercises.acts.lawyers import answer_law
from rogatory.node.drafts.approve import approve
from rogatory.node.drafts.draft import NewAttachment, NewMessage, draft_message
from rogatory.node.messages.send import SIGNING_ATTEMPTS, send
from rogatory.node.threads.dispatch import Dispatch, build_dispatch, size_once_signed
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views.thread_view import third_state_draft
from rogatory.requests.contents import body as contents
from rogatory.requests.envelope import LARGEST_ATTACHMENT, parse_message
from rogatory.seal.approval_document import MOST_APPROVALS, encode_approvals
from rogatory.seal.approvals import Approval
from rogatory.seal.cms import LARGEST_SIGNATURE
from rogatory.seal.signatures import Signatures

XA, XB = "xa/contact-point", "xb/contact-point"


def codes(node, action):
    """Return the codes of a refusal that left the store as it was."""
    before = snapshot(node)
    with pytest.raises(Refused) as caught:
        action()
    assert snapshot(node) == before
    return set(caught.value.codes)


def drafting(world, **changes):
    given = {
        "kind": "preservation",
        "sender": XA,
        "addressee": XB,
        "language": "en",
        "body": bodies.preservation(),
        "officer": "xa-0001",
    }
    given |= changes
    officer = given.pop("officer")
    return draft_message(world.node("XA"), NewMessage(**given), officer)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"officer": "xa-0002"}, {"officer-role"}),
        ({"officer": "xa-0010"}, {"officer-office"}),
        ({"officer": "xb-0001"}, {"officer-office"}),
        ({"officer": "xa-9999"}, {"officer-not-listed"}),
        ({"sender": "xb/contact-point", "addressee": XA}, {"sender-not-own"}),
        ({"sender": "xa/nobody"}, {"authority-not-listed", "officer-office"}),
        ({"addressee": "xa/central-authority"}, {"addressee-own-state"}),
        ({"addressee": "xb/nobody"}, {"authority-not-listed"}),
        ({"addressee": "xm/contact-point"}, {"state-not-listed"}),
        ({"language": "zh"}, {"language-not-accepted"}),
        ({"kind": "proposal"}, {"kind-unknown", "kind-not-spoken"}),
        ({"kind": "acknowledgement", "body": bodies.acknowledgement()}, {"thread-needed"}),
        ({"thread": "01a20b7e-f780-7000-8000-000000000000"}, {"thread-opened"}),
        (
            {
                "kind": "no_longer_required",
                "body": {"reason": "The case was closed."},
                "thread": "01a20b7e-f780-7000-8000-000000000000",
            },
            {"thread-unknown"},
        ),
    ],
)
def test_a_draft_that_could_not_be_sent_is_not_written(world, changes, expected):
    assert codes(world.node("XA"), lambda: drafting(world, **changes)) >= expected


def test_everything_that_is_wrong_is_reported_at_once(world):
    found = codes(
        world.node("XA"),
        lambda: drafting(world, officer="xa-0002", language="zh", body={}, addressee="xb/nobody"),
    )
    assert {"officer-role", "authority-not-listed", "content-missing"} <= found


def test_a_kind_that_the_peer_does_not_speak_is_not_drafted(world):
    listed = world.directory.newest.listed["XB"]
    entry = replace(listed.entry, kinds=("mla_stored_data",))
    world.directory.newest = replace(
        world.directory.newest,
        listed={**world.directory.newest.listed, "XB": replace(listed, entry=entry)},
    )
    assert codes(world.node("XA"), lambda: drafting(world)) == {"kind-not-spoken"}


def test_what_has_no_place_in_the_thread_now_is_not_drafted(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    assert codes(
        world.node("XB"),
        lambda: world.drafted(XB, XA, "acceptance", bodies.acceptance(), thread=sent.thread),
    ) == {"thread-wrong-request"}
    assert codes(
        world.node("XA"),
        lambda: world.drafted(
            XA, XB, "acknowledgement", bodies.acknowledgement(), thread=sent.thread
        ),
    ) == {"thread-wrong-side"}
    assert codes(
        world.node("XB"),
        lambda: world.drafted(
            XB, "xt/contact-point", "acknowledgement", bodies.acknowledgement(), thread=sent.thread
        ),
    ) == {"thread-of-others"}


def test_a_file_of_a_refused_draft_leaves_nothing(world):
    files = [NewAttachment("order.pdf", "application/pdf", b"%PDF order")]
    objects = world.node("XA").objects
    codes(world.node("XA"), lambda: drafting(world, officer="xa-0002", attachments=files))
    with pytest.raises(Refused):
        objects.get("0" * 64)
    assert not objects._objects


def files(count, size):
    return [
        NewAttachment(f"{number}.bin", "application/octet-stream", number.to_bytes(1) * size)
        for number in range(count)
    ]


def test_attachments_that_no_dispatch_has_space_for_are_not_drafted(world):
    node = world.node("XA")
    assert codes(node, lambda: drafting(world, attachments=files(20, LARGEST_ATTACHMENT))) == {
        "draft-too-large"
    }
    assert codes(node, lambda: drafting(world, attachments=files(6, LARGEST_ATTACHMENT))) == {
        "draft-too-large"
    }
    assert not node.objects._objects


def test_what_was_drafted_with_the_largest_attachments_arrives(world):
    sent = world.sent(
        XA, XB, "preservation", bodies.preservation(), attachments=files(5, LARGEST_ATTACHMENT)
    )
    world.settle()
    assert world.node("XB").store.message(sent.digest) is not None


def test_signatures_and_approvals_of_the_largest_size_still_fit():
    largest = dict.fromkeys(("authenticator_data", "client_data"), b"x" * 4096)
    one = Approval("xa-00000002", "approve", b"c" * 1023, signature=b"s" * 80, **largest)
    approvals = encode_approvals([one] * MOST_APPROVALS)
    signature = b"x" * LARGEST_SIGNATURE
    signed = build_dispatch(Dispatch(b"message", Signatures(signature, signature), approvals))
    assert len(signed) <= size_once_signed(b"message", {})


def test_the_form_of_attachments_is_reported_with_all_else(world):
    wrong = [*files(1, LARGEST_ATTACHMENT + 1), NewAttachment("../order.pdf", "pdf", b"")]
    assert codes(
        world.node("XA"), lambda: drafting(world, officer="xa-0002", attachments=wrong)
    ) == {"officer-role", "message-field", "message-attachment-kind", "message-attachment-content"}


@pytest.mark.parametrize(
    ("name", "media_type", "data", "expected"),
    [
        ("order.pdf", "application/pdf", b"MZ\x90\0 a program", {"message-attachment-content"}),
        ("order.pdf", "application/octet-stream", b"<html>", {"message-attachment-content"}),
        ("order.txt", "application/pdf", b"%PDF-1.7", {"message-attachment-kind"}),
        ("ORDER.PDF", "image/png", b"%PDF-1.7",
         {"message-attachment-kind", "message-attachment-content"}),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_not_attached(world, name, media_type, data, expected):
    node, wrong = world.node("XA"), [NewAttachment(name, media_type, data)]
    assert codes(node, lambda: drafting(world, attachments=wrong)) == expected
    assert not node.objects._objects


def approval(world, draft, number="xa-0002", verdict="approve", content=None):
    key = world.states["XA"].officers[number]
    return approval_json(key.approve(number, verdict, content or draft.content))


@pytest.mark.parametrize(
    ("number", "changes", "expected"),
    [
        ("xa-0001", {}, {"approval-own-draft", "officer-role"}),
        ("xa-0011", {}, {"officer-office"}),
        ("xa-0002", {"verdict": "refuse"}, {"approval-verdict"}),
        ("xa-0002", {"content": "0" * 64}, {"approval-other-matter"}),
    ],
)
def test_an_approval_that_does_not_hold_is_not_added(world, number, changes, expected):
    draft, node = drafting(world), world.node("XA")
    given = approval(world, draft, number, **changes)
    assert codes(node, lambda: approve(node, draft.id, given)) == expected


def test_an_approver_who_drafts_himself_cannot_approve(world):
    world.states["XA"].roles = {"xa-0002": ("duty", "approver")}
    world.relist()
    draft, node = drafting(world, officer="xa-0002"), world.node("XA")
    given = approval(world, draft)
    assert codes(node, lambda: approve(node, draft.id, given)) == {"approval-own-draft"}


def test_an_officer_approves_once(world):
    draft, node = drafting(world), world.node("XA")
    approve(node, draft.id, approval(world, draft))
    second = approval(world, draft)
    assert codes(node, lambda: approve(node, draft.id, second)) == {"approval-given"}


def test_an_ended_credential_approves_nothing(world):
    draft, node = drafting(world), world.node("XA")
    given = approval(world, draft)
    listed = world.directory.newest.listed["XA"]
    ended = Period(MADE, UNTIL, PeriodEnd(NOW - timedelta(minutes=1), "compromised"))
    register = replace(
        listed.register,
        officers=tuple(
            replace(one, period=ended) if one.number == "xa-0002" else one
            for one in listed.register.officers
        ),
    )
    world.directory.newest = replace(
        world.directory.newest,
        listed={**world.directory.newest.listed, "XA": replace(listed, register=register)},
    )
    assert codes(node, lambda: approve(node, draft.id, given)) == {"officer-not-listed"}


@pytest.mark.parametrize("change", [{"extra": "x"}, {"signature": "AAA="}, {"officer": "../x"}])
def test_an_approval_of_another_form_is_refused(world, change):
    draft, node = drafting(world), world.node("XA")
    given = {**approval(world, draft), **change}
    assert codes(node, lambda: approve(node, draft.id, given)) == {"approval-malformed"}


def test_a_draft_that_is_not_there_or_was_sent_is_left_alone(world):
    node, draft = world.node("XA"), world.approved(drafting(world))
    given = approval(world, draft, "xa-0003")
    send(node, draft.id, "xa-0001")
    for action in (
        lambda: send(node, draft.id, "xa-0001"),
        lambda: approve(node, draft.id, given),
    ):
        assert codes(node, action) == {"draft-sent"}
    assert codes(node, lambda: send(node, "nothing", "xa-0001")) == {"draft-unknown"}


def test_sending_demands_the_approvals_that_the_own_entry_demands(world):
    world.states["XA"].approvals = {"preservation": 2}
    world.relist()
    node, draft = world.node("XA"), world.approved(drafting(world))
    assert codes(node, lambda: send(node, draft.id, "xa-0001")) == {"approvals-too-few"}
    world.approved(draft, 3)
    assert send(node, draft.id, "xa-0001").sequence == 1


def test_a_kind_that_needs_no_approval_is_sent_without(world):
    world.states["XA"].approvals = {"preservation": 0}
    world.relist()
    node, draft = world.node("XA"), drafting(world)
    answer_law(node, draft.id, "xa-0001")
    send(node, draft.id, "xa-0001")
    world.settle()
    assert world.node("XB").store.summaries()[0].status == "open"


def test_an_officer_of_another_office_cannot_send(world):
    node, draft = world.node("XA"), world.approved(drafting(world))
    assert codes(node, lambda: send(node, draft.id, "xa-0011")) == {"officer-office"}


def test_two_messages_sent_in_one_moment_take_two_numbers(world):
    """The loser finds the number taken when it comes to write, and signs for the next."""
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    kinds = (
        ("acknowledgement", bodies.acknowledgement()),
        (
            "preservation_confirmed",
            bodies.preservation_confirmed(),
        ),
    )
    drafts = [
        world.approved(world.drafted(XB, XA, kind, body, thread=sent.thread))
        for kind, body in kinds
    ]
    node = world.node("XB")

    class Racing:
        """While the one is signed, the other is sent."""

        def __init__(self, signer):
            self.signer, self.raced = signer, False

        def __getattr__(self, name):
            return getattr(self.signer, name)

        def sign_message(self, message, approvals, at):
            if not self.raced:
                self.raced = True
                send(node, drafts[1].id, "xb-0001")
            return self.signer.sign_message(message, approvals, at)

    last = send(replace(node, signer=Racing(node.signer)), drafts[0].id, "xb-0001")
    own = [one for one in node.store.transcript(sent.thread) if one.sender_state == "XB"]
    assert [one.sequence for one in own] == [1, 2]
    assert parse_message(last.message).previous == own[0].digest
    assert not thread_state(node, sent.thread).forks


def test_a_thread_that_never_comes_to_rest_is_given_up_on(world):
    node, draft = world.node("XA"), world.approved(drafting(world))
    tried = []

    signs = node.signer.sign_message

    class Watching:
        def __getattr__(self, name):
            return getattr(node.signer, name)

        def sign_message(self, message, approvals, at):
            tried.append("signed")
            return signs(message, approvals, at)

    world.sent(XA, XB, "preservation", bodies.preservation())
    flooded = replace(node, store=AlwaysTaken(node.store), signer=Watching())
    with pytest.raises(Refused) as caught:
        send(flooded, draft.id, "xa-0001")
    assert caught.value.codes == ("thread-moved",)
    assert tried.count("signed") == SIGNING_ATTEMPTS
    assert node.store.draft(draft.id).sent_as is None


class AlwaysTaken:
    """A store in which every number is taken by the time that one comes to write."""

    def __init__(self, store):
        self.store, self.writing = store, False

    def __getattr__(self, name):
        return getattr(self.store, name)

    def next_sequence(self, thread, state):
        self.writing = True
        return self.store.next_sequence(thread, state)

    def outlines(self, thread):
        if not self.writing:
            return self.store.outlines(thread)
        self.writing = False
        mine = [one for one in self.store.tables.messages.values() if one.sender_state == "XA"]
        return [self.store.outlines(mine[0].thread)[0]._replace(sequence=1)]


def test_a_repair_is_on_the_branch_that_it_says_holds(world):
    """Borealia restored a backup and used a number twice; it says which message holds."""
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    node = world.node("XB")
    branches = []
    for note in ("Taken in hand.", "Taken in hand by another."):
        store = node.store.tables.messages
        kept = {digest: one for digest, one in store.items() if one.sender_state == "XB"}
        for digest in kept:
            del store[digest]
        body = {**bodies.acknowledgement(), "note": note}
        branches.append(world.sent(XB, XA, "acknowledgement", body, thread=sent.thread))
        store.update(kept)
    assert [one.sequence for one in branches] == [1, 1]
    world.settle()
    assert thread_state(world.node("XA"), sent.thread).standing.stopped == {"XB"}
    assert codes(
        node,
        lambda: world.drafted(
            XB, XA, "preservation_confirmed", bodies.preservation_confirmed(), thread=sent.thread
        ),
    ) == {"thread-stopped"}
    repair = {
        "sequence": 1,
        "holds": branches[1].digest,
        "abandoned": [branches[0].digest],
        "reason": "A backup was restored.",
    }
    repaired = world.sent(XB, XA, "repair", repair, thread=sent.thread)
    assert parse_message(repaired.message).previous == branches[1].digest
    world.settle()
    for code in ("XA", "XB"):
        assert not thread_state(world.node(code), sent.thread).standing.stopped
    world.sent(
        XB, XA, "preservation_confirmed", bodies.preservation_confirmed(), thread=sent.thread
    )
    world.settle()
    assert world.node("XA").store.summary(sent.thread).status == "holding"


def test_the_sending_is_an_event_of_the_officer_who_sent(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    (logged,) = world.node("XA").store.events_of(sent.digest)
    event = parse_event(logged.event)
    assert (event.officer, event.network, logged.thread) == ("xa-0001", NETWORK, sent.thread)


def test_a_disclosure_gives_the_draft_for_the_third_state(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    disclosed = world.sent(
        XB,
        XA,
        "preserved_traffic_disclosure",
        bodies.preserved_traffic_disclosure(sent.digest),
        thread=sent.thread,
    )
    world.settle()
    node = world.node("XA")
    state, body = third_state_draft(node, disclosed.digest)
    assert state == "XT"
    draft = world.drafted(
        XA,
        "xt/contact-point",
        "preservation",
        {**body, "legal_basis": bodies.BASIS},
        related=(sent.thread,),
    )
    assert draft.related == (sent.thread,)
    for other in (sent.digest, "0" * 64):
        with pytest.raises(Refused):
            third_state_draft(node, other)


def test_what_is_asked_for_by_a_time_that_is_over_is_not_drafted(world):
    needed = bodies.emergency_data(needed_by="2020-01-01T00:00:00Z")
    assert codes(world.node("XA"), lambda: drafting(world, kind="emergency_data", body=needed)) == {
        "draft-date-past"
    }
    wanted = {"date": (NOW - timedelta(days=1)).date().isoformat(), "reason": "The trial begins."}
    body = bodies.mla_stored_data(deadline=wanted)
    central = {"sender": "xa/central-authority", "addressee": "xb/central-authority"}
    assert codes(
        world.node("XA"),
        lambda: drafting(world, kind="mla_stored_data", body=body, officer="xa-0010", **central),
    ) == {"draft-date-past"}


def test_a_day_that_is_asked_for_is_over_at_its_end(world):
    """The rules of a body know no clock: a message that was accepted in time stays readable."""
    wanted = {"date": NOW.date().isoformat(), "reason": "The trial begins."}
    body = bodies.mla_stored_data(deadline=wanted)
    central = {"sender": "xa/central-authority", "addressee": "xb/central-authority"}
    drafted = drafting(world, kind="mla_stored_data", body=body, officer="xa-0010", **central)
    assert drafted.body["deadline"] == wanted
    world.clock.forward(days=400)
    assert list(contents.check("mla_stored_data", drafted.body)) == []
