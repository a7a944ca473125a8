# SPDX-License-Identifier: Apache-2.0
"""A bundle whose journal has a destroyed event: what a verdict and a report still say of it."""

from datetime import timedelta

import pytest

from casts.court.bundle_attacks import examined, relist
from casts.court.bundle_case import AT
from casts.court.destroyed import destroy
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.node.court import names
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.journals.folders import journal_files, read_journals
from rogatory.node.workstation.journals.timeline import destroyed

NOW = AT + timedelta(days=400)


def checks(bundle):
    return {check.id: check for check in verify_bundle(bundle, trusted=None, now=NOW).checks}


@pytest.fixture
def keys(case):
    return case.authority("XA").signing_keys()


@pytest.fixture
def number(bundle):
    """Return the number of an event of the exporter's that is in a log."""
    return next(
        entry.number
        for entry in Journal(bundle / "custody")
        if entry.proof and parse_event(entry.event).authority.state == "XA"
    )


def test_what_is_left_of_a_destroyed_event_is_proved_and_reported(case, bundle, keys, number):
    before = checks(bundle)
    assert names.DESTROYED.id not in before
    folder = bundle / "custody"
    digest = destroy(folder, number)
    bag = parse_event(next(iter(Journal(folder))).event).object
    done = act("event-destroyed", tombstone=digest, second=None, consent=None)
    case.actor("XA").record(Journal(folder), done, of=bag)
    relist(bundle, keys)
    found = checks(bundle)
    assert found["custody-journal"].outcome == "holds"
    assert found["custody-destroyed"].outcome == "holds"
    assert "destroyed events: 1" in found["custody-destroyed"].remark
    (gone,) = destroyed(read_journals(journal_files(folder)))
    assert (str(gone.authority)[:2], gone.log.split("/")[1]) == ("xa", "xa")


def test_the_exporter_cannot_destroy_another_state_s_act(case, bundle, keys):
    """Its own event says so, and its node had the event's place in the other State's log proved."""
    folder = bundle / "custody"
    number = next(
        entry.number for entry in Journal(folder) if b'"code":"handed-over"' in entry.event
    )
    bag = parse_event(Journal(folder).entry(number).event).object
    digest = destroy(folder, number)
    done = act("event-destroyed", tombstone=digest, second=None, consent=None)
    case.actor("XA").record(Journal(folder), done, of=bag)
    for page in bundle.glob("report*"):
        page.unlink()
    relist(bundle, keys)
    found = verify_bundle(bundle, trusted=None, now=NOW)
    (check,) = (one for one in found.checks if one.id == "custody-destroyed")
    assert {one.code.id for one in check.reasons} == {"tombstone-by-others"}
    fails = [one.id for one in found.checks if one.outcome == "fails"]
    assert (check.outcome, found.outcome, fails) == ("undecided", "undecided", [])
    case.actor("XB").record(Journal(folder), done, of=bag)
    relist(bundle, keys)
    check = checks(bundle)["custody-destroyed"]
    assert check.outcome == examined_outcome(bundle) == "holds"
    assert "xb/" in str(check.remark)


def examined_outcome(bundle):
    return next(
        one.outcome
        for one in examined(bundle, now=NOW)[1].values()
        if one.id == "custody-destroyed"
    )


def test_the_exporter_cannot_hide_an_act_behind_a_tombstone_that_nobody_signed(
    bundle, keys, number
):
    destroy(bundle / "custody", number)
    relist(bundle, keys)
    check = checks(bundle)["custody-journal"]
    assert check.outcome == "fails"
    assert "tombstone-unrecorded" in {one.code.id for one in check.reasons}


def test_a_commitment_that_the_log_does_not_hold_fails(bundle, keys, number):
    folder = bundle / "custody"
    destroy(folder, number)
    path = folder / f"{number:04d}.tombstone.json"
    data = path.read_bytes()
    at = data.index(b'"commitment":"') + 14
    path.write_bytes(data[:at] + b"0" * 64 + data[at + 64 :])
    relist(bundle, keys)
    check = checks(bundle)["custody-destroyed"]
    assert check.outcome == "fails"
    assert {one.code.id for one in check.reasons} == {"log-not-included"}
