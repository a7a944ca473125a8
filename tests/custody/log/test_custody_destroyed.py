# SPDX-License-Identifier: Apache-2.0
"""A journal with a destroyed event: what is still proved, and what a forger cannot hide behind a tombstone."""

from dataclasses import replace

import pytest

from casts.custody.events import NETWORK, OBJECT, XA, XB, Log, event
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import CustodyAction, event_digest, parse_event
from rogatory.custody.journal.check import verify_journal
from rogatory.custody.journal.journal import Journal
from rogatory.custody.log.commitment import commitment
from rogatory.custody.log.proof import parse_proof, verify_proof, write_proof
from rogatory.custody.log.tombstone import (
    DestroyedKind,
    Tombstone,
    build_tombstone,
    parse_tombstone,
    tombstone_digest,
)
from rogatory.errors import Refused

SALT = bytes(range(32))


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def journal(tmp_path, cast, log):
    """Three acts of one authority, each logged."""
    journal = Journal.begin(tmp_path / "custody")
    for number in range(3):
        entry = journal.append(event(officer=None, words=None), cast.keys[XA])
        assert entry.number == number + 1
        journal.attach_proof(entry.number, log.enter(entry.event))
    return journal


def tombstone_of(journal, number):
    entry = journal.entry(number)
    read, proof = parse_event(entry.event), parse_proof(entry.proof)
    following = [one.digest for one in journal if parse_event(one.event).previous == entry.digest]
    return Tombstone(
        kind=DestroyedKind.EVENT,
        object=read.object,
        authority=read.authority,
        previous=read.previous,
        digest=event_digest(entry.event),
        commitment=commitment(SALT, entry.event).hex(),
        log=proof.checkpoint.split("\n", 1)[0],
        index=proof.index,
        successor=following[0] if following else None,
        reply="event-destroyed",
    )


def put(journal, number, tombstone):
    """Take the event away, and its salt; the tombstone takes its place."""
    proof = parse_proof(journal.entry(number).proof)
    stripped = write_proof(None, proof.index, proof.path, proof.checkpoint)
    for kind in ("json", "p256.p7s", "mldsa65.p7s"):
        (journal.folder / f"{number:04d}.{kind}").unlink()
    (journal.folder / f"{number:04d}.tlog-proof").write_bytes(stripped)
    data = build_tombstone(tombstone)
    (journal.folder / f"{number:04d}.tombstone.json").write_bytes(data)
    return tombstone_digest(data)


def record(journal, cast, digest, authority=XA):
    done = act("event-destroyed", tombstone=digest, second=None, consent=None)
    made = event(action=CustodyAction.DESTROYED, authority=authority, officer=None, act=done)
    return journal.append(made, cast.keys[authority])


def verified(journal, cast, log, **changes):
    return verify_journal(
        journal,
        destroyed=journal.destroyed(),
        object_digest=OBJECT,
        network=NETWORK,
        check=cast.check,
        log_keys=lambda origin: log.vkeys if origin == str(log.origin) else (),
        strays=journal.strays(),
        **changes,
    )


def codes(journal, cast, log, **changes):
    before = {path.name: path.read_bytes() for path in journal.folder.iterdir()}
    with pytest.raises(Refused) as refused:
        verified(journal, cast, log, **changes)
    assert {path.name: path.read_bytes() for path in journal.folder.iterdir()} == before
    return refused.value.codes


def test_a_journal_with_a_recorded_tombstone_holds_and_goes_on(journal, cast, log):
    gone = tombstone_of(journal, 2)
    record(journal, cast, put(journal, 2, gone))
    assert [one.number for one in verified(journal, cast, log)] == [1, 3, 4]
    (entry,) = journal.destroyed()
    assert parse_tombstone(entry.tombstone) == gone
    assert not journal.strays()
    assert verified(journal, cast, log, known=[gone.digest])


def test_after_a_tombstone_the_next_act_names_what_was_destroyed(journal, cast, log):
    gone = tombstone_of(journal, 3)
    entry = record(journal, cast, put(journal, 3, gone))
    assert (entry.number, parse_event(entry.event).previous) == (4, gone.digest)
    assert [one.number for one in verified(journal, cast, log)] == [1, 2, 4]


