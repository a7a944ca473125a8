# SPDX-License-Identifier: Apache-2.0
"""Correcting the law: two persons, at once, for ever in the log; old decisions keep their law."""

from dataclasses import replace
from datetime import date

import pytest

from casts.law.cases import LAWYER, PARTY, SECOND, a_correction, a_preservation, answered, refused
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import parse_event
from rogatory.directory.entry.depositary import Depositary, StateFact
from rogatory.directory.entry.entry import PartyFact
from rogatory.errors import Refused
from rogatory.node.corrections.correct_law import (
    correction_history,
    propose,
    propose_all,
    review,
)
from rogatory.node.provisions.law_data import (
    corrected_law,
    keep_law,
    kept_law,
    law_in_force,
)
from rogatory.treaty.corrections import correction_document, parse_correction
from rogatory.treaty.law import packaged_law
from rogatory.treaty.objects.law_parts import LARGEST_LAW_OBJECT
from rogatory.treaty.parties.status import InstrumentStatus, party_status
from rogatory.treaty.rows import LONGEST_TEXT, written
from rogatory.treaty.tables.readings import LineReading
from rogatory.treaty.verification.lines import lines_of_law
from rogatory.wire.digests import sha256

ON = date(2026, 11, 24)
NOTE = StateFact(
    "XM", "un-cybercrime", "party-status", "in-force", "2026-11-18", None, None, "Notification 31"
)


def status(node, state="XM"):
    return party_status(law_in_force(node), state, "un-cybercrime", ON).status


def accepted(node, correction=None):
    record = propose(node, correction or a_correction(), LAWYER)
    return review(node, record.id, SECOND, accept=True, reason="Compared with the notification.")


@pytest.mark.law_line(1)
def test_a_correction_counts_once_a_second_person_has_accepted_it(world):
    node = world.node("XA")
    before = law_in_force(node)
    record = propose(node, a_correction(), LAWYER)
    assert status(node) is InstrumentStatus.SIGNED
    assert law_in_force(node).version == before.version
    reviewed = review(node, record.id, SECOND, accept=True, reason="Compared with the source.")
    assert status(node) is InstrumentStatus.PARTY
    assert law_in_force(node).version != before.version
    assert (reviewed.reviewed_by, reviewed.accepted) == (SECOND, True)
    assert status(world.node("XB")) is InstrumentStatus.SIGNED


def test_a_declined_correction_changes_nothing_and_stays_in_the_list(world):
    node = world.node("XA")
    before = law_in_force(node).version
    record = propose(node, a_correction(), LAWYER)
    review(node, record.id, SECOND, accept=False, reason="The notification says otherwise.")
    assert law_in_force(node).version == before
    ((kept, correction),) = correction_history(node)
    assert (kept.accepted, kept.reason) == (False, "The notification says otherwise.")
    assert correction == a_correction()


def test_nobody_reviews_his_own_correction(world):
    node = world.node("XA")
    record = propose(node, a_correction(), LAWYER)
    assert refused(
        node, lambda: review(node, record.id, LAWYER, accept=True, reason="I am sure.")
    ) == ["law-correction-own"]
    assert status(node) is InstrumentStatus.SIGNED


@pytest.mark.parametrize(
    ("officer", "code"),
    [
        ("xa-0001", "officer-role"),
        ("xa-0002", "officer-role"),
        ("xb-0010", "officer-office"),
        ("xa-9999", "officer-not-listed"),
    ],
)
def test_only_a_lawyer_of_the_ministry_proposes(world, officer, code):
    node = world.node("XA")
    authority = "xa/central-authority" if officer != "xa-9999" else None
    found = refused(node, lambda: propose(node, a_correction(), officer, authority=authority))
    assert code in found


def test_an_officer_of_another_office_does_not_review(world):
    node = world.node("XA")
    record = propose(node, a_correction(), LAWYER)
    found = refused(node, lambda: review(node, record.id, "xa-0002", accept=True, reason="Yes."))
    assert found == ["officer-office"]


