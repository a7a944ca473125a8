# SPDX-License-Identifier: Apache-2.0
"""A sealed package goes from a folder through two nodes, whatever the line and the peer do."""

from dataclasses import dataclass, replace

import pytest
from blake3 import blake3

from casts.node.packages import (  # noqa: F401 - fixtures
    OFFICER,
    SEGMENT,
    XA,
    XB,
    XT,
    accepted,
    bag_of,
    delivered,
    event,
    folder,
    record,
    refused,
    requested_segments,
    sealed,
    thread,
    wrapped_anew,
)
from casts.node.world import NOW, UNTIL, bodies, drawn, snapshot
from rogatory.custody.events.event import CustodyAction, parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.custody.log.proof import verify_proof
from rogatory.errors import Refused, Unreachable
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.node.packages import handover_checks, package_documents, package_view, serve
from rogatory.node.packages.hand_over import delivery_facts, hand_over
from rogatory.node.packages.handover_checks import SPACE_FOR_PROOF, SPACE_FOR_STAMP_AND_EVENT
from rogatory.node.packages.package_documents import (
    decode_documents,
    documents_size,
    encode_documents,
    segments_of,
)
from rogatory.node.packages.submit_custody import MOST_EVENTS, log_events
from rogatory.node.packages.take_in import take_documents, take_segment
from rogatory.seal.signatures import Signatures
from rogatory.seal.timestamping.authority import TimestampAuthority
from rogatory.seal.timestamping.timestamps import request, token_of
from rogatory.transport.refusals import PEER_SILENT
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7


@dataclass
class OwnTimestamps:
    """The port `Timestamps` over an authority of the tests' own."""

    authority: TimestampAuthority

    def stamp(self, digest):
        return token_of(self.authority.reply(request(digest), NOW, 7))


@pytest.mark.law_line(45, 47)
def test_a_package_is_fetched_whole_and_both_ends_say_so(world, record, folder):
    delivered(world, record)
    world.settle()
    at_xa = world.node("XA")
    found = package_view.evidence(at_xa, record.seal)
    assert found.record.complete
    assert found.record.present == record.segments == 3
    assert found.seal.bag == record.bag
    assert [(view.event.action, view.event.authority.state) for view in found.timeline] == [
        (CustodyAction.RECEIVED, "XA")
    ]
    data = b"".join(at_xa.objects.get_segment(record.seal, index) for index in range(3))
    assert (folder / "package.age").read_bytes() == found.seal.header + data
    at_xb = package_view.evidence(world.node("XB"), record.seal)
    assert [view.event.action for view in at_xb.timeline] == [CustodyAction.DISPATCHED]
    assert len(requested_segments(world)) == 3


@pytest.mark.law_line(47)
def test_a_broken_fetch_goes_on_where_it_stopped(world, record):
    """At most the segments under way are asked for again: here one, fetched one at a time."""
    node = world.node("XA")
    node = replace(node, settings=replace(node.settings, segments_at_once=1))
    world.exchange.nodes["XA"] = node
    delivered(world, record)
    world.work("XB")
    real, served = node.peers.segment, []

    class Breaking:
        seal_documents = node.peers.seal_documents

        def segment(self, state, digest, size, write):
            served.append(digest)
            if len(served) == 2:
                raise Unreachable(PEER_SILENT.because(address="XB", problem="the line broke"))
            return real(state, digest, size, write)

    world.exchange.nodes["XA"] = replace(node, peers=Breaking())
    world.work("XA")
    assert len(node.store.missing_segments(record.seal)) == 2
    assert not node.store.package(record.seal).complete
    world.clock.forward(minutes=1)
    world.work("XA")
    assert node.store.package(record.seal).complete
    assert len(served) == record.segments + 1
    assert [event.action for event in node.store.events_of(record.bag)] == ["received"]


