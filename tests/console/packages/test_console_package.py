# SPDX-License-Identifier: Apache-2.0
"""A package's page: each check with its outcome and who can make the rest, and what may be done with it."""

from dataclasses import replace

import pytest

from casts.console.api import JSON, document_of
from casts.console.world import bodies, delivered_package, requested
from casts.node.law import accepted, opened
from casts.node.world import NOW
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import CustodyAction, build_event, parse_event
from rogatory.custody.events.values import OfficerWords
from rogatory.node.custody_log.log import prove, publish_checkpoint
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.law.conditions.agreed_conditions import disposal_reports
from rogatory.node.law.use.evidence_given import unrecorded_tombstones
from rogatory.node.packages.package_checks import package_checks
from rogatory.node.packages.package_uses import package_uses
from rogatory.node.packages.travelled_events import travelled_events
from rogatory.node.repositories.messages import Direction
from rogatory.node.threads.transcript import thread_state
from rogatory.node.witnesses.ask import checkpoint_for_proofs
from rogatory.wire.digests import sha256

CENTRAL_XA, CENTRAL_XB = "xa/central-authority", "xb/central-authority"


@pytest.fixture
def package(world):
    return delivered_package(world, requested(world).thread)


def outcomes(world, record):
    return {one.id: one.outcome for one in package_checks(world.node("XB"), record)}


def changed(world, record, **documents):
    """The same record over documents of which some were exchanged for others."""
    node = world.node("XB")
    names = {"seal": "seal.json", "signature": "seal.json.p256.p7s", "segments": "segments.b3"}
    kept = {names[name]: node.objects.put(data) for name, data in documents.items()}
    return replace(record, documents=dict(record.documents) | kept)


def test_what_a_node_can_check_holds_and_the_rest_says_who_can(world, package):
    found = outcomes(world, package)
    assert list(found.values()).count("fails") == 0
    undecided = [one for one in package_checks(world.node("XB"), package) if one.who]
    assert {one.id for one in undecided} == {
        "seal-stamped",
        "delivery-names",
        "custody-logged",
        "contents",
    }
    assert [one.number for one in package_checks(world.node("XB"), package)] == [*range(1, 11)]


@pytest.mark.parametrize(
    ("document", "data", "fails"),
    [
        ("seal", b"{}", {"seal-form", "seal-network", "seal-signed", "seal-chain"}),
        ("signature", b"no signature", {"seal-signed"}),
        ("segments", b"another digest of a segment.....", {"seal-segment-list"}),
        ("segments", b"", {"seal-segment-list"}),
    ],
)
def test_a_document_that_was_exchanged_fails_its_check(world, package, document, data, fails):
    found = outcomes(world, changed(world, package, **{document: data}))
    assert {name for name, outcome in found.items() if outcome == "fails"} >= fails
    if document != "seal":
        assert {name for name, outcome in found.items() if outcome == "fails"} == fails


def test_a_seal_signed_by_another_authority_of_the_same_state_fails(world, package):
    node = world.node("XB")
    data = node.objects.get(package.documents["seal.json"])
    other = world.states["XB"].offices["xb/contact-point"].sign(data, NOW)
    found = outcomes(world, changed(world, package, signature=other.p256))
    assert found["seal-signed"] == "fails"


def test_a_package_of_another_network_fails(world, package):
    node = replace(world.node("XB"), network="0" * 64)
    found = {one.id: one.outcome for one in package_checks(node, package)}
    assert found["seal-network"] == "fails"


def test_segments_that_are_still_to_come_leave_it_undecided(world, package):
    found = outcomes(world, replace(package, complete=False, present=0))
    assert found["seal-segments"] == "undecided"


def test_a_delivery_that_names_another_digest_fails(world, package):
    thread = opened(world, sender=CENTRAL_XA, addressee=CENTRAL_XB)
    accepted(world, thread)
    record = replace(package, thread=thread)
    named = bodies.delivery(record.seal) | {"package": record.package, "bag": record.bag}
    world.sent(CENTRAL_XB, CENTRAL_XA, "delivery", named, thread=thread)
    assert outcomes(world, record)["delivery-names"] == "holds"
    assert outcomes(world, replace(record, bag="0" * 64))["delivery-names"] == "fails"
    assert outcomes(world, replace(record, seal="0" * 64))["delivery-names"] == "fails"


# What may be done