def test_a_correction_is_reviewed_once(world):
    node = world.node("XA")
    record = accepted(node)
    assert refused(
        node, lambda: review(node, record.id, SECOND, accept=False, reason="After all not.")
    ) == ["law-correction-reviewed"]
    assert refused(
        node, lambda: review(node, "no such", SECOND, accept=True, reason="There is none.")
    ) == ["law-correction-unknown"]
    assert status(node) is InstrumentStatus.PARTY


@pytest.mark.parametrize("reason", ["", "   ", "-", "n/a", "无", "x" * 2001])
def test_a_verdict_has_a_reason(world, reason):
    node = world.node("XA")
    record = propose(node, a_correction(), LAWYER)
    assert refused(node, lambda: review(node, record.id, SECOND, accept=False, reason=reason)) == [
        "law-reason-missing"
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"row": PARTY | {"instrument": "no-such-treaty"}},
        {"row": PARTY | {"certainty": "sure"}},
        {"row": {"state": "XM"}},
        {"section": "parties", "row": None, "replaces": "XX/un-cybercrime"},
    ],
)
def test_a_correction_that_does_not_fit_the_law_is_refused_at_once(world, changes):
    node = world.node("XA")
    assert refused(node, lambda: propose(node, a_correction(**changes), LAWYER))
    assert not correction_history(node)


def test_a_correction_that_no_longer_fits_is_not_accepted(world):
    """Two lawyers use one id; the second of them to be accepted would make it ambiguous."""
    node = world.node("XA")
    first = propose(node, a_correction(), LAWYER)
    second = propose(node, a_correction(reason="The same again."), LAWYER)
    review(node, first.id, SECOND, accept=True, reason="Right.")
    before = law_in_force(node).version
    with pytest.raises(Refused):
        review(node, second.id, SECOND, accept=True, reason="Right, too.")
    assert law_in_force(node).version == before


def test_both_acts_stand_in_the_custody_log(world):
    node = world.node("XA")
    record = accepted(node)
    events = [parse_event(one.event) for one in node.store.events_of(record.document)]
    assert [(one.action.value, one.officer) for one in events] == [
        ("law-corrected", LAWYER),
        ("law-corrected", SECOND),
    ]
    assert events[1].act == act("law-accepted", section="parties")
    assert events[1].words.text == "Compared with the notification."
    assert events[1].previous == sha256(node.store.events_of(record.document)[0].event)


def test_a_decision_keeps_the_law_it_was_taken_under(world):
    node = world.node("XA")
    draft = a_preservation(world)
    taken = answered(world, "XA", draft.id, "human-rights", "yes")
    accepted(node)
    later = answered(world, "XA", draft.id, "human-rights", "yes")
    assert taken.law != later.law
    for decision, expected in ((taken, InstrumentStatus.SIGNED), (later, InstrumentStatus.PARTY)):
        law = kept_law(node, decision.law)
        assert law.version == decision.law
        assert party_status(law, "XM", "un-cybercrime", ON).status is expected


def with_depositary(world, *facts):
    stated = Depositary("2026-11-20", "List of the depositary", facts)
    world.directory.newest = replace(world.directory.newest, depositary=stated)


@pytest.mark.law_line(1)
def test_the_depositary_is_heard_before_the_package_and_the_ministry_before_both(world):
    node = world.node("XA")
    with_depositary(world, NOTE)
    assert status(node) is InstrumentStatus.PARTY
    gone = a_correction("xm-is-none", row={**PARTY, "in_force_from": None, "deposited": None})
    gone = replace(gone, row={k: v for k, v in gone.row.items() if v is not None})
    accepted(node, gone)
    assert status(node) is InstrumentStatus.SIGNED


def test_a_day_that_does_not_exist_is_not_heard(world):
    with_depositary(world, replace(NOTE, date="2026-02-30"))
    assert status(world.node("XA")) is InstrumentStatus.SIGNED