def test_a_segment_spoiled_on_the_way_is_fetched_again_alone(world, record):
    world.exchange.faults.spoil_segment = lambda data: bytes([data[0] ^ 1]) + data[1:]
    delivered(world, record)
    world.settle()
    assert world.node("XA").store.package(record.seal).complete
    assert len(requested_segments(world)) == record.segments + 1
    assert world.calls["XA"].pages == []


def test_a_segment_that_stays_spoiled_is_never_kept_and_calls_a_human(world, record):
    at_xb = world.node("XB")

    def spoiled(seal, index):
        yield bytes(SEGMENT) if index == 1 else b"".join(real(seal, index))

    real = at_xb.objects.segment_parts
    at_xb.objects.segment_parts = spoiled
    delivered(world, record)
    world.settle()
    node = world.node("XA")
    # Two are fetched at once: whether a later one was begun before this one failed is chance.
    assert 1 in node.store.missing_segments(record.seal)
    assert not node.store.package(record.seal).complete
    assert [page.id for page in world.calls["XA"].pages] == [f"package/{record.seal}"]
    assert not node.store.events_of(record.bag)
    at_xb.objects.segment_parts = real
    world.clock.forward(minutes=1)
    world.settle()
    assert node.store.package(record.seal).complete


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda found: {"seal.json": found["seal.json"] + b" "}, "package-seal-other"),
        (lambda found: {"segments.b3": found["segments.b3"][32:]}, "seal-segment-list"),
        (lambda found: {"segments.b3": b""}, "seal-segment-list"),
        (lambda found: {"seal.json.p256.p7s": b""}, "signature-missing"),
        (lambda found: {"seal.json.mldsa65.p7s": None}, "signature-missing"),
        (
            lambda found: {"seal.json.p256.p7s": found["seal.json.mldsa65.p7s"]},
            "signature-algorithm",
        ),
        (lambda found: {"../../etc/passwd": b"x"}, "package-documents"),
        (lambda found: {f"custody/{n}.json": b"x" for n in range(2001)}, "package-documents"),
    ],
)
def test_documents_that_do_not_hold_begin_no_package(world, record, change, code):
    class Lying:
        def seal_documents(self, state, seal):
            found = dict(serve.documents(world.node("XB"), "XA", seal))
            for name, data in change(found).items():
                found.pop(name, None)
                if data is not None:
                    found[name] = data
            return found

    delivered(world, record)
    world.work("XB")
    node = world.node("XA")
    world.exchange.nodes["XA"] = replace(node, peers=Lying())
    world.work("XA")
    assert node.store.package(record.seal) is None
    (call,) = world.calls["XA"].pages
    assert f"[{code}]" in call.reason


@pytest.mark.law_line(47)
def test_a_package_sealed_to_others_is_not_served_and_does_not_seem_to_exist(world, record):
    node = world.node("XB")
    digest = segments_of(serve.documents(node, "XA", record.seal))[0]
    assert serve.segment(node, "XA", digest)
    for ask, code in (
        (lambda: serve.documents(node, "XT", record.seal), "package-unknown"),
        (lambda: serve.documents(node, "XA", "0" * 64), "package-unknown"),
        (lambda: serve.segment(node, "XT", digest), "package-segment-unknown"),
        (lambda: serve.segment(node, "XA", bytes(32)), "package-segment-unknown"),
    ):
        with pytest.raises(Refused) as caught:
            ask()
        assert caught.value.codes == (code,)
    assert serve.documents(node, "XB", record.seal)


def test_the_seal_of_a_package_is_read_once_for_all_its_segments_and_for_all_who_ask(
    world, record, monkeypatch
):
    node, read = world.node("XB"), []
    listing = segments_of(serve.documents(node, "XA", record.seal))
    real = package_documents.kept_seal
    monkeypatch.setattr(package_documents, "_recipients", {})
    monkeypatch.setattr(
        package_documents, "kept_seal", lambda *values: read.append(values) or real(*values)
    )
    for digest in listing * 3:
        assert serve.segment(node, "XA", digest)
    with pytest.raises(Refused):
        serve.segment(node, "XT", listing[0])
    assert len(read) == 1
    # No more are remembered than are served at one time.
    monkeypatch.setattr(package_documents, "MOST_REMEMBERED", 1)
    other = replace(record, seal="0" * 64)
    assert package_documents.recipients_of(node, other)
    assert list(package_documents._recipients) == [other.seal]


