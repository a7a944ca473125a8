# SPDX-License-Identifier: Apache-2.0
"""The journal in a folder: appended durably, by several at once, and completed after a crash."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from casts.custody.events import AT, NETWORK, OBJECT, OTHER_NETWORK, XA, XB, Log, event
from rogatory import disk
from rogatory.custody.events.event import CustodyAction, build_event, parse_event
from rogatory.custody.events.values import OfficerWords
from rogatory.custody.journal.check import verify_journal
from rogatory.custody.journal.journal import MOST_EVENTS, Journal
from rogatory.errors import Refused, Unreachable
from rogatory.seal.signatures import Signatures


@pytest.fixture
def journal(tmp_path):
    return Journal.begin(tmp_path / "custody")


def verified(journal, cast, log=None, **changes):
    options = {"object_digest": OBJECT, "network": NETWORK, "known": (), **changes}
    return verify_journal(
        journal,
        check=cast.check,
        log_keys=lambda origin: log.vkeys if log and origin == str(log.origin) else (),
        strays=journal.strays(),
        **options,
    )


def names(journal):
    return sorted(path.name for path in journal.folder.iterdir())


def test_an_event_is_kept_with_both_its_signatures(journal, cast):
    entry = journal.append(event(), cast.keys[XA])
    assert names(journal) == ["0001.json", "0001.mldsa65.p7s", "0001.p256.p7s"]
    assert list(journal) == [entry]
    assert (journal.folder / "0001.json").read_bytes() == build_event(event())
    (checked,) = verified(journal, cast)
    assert (checked.event, checked.digest, checked.logged) == (event(), entry.digest, None)
    assert {one.algorithm for one in checked.signed} == {"p256", "mldsa65"}


def test_each_holder_continues_its_own_events(journal, cast):
    for authority in (XA, XB, XA, XB, XB):
        journal.append(event(authority=authority, officer=None), cast.keys[authority])
    entries = list(journal)
    previous = [parse_event(entry.event).previous for entry in entries]
    digests = [entry.digest for entry in entries]
    assert previous == [None, None, digests[0], digests[1], digests[3]]
    assert [checked.number for checked in verified(journal, cast)] == [1, 2, 3, 4, 5]


def test_many_may_append_at_once_and_the_chain_stays_one(journal, cast):
    def append(number):
        authority = (XA, XB)[number % 2]
        act = event(authority=authority, officer=None, words=OfficerWords(f"act {number}"))
        return journal.append(act, cast.keys[authority])

    with ThreadPoolExecutor(8) as pool:
        entries = list(pool.map(append, range(24)))
    assert sorted(entry.number for entry in entries) == list(range(1, 25))
    checked = verified(journal, cast, known=[entry.digest for entry in entries])
    assert {one.event.words.text for one in checked} == {f"act {number}" for number in range(24)}


def test_an_act_of_another_authority_is_not_signed(journal, cast):
    with pytest.raises(Refused) as refused:
        journal.append(event(authority=XB, officer=None), cast.keys[XA])
    assert refused.value.codes == ("journal-signer",)
    assert names(journal) == []


def test_a_malformed_act_leaves_nothing(journal, cast):
    with pytest.raises(Refused):
        journal.append(event(words=OfficerWords("")), cast.keys[XA])
    with pytest.raises(ValueError, match="previous"):
        journal.append(event(previous="00" * 32), cast.keys[XA])
    assert names(journal) == []


def test_an_act_on_another_object_is_not_taken(journal, cast):
    journal.append(event(), cast.keys[XA])
    before = names(journal)
    for authority in (XA, XB):
        act = event(object="99" * 32, authority=authority, officer=None)
        with pytest.raises(Refused) as refused:
            journal.append(act, cast.keys[authority])
        assert refused.value.codes == ("journal-object",)
    assert names(journal) == before


def test_a_full_journal_takes_no_more(journal, cast):
    (journal.folder / f"{MOST_EVENTS}.json").write_bytes(build_event(event()))
    with pytest.raises(Refused) as refused:
        journal.append(event(), cast.keys[XA])
    assert refused.value.codes == ("journal-full",)
    assert names(journal) == [f"{MOST_EVENTS}.json"]


def test_numbers_go_on_beyond_four_digits(journal, cast):
    (journal.folder / "9999.json").write_bytes(build_event(event()))
    assert journal.append(event(), cast.keys[XA]).number == 10_000
    assert [entry.number for entry in journal] == [9999, 10_000]


# Events signed elsewhere


def test_events_of_another_copy_are_taken_byte_for_byte(journal, cast, tmp_path):
    other = Journal.begin(tmp_path / "other")
    for authority in (XA, XB, XA):
        other.append(event(authority=authority, officer=None), cast.keys[authority])
    for entry in other:
        assert journal.add(entry.event, entry.signatures) == entry
    before = names(journal)
    for entry in other:
        assert journal.add(entry.event, entry.signatures) == entry, "a second time changes nothing"
    assert names(journal) == before
    assert len(verified(journal, cast)) == 3


def test_an_event_that_does_not_continue_its_holders_last_is_not_taken(journal, cast, tmp_path):
    other = Journal.begin(tmp_path / "other")
    first = journal.append(event(), cast.keys[XA])
    fork = other.append(event(words=OfficerWords("another")), cast.keys[XA])
    with pytest.raises(Refused) as refused:
        journal.add(fork.event, fork.signatures)
    assert refused.value.codes == ("journal-chain",)
    assert list(journal) == [first]


# Interruptions


class Pulled(Exception):
    """The plug."""


@pytest.mark.parametrize("written", [0, 1, 2])
def test_an_interruption_at_any_write_is_noticed_and_repaired(journal, cast, monkeypatch, written):
    first = journal.append(event(), cast.keys[XA])
    whole, count = disk.write_new, iter(range(99))

    def pulled(path, data):
        if next(count) == written:
            raise Pulled
        whole(path, data)

    monkeypatch.setattr(disk, "write_new", pulled)
    with pytest.raises(Pulled):
        journal.append(event(words=OfficerWords("interrupted")), cast.keys[XA])
    monkeypatch.undo()
    if written == 0:
        assert list(journal) == [first], "nothing was recorded"
    else:
        assert [entry.number for entry in journal.interrupted()] == [2]
        with pytest.raises(Refused) as refused:
            verified(journal, cast)
        assert refused.value.codes == ("journal-entry", "journal-unsigned")
        # Other authorities cannot sign in its place; it can, and then all holds.
        assert journal.finish(cast.keys[XB]) == ()
        assert [entry.number for entry in journal.finish(cast.keys[XA])] == [2]
    journal.append(event(words=OfficerWords("afterwards")), cast.keys[XA])
    assert [one.number for one in verified(journal, cast)] == [entry.number for entry in journal]
    assert journal.interrupted() == ()


def test_an_act_after_an_interrupted_one_continues_it(journal, cast, monkeypatch):
    whole = disk.write_new

    def event_only(path, data):
        if path.name != "0001.json":
            raise Pulled
        whole(path, data)

    monkeypatch.setattr(disk, "write_new", event_only)
    with pytest.raises(Pulled):
        journal.append(event(), cast.keys[XA])
    monkeypatch.undo()
    second = journal.append(event(), cast.keys[XA])
    first = journal.entry(1)
    assert first.signatures is None
    assert parse_event(second.event).previous == first.digest
    journal.finish(cast.keys[XA])
    assert len(verified(journal, cast)) == 2


KILLED = """
import os, sys
from pathlib import Path
from rogatory import disk
from rogatory.custody.journal.journal import Journal
from rogatory.seal.signatures import Signatures
event, folder, when = sys.stdin.buffer.read(), Path(sys.argv[1]), int(sys.argv[2])
step, real = 0, os.fsync
def fsync(fd):
    global step
    step += 1
    if step == when:
        os.kill(os.getpid(), 9)
    real(fd)