@pytest.mark.law_line(1)
def test_a_states_own_statement_is_heard(world):
    view = world.directory.newest
    listed = dict(view.listed)
    fact = PartyFact("ets-185", "in-force", "2026-10-01", "Official journal")
    entry = replace(listed["XB"].entry, party=(fact, replace(fact, status="we intend to")))
    listed["XB"] = replace(listed["XB"], entry=entry)
    world.directory.newest = replace(view, listed=listed)
    found = party_status(law_in_force(world.node("XA")), "XB", "ets-185", ON)
    assert (found.status, found.source) == (InstrumentStatus.PARTY, "Official journal")


def test_the_law_is_the_packaged_one_where_nobody_says_otherwise(world):
    assert law_in_force(world.node("XA")).version == packaged_law("federation").version


def large_correction(kilobytes, **changes):
    """A correction of a limit of the law, with so many readings of its line."""
    law = packaged_law("federation")
    (line,) = [one for one in lines_of_law(law) if one.id == "limits/conference"]
    (row,) = [written(one) for one in law.limits if one.id == "conference"]
    read = LineReading(
        line.id, line.version, "differs", "n" * 800, ON, sha256(b"wording"), sha256(b"sheet")
    )
    return a_correction(section="limits", row=row, readings=(read,) * kilobytes, **changes)


def test_a_correction_of_more_than_64_kib_is_read_again_and_counts(world):
    node, found = world.node("XA"), large_correction(200)
    assert len(correction_document(found)) > 200 << 10
    (record,) = propose_all(node, [found], LAWYER)
    assert [one for _, one in correction_history(node)] == [found]
    review(node, record.id, SECOND, accept=True, reason="Compared with the sheet.")
    law = law_in_force(node)
    assert law.corrections == (found,)
    assert kept_law(node, keep_law(node, law)).corrections == (found,)


@pytest.mark.parametrize(
    "found",
    [
        large_correction(1024),
        replace(a_correction(), reason="r" * (LONGEST_TEXT + 1)),
    ],
    ids=["too large", "a text too long"],
)
def test_what_could_not_be_read_again_is_not_proposed(world, found):
    """Kept once, it would hide every other correction from everybody."""
    node = world.node("XA")
    propose(node, a_correction("before"), LAWYER)
    assert len(refused(node, lambda: propose_all(node, [found], LAWYER))) == 1
    assert [one.id for _, one in correction_history(node)] == ["before"]
    assert corrections_read_as_json(found) is None


def corrections_read_as_json(found):
    """Return the correction that an officer's file states, or None where it is refused."""
    try:
        return parse_correction(written(found))
    except Refused:
        return None


def test_corrections_that_make_the_law_too_large_are_refused_together(world):
    """Each could be read, the law's document or a regime with all of them could not."""
    node, law = world.node("XA"), corrected_law(world.node("XA"))
    text = "n" * LONGEST_TEXT
    enough = LARGEST_LAW_OBJECT // LONGEST_TEXT
    stated = written(next(one for one in law.instruments if one.id == "comity"))
    instruments = [
        a_correction(f"n-{n}", section="instruments", row=stated | {"id": f"n-{n}", "gap": text})
        for n in range(enough)
    ]
    limit = written(next(one for one in law.limits if one.id == "conference"))
    limits = [
        a_correction(f"n-{n}", section="limits", row=limit | {"id": f"n-{n}", "rule": text})
        for n in range(enough)
    ]
    for found in (instruments, limits):
        assert refused(node, lambda rows=found: propose_all(node, rows, LAWYER)) == [
            "json-too-large"
        ]
        assert correction_history(node) == []
    assert corrected_law(node) == law


def test_ever_so_many_readings_do_not_make_the_law_larger(world):
    """A law names its corrections by digest: a sheet that confirms each line leaves it readable."""
    node, large = world.node("XA"), large_correction(950).readings
    found = [
        a_correction(f"n-{number}", row=PARTY | {"gap": str(number)}, readings=large)
        for number in range(2)
    ]
    for record in propose_all(node, found, LAWYER):
        review(node, record.id, SECOND, accept=True, reason="Compared with the sheet.")
    law = law_in_force(node)
    assert len(law.document) < LARGEST_LAW_OBJECT / 4
    stored = kept_law(node, keep_law(node, law)).corrections
    assert {one.id: one for one in stored} == {one.id: one for one in found}