def test_a_package_that_was_announced_and_never_handed_over_calls_a_human(world, record):
    lacking = replace(record, complete=False)
    node = world.node("XB")
    with node.store.transaction():
        node.store.put_package(lacking)
    delivered(world, record)
    for _ in range(8):
        world.settle()
        world.clock.forward(minutes=16)
    (call,) = world.calls["XA"].pages
    assert "package-unknown" in call.reason
    with node.store.transaction():
        node.store.put_package(record)
    world.settle()
    assert world.node("XA").store.package(record.seal).complete


def test_handing_over_twice_changes_nothing(world, record, folder, thread):
    node = world.node("XB")
    before = snapshot(node)
    assert hand_over(node, folder, thread=thread, officer=OFFICER) == record
    assert snapshot(node) == before


def test_an_officer_without_the_role_cannot_hand_over(world, folder, thread):
    node = world.node("XB")
    codes = refused(node, lambda: hand_over(node, folder, thread=thread, officer="xb-0001"))
    assert codes == {"officer-office", "officer-role"}


def test_a_package_for_another_state_than_the_threads_is_not_handed_over(world, tmp_path, thread):
    folder = sealed(world, tmp_path, thread, to=XT)
    node = world.node("XB")
    codes = refused(node, lambda: hand_over(node, folder, thread=thread, officer=OFFICER))
    assert codes == {"package-seal-other"}


def test_a_package_sealed_by_another_state_is_not_handed_over(world, tmp_path, thread):
    folder = sealed(world, tmp_path, thread, sender="XT")
    node = world.node("XB")
    codes = refused(node, lambda: hand_over(node, folder, thread=thread, officer=OFFICER))
    assert codes == {"package-seal-other"}


@pytest.mark.parametrize("network", [None, sha256(b"an exercise")])
def test_a_package_of_another_network_is_not_handed_over(world, tmp_path, thread, network):
    folder = sealed(world, tmp_path, thread, network=network)
    node = world.node("XB")
    codes = refused(node, lambda: hand_over(node, folder, thread=thread, officer=OFFICER))
    assert codes == {"package-seal-other"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: b"",
    ],
)
def test_an_age_file_that_is_not_the_sealed_one_is_not_handed_over(world, folder, thread, spoil):
    file, node = folder / "package.age", world.node("XB")
    file.write_bytes(spoil(file.read_bytes()))
    codes = refused(node, lambda: hand_over(node, folder, thread=thread, officer=OFFICER))
    assert codes <= {"package-seal-other", "package-segment-digest"}


def test_a_flipped_byte_names_its_segment(world, folder, thread):
    file, node = folder / "package.age", world.node("XB")
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(Refused) as caught:
        hand_over(node, folder, thread=thread, officer=OFFICER)
    assert [reason.fields for reason in caught.value.reasons] == [{"index": 2}]


@pytest.mark.law_line(45)
def test_the_journal_of_the_folder_comes_into_the_log_and_is_proved(world, folder, thread):
    """And the handing over continues it, in the log as in the folder."""
    journal = Journal.begin(folder / "custody")
    bag = bag_of(folder)
    journal.add(*event(world, of=bag))
    node = world.node("XB")
    hand_over(node, folder, thread=thread, officer=OFFICER)
    logged = node.store.events_of(bag)
    assert [one.action for one in logged] == ["sealed", "dispatched"]
    assert parse_event(logged[1].event).previous == sha256(logged[0].event)
    entries = list(journal)
    assert [entry.event for entry in entries] == [one.event for one in logged]
    vkey = world.states["XB"].log.vkey
    assert verify_proof(entries[0].proof, entries[0].event, origin=node.log_origin, vkeys=[vkey])