os.fsync = fsync
Journal(folder).add(event, Signatures(b"one", b"two"))
"""


@pytest.mark.parametrize("when", [1, 2, 3, 4, 5, 6])
def test_a_process_killed_at_any_sync_leaves_a_journal_that_can_be_gone_on_with(
    journal, cast, when
):
    data = build_event(event())
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(journal.folder), str(when)], input=data, check=False
    )
    assert killed.returncode == -9
    recorded = [entry.event for entry in journal]
    assert recorded in ([], [data])
    assert journal.strays() == ()
    after = journal.add(data, cast.keys[XA].sign(data, AT))
    assert [entry.event for entry in journal] == [data]
    assert after.number == 1
    assert after.signatures is not None


def test_a_full_disk_is_reported_and_leaves_no_half_file(journal, cast, monkeypatch):
    def full(path, data):
        with disk.faults_at(path):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write_new", full)
    with pytest.raises(Unreachable):
        journal.append(event(), cast.keys[XA])
    assert names(journal) == []


# Logging


def test_what_is_not_logged_yet_is_listed_and_a_proof_ends_that(journal, cast):
    log = Log()
    first, second = (journal.append(event(), cast.keys[XA]) for _ in range(2))
    assert journal.not_logged() == (first, second)
    journal.attach_proof(1, log.enter(first.event))
    assert journal.not_logged() == (second,)
    checked = verified(journal, cast, log)
    assert checked[0].logged.index == 3
    assert checked[1].logged is None


def test_a_later_proof_takes_the_place_of_an_earlier_one(journal, cast):
    log = Log()
    entry = journal.append(event(), cast.keys[XA])
    journal.attach_proof(1, log.enter(entry.event, after=0))
    log.append(bytes(32))
    later = log.prove(bytes(range(32)), 3)
    journal.attach_proof(1, later)
    assert journal.entry(1).proof == later
    assert verified(journal, cast, log)[0].logged.checkpoint.checkpoint.size == 5


def test_a_proof_of_another_event_is_not_attached(journal, cast):
    first, second = (journal.append(event(), cast.keys[XA]) for _ in range(2))
    proof = Log().enter(first.event)
    with pytest.raises(Refused) as refused:
        journal.attach_proof(second.number, proof)
    assert refused.value.codes == ("log-not-included",)
    with pytest.raises(Refused) as refused:
        journal.attach_proof(7, proof)
    assert refused.value.codes == ("journal-no-entry",)
    assert journal.not_logged() == (first, second)


def test_an_act_late_in_the_journal_may_claim_an_early_time(journal, cast):
    """Clocks differ: what occurred when is a claim, and the order is the chain's."""
    journal.append(event(occurred=AT + timedelta(hours=1)), cast.keys[XA])
    journal.append(event(occurred=AT, action=CustodyAction.EXTRACTED), cast.keys[XA])
    assert len(verified(journal, cast)) == 2


def test_an_act_without_network_is_in_the_journal_of_any(journal, cast):
    journal.append(event(network=None), cast.keys[XA])
    journal.append(event(), cast.keys[XA])
    assert len(verified(journal, cast)) == 2
    assert len(verified(journal, cast, network=None)) == 2
    with pytest.raises(Refused):
        verified(journal, cast, network=OTHER_NETWORK)


def test_a_folder_that_exists_is_not_begun_again(journal, cast):
    entry = journal.append(event(), cast.keys[XA])
    with pytest.raises(Refused):
        Journal.begin(journal.folder)
    assert list(journal) == [entry]


def test_signatures_that_are_there_are_never_replaced(journal, cast):
    entry = journal.append(event(), cast.keys[XA])
    journal.add(entry.event, Signatures(b"forged", b"forged"))
    assert journal.entry(1) == entry