@pytest.fixture
def given(world):
    """A package that Arcadia gave Borealia, with the conditions of its delivery."""
    thread = opened(world, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    world.sent(CENTRAL_XA, CENTRAL_XB, "acceptance", bodies.acceptance(), thread=thread)
    world.settle()
    record = delivered_package(world, thread, sender=CENTRAL_XA, to=CENTRAL_XB)
    body = bodies.delivery(record.seal) | {"package": record.package, "bag": record.bag}
    world.sent(CENTRAL_XA, CENTRAL_XB, "delivery", body, thread=thread)
    world.settle()
    return record


def leaves(world, record):
    return {one.id: (one.leave, one.named) for one in package_uses(world.node("XB"), record).lines}


def test_without_a_consent_only_the_recorded_proceedings_are_open(world, given):
    assert given.direction is Direction.IN
    found = leaves(world, given)
    assert found["given-for"] == ("may", ("AR-2026-0417", "The investigation named in the request"))
    assert found["other-proceedings"][0] == found["onward"][0] == "only-with-consent"
    assert "consented" not in found
    assert "onward-authorised" not in found


@pytest.mark.parametrize(
    ("decision", "changes", "shown"),
    [
        ("granted", {}, True),
        ("granted", {"until": "2026-11-23"}, False),
        ("declined", {}, False),
    ],
)
def test_a_consent_and_an_authorisation_are_shown_while_they_hold(
    world, given, decision, changes, shown
):
    pairs = (
        ("use_consent_request", "use_consent", "consented"),
        ("onward_transfer_request", "onward_transfer_authorisation", "onward-authorised"),
    )
    for asks, answers, line in pairs:
        request = getattr(bodies, asks)()
        sent = world.sent(CENTRAL_XB, CENTRAL_XA, asks, request, thread=given.thread)
        world.settle()
        body = getattr(bodies, answers)(sent.digest, decision) | changes
        if decision == "declined":
            body["reasons"] = "Another State is concerned."
        world.sent(CENTRAL_XA, CENTRAL_XB, answers, body, thread=given.thread)
        world.settle()
        found = leaves(world, given)
        assert (line in found) is shown
        if shown:
            assert found[line][1] in {(request.get("proceedings"),), ("XT",)}


def test_the_page_shows_all_of_it_and_a_script_gets_the_same(world, given, officer):
    address = f"/evidence/{given.seal}/"
    text = officer().get(address).content.decode()
    assert "The seal is signed by its sender" in text
    assert "only with consent" in text
    assert '<svg viewBox="' in text
    assert "Can be checked by" in text
    data = document_of(officer().get(address, headers=JSON))["data"]
    assert {one["id"]: one["outcome"] for one in data["checks"]} == outcomes(world, given)
    assert next(one["leave"] for one in data["uses"]["lines"]) == "may"
    french = officer(language="fr").get(address).content.decode()
    assert "uniquement avec consentement" in french


# Acts of the other State


@pytest.fixture
def journaled(world, given):
    """The package with Arcadia's journal: one act in its log, one that nothing proves."""
    far, near = world.node("XA"), world.node("XB")
    texts = {}
    with far.store.transaction():
        own_event(
            far,
            act("sealed", recipients=["xb/central-authority"], replaced=None),
            of=given.bag,
            authority=CENTRAL_XA,
            officer="xa-0010",
            words="For Borealia",
            at=NOW,
            thread=given.thread,
        ).append(far)
    proved = far.store.events_of(given.bag)[-1]
    publish_checkpoint(far)
    claimed = build_event(
        replace(
            parse_event(proved.event),
            action=CustodyAction.DISPATCHED,
            act=act("handed-over"),
            words=OfficerWords("Handed over"),
        )
    )
    signed = world.states["XA"].offices[CENTRAL_XA].sign(claimed, NOW)
    proof = prove(far, proved, checkpoint_for_proofs(far))
    texts |= {"custody/0001.json": proved.event, "custody/0001.p256.p7s": proved.p256}
    texts |= {"custody/0001.mldsa65.p7s": proved.mldsa65, "custody/0001.tlog-proof": proof}
    texts |= {"custody/0002.json": claimed, "custody/0002.p256.p7s": signed.p256}
    texts |= {"custody/0002.mldsa65.p7s": signed.mldsa65}
    kept = {name: near.objects.put(data) for name, data in texts.items()}
    record = replace(given, documents=dict(given.documents) | kept)
    with near.store.transaction():
        near.store.put_package(record)
    return record


def test_an_act_of_the_other_state_says_whether_its_place_in_a_log_is_proved(
    world, journaled, officer
):
    found = travelled_events(world.node("XB"), journaled)
    assert [(one.log, one.event.words.text, one.reasons) for one in found if one.log] == [
        ("XA", "For Borealia", ())
    ]
    assert [one.event.words.text for one in found if not one.log] == ["Handed over"]
    text = officer().get(f"/evidence/{journaled.seal}/").content.decode()
    assert "not proved" in text
    assert text.count('class="ring ring"') == 1


@pytest.mark.parametrize("name", ["0001.json", "0001.p256.p7s", "0001.tlog-proof"])
def test_an_altered_act_of_the_other_state_is_shown_with_why_it_does_not_hold(
    world, journaled, name
):
    node = world.node("XB")
    data = node.objects.get(journaled.documents[f"custody/{name}"])
    if name.endswith(".json"):
        data = build_event(replace(parse_event(data), words=OfficerWords("For nobody")))
    elif name.endswith(".p7s"):
        data = node.objects.get(journaled.documents["custody/0002.p256.p7s"])
    else:
        data = data.replace(b"index ", b"index 1")
    put = {f"custody/{name}": node.objects.put(data)}
    record = replace(journaled, documents=dict(journaled.documents) | put)
    assert any(one.reasons for one in travelled_events(node, record))


def given_on_terms(world):
    """A package that Arcadia gave Borealia, which agreed to the first of two conditions."""
    thread = opened(world, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    body = bodies.acceptance(*bodies.TERMS)
    acceptance = world.sent(CENTRAL_XA, CENTRAL_XB, "acceptance", body, thread=thread)
    world.settle()
    body = bodies.conditions_answered(acceptance.digest)
    answer = world.sent(CENTRAL_XB, CENTRAL_XA, "conditions_answered", body, thread=thread)
    world.settle()
    record = delivered_package(world, thread, sender=CENTRAL_XA, to=CENTRAL_XB)
    body = bodies.delivery(record.seal) | {"package": record.package, "bag": record.bag}
    world.sent(CENTRAL_XA, CENTRAL_XB, "delivery", body, thread=thread)
    world.settle()
    return record, acceptance.digest, answer.digest


def test_the_conditions_agreed_to_are_shown_with_the_message_that_agreed(world):
    record, _, answer = given_on_terms(world)
    lines = package_uses(world.node("XB"), record).lines
    (found,) = [one for one in lines if one.id == "agreed-conditions"]
    assert (found.leave, found.named) == ("must", bodies.TERMS[:1])
    assert found.words == f"XB agreed to them in its message {answer}."


def test_a_report_of_destruction_is_shown_as_its_state_s_word_and_joins_custody(world):
    """Its tombstones are those that custody events record; the giving State reads the report."""
    record, acceptance, _ = given_on_terms(world)
    near = world.node("XB")
    gone, tombstone = sha256(b"an event"), sha256(b"its tombstone")
    body = bodies.returned_or_destroyed(
        seal=record.seal,
        items_concerned=["data/log.csv"],
        demanded_by={"message": acceptance, "number": 1},
        tombstones=[tombstone],
    )
    assert [one.code.id for one in unrecorded_tombstones(near, body)] == [
        "law-tombstone-unrecorded"
    ]
    with near.store.transaction():
        own_event(
            near,
            act("event-destroyed", tombstone=tombstone, second=None, consent=None),
            of=record.bag,
            authority=CENTRAL_XB,
            officer="xb-0010",
            at=NOW,
            thread=record.thread,
        ).append(near)
    assert list(unrecorded_tombstones(near, body)) == []
    other = body | {"tombstones": [gone]}
    assert [one.code.id for one in unrecorded_tombstones(near, other)] == [
        "law-tombstone-unrecorded"
    ]
    sent = world.sent(CENTRAL_XB, CENTRAL_XA, "returned_or_destroyed", body, thread=record.thread)
    world.settle()
    (report,) = package_uses(near, record).reports
    assert (report.named, report.tombstones) == (("data/log.csv",), (tombstone,))
    assert f"XB states in its message {sent.digest} that Evidence Office of Arcadia" in report.words
    assert "does not prove that nothing is left" in report.words
    given = thread_state(world.node("XA"), record.thread)
    (read,) = disposal_reports([given], record.package, "XA")
    assert (read.message, read.act, read.tombstones) == (sent.digest, "destroyed", (tombstone,))


def test_the_page_says_how_an_examiner_fetches_and_opens_what_arrived(world, officer):
    thread = requested(world).thread
    theirs = delivered_package(world, thread, sender=CENTRAL_XA, to=CENTRAL_XB)
    client = officer("xb-0001")
    page = client.get(f"/evidence/{theirs.seal}/").content.decode()
    shown = document_of(client.get(f"/evidence/{theirs.seal}/", headers=JSON))["data"]["terminal"]
    assert [one["step"] for one in shown["commands"]] == ["fetch", "open", "view"]
    assert all(one["line"] in page for one in shown["commands"])
    assert "The first needs a line to this node" in page


def test_the_page_of_a_package_of_this_state_gives_no_commands(officer, package):
    page = officer("xb-0001").get(f"/evidence/{package.seal}/").content.decode()
    assert "rogatory evidence fetch" not in page