def refused_over(node, folder, thread):
    documents = documents_of(folder)
    seal = sha256(documents["seal.json"])
    found = refused(node, lambda: take_documents(node, documents, seal=seal, authority=XB))
    assert found == refused(node, lambda: hand_over(node, folder, thread=thread, officer=OFFICER))
    return found


def test_more_beside_the_seal_than_anybody_fetches_is_not_handed_over(world, folder, thread):
    """Twenty megabytes are read of a file, but in base64 they are more than an answer may have."""
    (folder / "certificates").mkdir(exist_ok=True)
    (folder / "certificates" / "large.pem").write_bytes(bytes(20 << 20))
    assert refused_over(world.node("XB"), folder, thread) == {"package-documents-too-large"}


def test_a_journal_whose_proofs_nobody_would_fetch_is_not_handed_over(world, folder, thread):
    (folder / "custody").mkdir(exist_ok=True)
    for number in range(1, 601):
        for name in ("json", "p256.p7s", "mldsa65.p7s"):
            (folder / "custody" / f"{number:04d}.{name}").touch()
    assert refused_over(world.node("XB"), folder, thread) == {"package-documents-too-large"}


def test_what_just_fitted_can_be_fetched_with_all_that_the_node_adds(
    world, folder, thread, monkeypatch
):
    Journal.begin(folder / "custody").add(*event(world, of=bag_of(folder)))
    documents = documents_of(folder)
    assert documents_size(documents) == len(encode_documents(documents))
    least = documents_size(documents) + SPACE_FOR_PROOF + SPACE_FOR_STAMP_AND_EVENT
    monkeypatch.setattr(handover_checks, "LARGEST_DOCUMENTS", least)
    record = hand_over(world.node("XB"), folder, thread=thread, officer=OFFICER)
    given = serve.documents(world.node("XB"), "XA", record.seal)
    assert given.keys() > documents.keys()
    assert len(encode_documents(given)) <= least


@pytest.mark.parametrize("on_the_line", [False, True])
def test_the_node_adds_the_timestamp_that_was_pending(world, folder, thread, on_the_line):
    state = world.states["XB"]
    made = state.ca.issue(
        "xb", "tsa", "p256", at=NOW, until=UNTIL, random=drawn("timestamp authority")
    )
    node = replace(world.node("XB"), timestamps=OwnTimestamps(TimestampAuthority(*made)))
    if on_the_line:
        documents = documents_of(folder)
        seal = sha256(documents["seal.json"])
        take_documents(node, documents, seal=seal, authority=XB)
    else:
        seal = hand_over(node, folder, thread=thread, officer=OFFICER).seal
    assert package_view.evidence(node, seal).is_timestamped


def test_a_workstation_hands_over_in_segments_and_goes_on_after_a_break(world, folder, thread):
    node = world.node("XB")
    documents = documents_of(folder)
    seal = sha256(documents["seal.json"])
    digests = segments_of(documents)
    payload = (folder / "package.age").read_bytes()[
        -parse_seal(documents["seal.json"]).payload_size :
    ]
    parts = {
        digest: payload[index * SEGMENT : (index + 1) * SEGMENT]
        for index, digest in enumerate(digests)
    }
    assert take_documents(node, documents, seal=seal, authority=XB) == list(digests)
    assert not take_segment(node, digests[1], parts[digests[1]], authority=XB)
    with pytest.raises(Refused) as caught:
        take_segment(node, digests[0], parts[digests[1]], authority=XB)
    assert caught.value.codes == ("package-segment-digest",)
    missing = take_documents(node, documents, seal=seal, authority=XB)
    assert missing == [digests[0], digests[2]]
    assert [take_segment(node, digest, parts[digest], authority=XB) for digest in missing] == [
        False,
        True,
    ]
    assert node.store.package(seal).complete
    (logged,) = node.store.events_of(node.store.package(seal).bag)
    handed = parse_event(logged.event)
    assert (handed.action, str(handed.authority), handed.officer) == (
        CustodyAction.DISPATCHED,
        XB,
        None,
    )
    assert handed.act.code == "arrived-from-workstation"
    assert take_segment(node, digests[0], parts[digests[0]], authority=XB)
    assert b"".join(serve.segment(node, "XA", digests[0]).parts) == parts[digests[0]]