def test_another_state_may_say_that_it_destroyed_its_copy(journal, cast, log):
    record(journal, cast, put(journal, 2, tombstone_of(journal, 2)), XB)
    assert len(verified(journal, cast, log)) == 3


def test_an_event_cannot_vanish_behind_a_tombstone_that_nobody_signed_for(journal, cast, log):
    put(journal, 2, tombstone_of(journal, 2))
    assert codes(journal, cast, log) == ("journal-entry", "tombstone-unrecorded")


def test_a_tombstone_changed_after_it_was_recorded_is_not_recorded(journal, cast, log):
    gone = tombstone_of(journal, 2)
    digest = put(journal, 2, gone)
    record(journal, cast, digest)
    changed = build_tombstone(replace(gone, reply=None))
    (journal.folder / "0002.tombstone.json").write_bytes(changed)
    assert codes(journal, cast, log) == ("journal-entry", "tombstone-unrecorded")


def test_a_tombstone_cannot_name_another_digest_than_the_next_event_does(journal, cast, log):
    record(journal, cast, put(journal, 2, replace(tombstone_of(journal, 2), digest="ef" * 32)))
    found = codes(journal, cast, log)
    assert "journal-chain" in found


def test_a_tombstone_cannot_hide_that_events_before_it_were_taken_away(journal, cast, log):
    record(journal, cast, put(journal, 2, tombstone_of(journal, 2)))
    for path in list(journal.folder.glob("0001.*")):
        path.unlink()
    for path in sorted(journal.folder.iterdir()):
        path.rename(path.with_name(f"{int(path.name[:4]) - 1:04d}{path.name[4:]}"))
    assert "journal-chain" in codes(journal, cast, log)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"commitment": "ef" * 32}, "log-not-included"),
        ({"index": 4}, "tombstone-place"),
        ({"object": "ef" * 32}, "journal-object"),
        ({"kind": DestroyedKind.MESSAGE}, "tombstone-kind"),
        ({"log": f"{NETWORK}/xb/1"}, "tombstone-place"),
        ({"log": f"{NETWORK}/xa/2"}, "log-unknown"),
    ],
)
def test_a_tombstone_says_no_more_than_its_proof(journal, cast, log, changes, code):
    record(journal, cast, put(journal, 2, replace(tombstone_of(journal, 2), **changes)))
    assert code in codes(journal, cast, log)


def test_a_tombstone_cannot_take_the_place_of_an_event_that_is_there(journal, cast, log):
    other = parse_proof(journal.entry(1).proof)
    gone = replace(tombstone_of(journal, 2), index=other.index)
    record(journal, cast, put(journal, 2, gone))
    (journal.folder / "0002.tlog-proof").unlink()
    assert "tombstone-place" in codes(journal, cast, log)


def test_a_salt_that_was_left_is_refused(journal, cast, log):
    kept = journal.entry(2).proof
    record(journal, cast, put(journal, 2, tombstone_of(journal, 2)))
    (journal.folder / "0002.tlog-proof").write_bytes(kept)
    assert codes(journal, cast, log) == ("journal-entry", "tombstone-salt")


def test_nothing_but_a_proof_lies_beside_a_tombstone(journal, cast, log):
    signature = (journal.folder / "0002.p256.p7s").read_bytes()
    record(journal, cast, put(journal, 2, tombstone_of(journal, 2)))
    (journal.folder / "0002.p256.p7s").write_bytes(signature)
    (journal.folder / "0001.tombstone.json").write_bytes(b"{}")
    assert journal.strays() == ("0001.tombstone.json", "0002.p256.p7s")
    assert codes(journal, cast, log) == ("journal-stray", "journal-stray")


def test_an_event_that_is_there_is_not_proved_without_its_salt(journal, log):
    entry = journal.entry(2)
    proof = parse_proof(entry.proof)
    stripped = write_proof(None, proof.index, proof.path, proof.checkpoint)
    with pytest.raises(Refused) as refused:
        verify_proof(stripped, entry.event, origin=str(log.origin), vkeys=log.vkeys)
    assert refused.value.codes == ("log-proof-salt",)