@pytest.mark.parametrize(
    ("changes", "authority", "codes"),
    [
        ({"to": XT}, XB, {"package-seal-other"}),
        ({}, "xb/contact-point", {"package-seal-other"}),
        ({"thread": None}, XB, {"package-seal-threadless"}),
        ({"thread": uuid7(NOW, bytes(10))}, XB, {"thread-unknown"}),
        (
            {"thread": None, "to": XT},
            "xb/contact-point",
            {"package-seal-other", "package-seal-threadless"},
        ),
    ],
)
def test_on_the_line_no_package_is_taken_that_would_not_be_handed_over(
    world, tmp_path, thread, changes, authority, codes
):
    folder = sealed(world, tmp_path, **{"thread": thread, **changes})
    node, documents = world.node("XB"), documents_of(folder)
    seal = sha256(documents["seal.json"])
    found = refused(node, lambda: take_documents(node, documents, seal=seal, authority=authority))
    assert found == codes


def test_another_authority_cannot_write_into_a_package_under_way(world, folder):
    node, documents = world.node("XB"), documents_of(folder)
    missing = take_documents(node, documents, seal=sha256(documents["seal.json"]), authority=XB)
    size = parse_seal(documents["seal.json"]).payload_size
    data = (folder / "package.age").read_bytes()[-size:][2 * SEGMENT :]
    assert blake3(data).digest() == missing[-1]
    codes = refused(
        node, lambda: take_segment(node, missing[-1], data, authority="xb/contact-point")
    )
    assert codes == {"package-segment-unknown"}


def test_one_payload_under_two_seals_is_served_to_both_states(world, tmp_path, thread):
    """Segments are found by digest, and each State may read one of the packages that has them."""
    node, thread_xt = world.node("XB"), accepted(world, XT)
    folder = sealed(world, tmp_path, None, to=XA)
    other = wrapped_anew(world, folder, tmp_path / "anew", to=XT)
    record = hand_over(node, folder, thread=thread, officer=OFFICER)
    anew = hand_over(node, other, thread=thread_xt, officer=OFFICER)
    assert anew.seal != record.seal
    for asker, at, one in ((XA, thread, record), (XT, thread_xt, anew)):
        body = {**bodies.delivery(), **delivery_facts(one)}
        world.sent(XB, asker, "delivery", body, thread=at)
    world.settle()
    assert world.node("XA").store.package(record.seal).complete
    assert world.node("XT").store.package(anew.seal).complete
    assert "seals/1/seal.json" in world.node("XT").store.package(anew.seal).documents
    with pytest.raises(Refused):
        serve.documents(node, "XT", record.seal)


@pytest.fixture
def anew(world, folder, tmp_path):
    """The documents of the same payload under another seal, and their seal's digest."""
    documents = documents_of(wrapped_anew(world, folder, tmp_path / "anew", to=XA))
    return documents, sha256(documents["seal.json"])


def test_a_package_whose_segments_are_all_here_under_another_seal_is_whole_at_once(
    world, record, anew
):
    node, (documents, seal) = world.node("XB"), anew
    assert take_documents(node, documents, seal=seal, authority=XB) == []
    assert take_documents(node, documents, seal=seal, authority=XB) == []
    assert node.store.package(seal).complete
    for index in range(3):
        segment = node.objects.get_segment(record.seal, index)
        assert node.objects.get_segment(seal, index) == segment
    actions = [one.action for one in node.store.events_of(record.bag)]
    assert actions == ["dispatched", "dispatched"]


def test_only_what_no_other_package_has_is_asked_of_a_workstation(world, record, anew):
    node, (documents, seal) = world.node("XB"), anew
    real = node.objects.get_segment
    node.objects.get_segment = lambda of, index: (
        bytes(SEGMENT) if (of, index) == (record.seal, 1) else real(of, index)
    )
    missing = take_documents(node, documents, seal=seal, authority=XB)
    assert missing == [segments_of(documents)[1]]
    assert take_segment(node, missing[0], real(record.seal, 1), authority=XB)
    assert node.store.package(seal).complete


def test_a_package_wrapped_anew_is_fetched_without_a_single_segment(
    world, record, anew, folder, tmp_path, thread
):
    delivered(world, record)
    world.settle()
    before = len(requested_segments(world))
    assert before == record.segments
    other = hand_over(world.node("XB"), tmp_path / "anew", thread=thread, officer=OFFICER)
    delivered(world, other)
    world.settle()
    assert world.node("XA").store.package(anew[1]).complete
    assert len(requested_segments(world)) == before
    for index in range(3):
        found = world.node("XA").objects.get_segment(anew[1], index)
        assert found == world.node("XB").objects.get_segment(record.seal, index)


def test_one_folder_handed_over_in_two_threads_is_served_to_both_states(world, tmp_path, thread):
    node, other = world.node("XB"), accepted(world, XT)
    folder = sealed(world, tmp_path, None, to=(XA, XT))
    for here, state in ((thread, "XA"), (other, "XT"), (other, "XT")):
        record = hand_over(node, folder, thread=here, officer=OFFICER)
        digest = segments_of(serve.documents(node, state, record.seal))[0]
        assert serve.segment(node, state, digest)
    events = node.store.events_of(record.bag)
    assert [(one.action, one.thread) for one in events] == [
        ("dispatched", thread),
        ("dispatched", other),
    ]


def documents_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "package.age"
    }


def test_nobody_can_write_into_a_package_that_was_fetched(world, record, thread):
    delivered(world, record)
    world.settle()
    node = world.node("XA")
    data = node.objects.get_segment(record.seal, 0)
    codes = refused(node, lambda: take_segment(node, blake3(data).digest(), data, authority=XB))
    assert codes == {"package-segment-unknown"}


def test_submitting_events_is_idempotent_and_each_is_proved(world):
    node = world.node("XB")
    first = event(world)
    second = event(world, previous=sha256(first[0]), action=CustodyAction.RELEASED)
    proofs = log_events(node, [first, second])
    repeated = log_events(node, [first, second])
    assert node.store.log_size() == 2
    vkey = world.states["XB"].log.vkey
    for (data, _), proof in zip([first, second] * 2, proofs + repeated, strict=True):
        assert verify_proof(proof, data, origin=node.log_origin, vkeys=[vkey]).event.officer


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda world: event(world, "XT"), {"custody-event-not-own"}),
        (lambda world: event(world, network=sha256(b"other")), {"custody-event-network"}),
        (
            lambda world: (event(world)[0], event(world, of=sha256(b"other bag"))[1]),
            {"signature-other-document"},
        ),
        (
            lambda world: (event(world)[0], Signatures(event(world)[1].p256, None)),
            {"signature-missing"},
        ),
        (lambda world: (b"{}", event(world)[1]), {"custody-event-version"}),
    ],
)
def test_an_event_that_does_not_hold_takes_the_whole_submission_with_it(world, change, codes):
    node = world.node("XB")
    found = refused(node, lambda: log_events(node, [event(world), change(world)]))
    assert found == codes


def test_a_flood_of_events_is_not_looked_at(world):
    node = world.node("XB")
    one = event(world)
    assert refused(node, lambda: log_events(node, [one] * (MOST_EVENTS + 1))) == {
        "custody-events-too-many"
    }


def test_documents_travel_as_they_were():
    documents = {"seal.json": b"{}", "custody/0001.json": b"\x00"}
    assert decode_documents(encode_documents(documents)) == documents
    for data in (b"[]", b"{}", b'{"documents":[]}', b'{"documents":{"seal.json":"A"}}'):
        with pytest.raises(Refused):
            decode_documents(data)
