# SPDX-License-Identifier: Apache-2.0
"""Attacks on a journal: each is refused with its reason, and judging changes nothing."""

import os
import shutil

import pytest

from casts.custody.events import NETWORK, OBJECT, OTHER_NETWORK, XA, XB, Log, event
from rogatory.custody.events.event import CustodyAction, build_event
from rogatory.custody.events.values import OfficerWords
from rogatory.custody.journal.check import verify_journal
from rogatory.custody.journal.journal import Journal
from rogatory.errors import Refused

ACTS = [
    (XB, CustodyAction.COLLECTED),
    (XB, CustodyAction.SEALED),
    (XA, CustodyAction.FETCHED),
    (XA, CustodyAction.OPENED),
    (XA, CustodyAction.EXTRACTED),
    (XB, CustodyAction.RELEASED),
]
KINDS = ("json", "p256.p7s", "mldsa65.p7s", "tlog-proof")


@pytest.fixture(scope="module")
def log():
    return Log()


@pytest.fixture(scope="module")
def original(cast, log, tmp_path_factory):
    """Six acts of two authorities, each logged."""
    journal = Journal.begin(tmp_path_factory.mktemp("original") / "custody")
    for authority, action in ACTS:
        act = event(authority=authority, action=action, officer=None)
        entry = journal.append(act, cast.keys[authority])
        journal.attach_proof(entry.number, log.enter(entry.event))
    return journal


@pytest.fixture
def journal(original, tmp_path):
    shutil.copytree(original.folder, tmp_path / "custody")
    return Journal(tmp_path / "custody")


@pytest.fixture
def refused(cast, log):
    """The codes with which a journal is refused; that it is, and is left as it was, is asserted."""

    def codes(journal, **changes):
        before = snapshot(journal.folder)
        with pytest.raises(Refused) as error:
            verify(journal, cast, log, **changes)
        assert snapshot(journal.folder) == before
        return list(error.value.codes)

    return codes


def verify(journal, cast, log, **changes):
    options = {
        "object_digest": OBJECT,
        "network": NETWORK,
        "check": cast.check,
        "log_keys": lambda origin: log.vkeys if origin == str(log.origin) else (),
        "strays": journal.strays(),
        **changes,
    }
    return verify_journal(journal, **options)


def snapshot(folder):
    return {
        path.name: path.readlink() if path.is_symlink() else path.read_bytes()
        for path in folder.iterdir()
    }


def move(journal, old, new):
    for kind in KINDS:
        (journal.folder / f"{old:04d}.{kind}").rename(journal.folder / f"{new:04d}.{kind}")


def remove(journal, number):
    for kind in KINDS:
        (journal.folder / f"{number:04d}.{kind}").unlink()


def swap(journal, one, other, kinds=KINDS):
    for kind in kinds:
        first = journal.folder / f"{one:04d}.{kind}"
        second = journal.folder / f"{other:04d}.{kind}"
        kept = first.read_bytes()
        first.write_bytes(second.read_bytes())
        second.write_bytes(kept)


def test_the_journal_holds_before_any_attack(journal, cast, log):
    checked = verify(journal, cast, log)
    assert [one.event.action for one in checked] == [action for _, action in ACTS]
    assert all(one.logged for one in checked)


def test_an_event_removed_from_the_middle(journal, refused):
    remove(journal, 4)
    assert refused(journal) == ["journal-entry", "journal-gap", "journal-chain"]


def test_an_event_removed_and_the_others_moved_up(journal, refused):
    remove(journal, 4)
    move(journal, 5, 4)
    move(journal, 6, 5)
    assert refused(journal) == ["journal-entry", "journal-chain"]


def test_the_first_event_removed(journal, refused):
    remove(journal, 1)
    for number in range(2, 7):
        move(journal, number, number - 1)
    assert refused(journal) == ["journal-entry", "journal-chain"]


def test_the_last_event_removed_is_seen_by_who_knows_of_it(journal, refused, cast, log):
    last = journal.entry(6).digest
    remove(journal, 6)
    assert len(verify(journal, cast, log)) == 5, "nothing that is left names it"
    assert refused(journal, known=[last]) == ["journal-missing"]


def test_events_reordered(journal, refused):
    swap(journal, 4, 5)
    assert refused(journal) == ["journal-entry", "journal-chain"] * 2


def test_an_event_twice(journal, refused):
    for kind in KINDS:
        shutil.copy(journal.folder / f"0006.{kind}", journal.folder / f"0007.{kind}")
    assert refused(journal) == ["journal-entry", "journal-chain"]


def test_an_event_altered(journal, refused):
    file = journal.folder / "0004.json"
    file.write_bytes(file.read_bytes().replace(b"opened", b"sealed"))
    codes = refused(journal)
    assert codes[:3] == ["journal-entry", "signature-other-document", "signature-other-document"]
    assert codes[3:] == ["log-not-included", "journal-entry", "journal-chain"]


def test_an_event_altered_and_no_longer_canonical(journal, refused):
    file = journal.folder / "0006.json"
    file.write_bytes(file.read_bytes() + b" ")
    assert refused(journal) == ["journal-entry", "json-not-canonical"]


def test_an_event_altered_and_signed_by_another_authority(journal, refused, cast):
    act = event(authority=XB, officer=None, action=CustodyAction.DESTROYED)
    data = build_event(act)
    signatures = cast.keys[XA].sign(data, act.occurred)
    (journal.folder / "0001.json").write_bytes(data)
    (journal.folder / "0001.p256.p7s").write_bytes(signatures.p256)
    (journal.folder / "0001.mldsa65.p7s").write_bytes(signatures.mldsa65)
    assert list(dict.fromkeys(refused(journal))) == [
        "journal-entry",
        "certificate-holder",
        "log-not-included",
        "journal-chain",
    ]


@pytest.mark.parametrize("kind", ["p256.p7s", "mldsa65.p7s"])
def test_signatures_swapped(journal, refused, kind):
    swap(journal, 4, 5, [kind])
    assert refused(journal) == ["journal-entry", "signature-other-document"] * 2


def test_a_signature_of_one_family_in_the_place_of_the_other(journal, refused):
    shutil.copy(journal.folder / "0006.p256.p7s", journal.folder / "0006.mldsa65.p7s")
    assert refused(journal) == ["journal-entry", "signature-algorithm"]


def test_the_post_quantum_signature_taken_away(journal, refused):
    (journal.folder / "0004.mldsa65.p7s").unlink()
    assert refused(journal) == ["journal-entry", "signature-missing"]


def test_the_classical_signature_taken_away(journal, refused):
    (journal.folder / "0004.p256.p7s").unlink()
    assert refused(journal) == ["journal-entry", "journal-unsigned"]


def test_proofs_swapped(journal, refused):
    swap(journal, 4, 5, ["tlog-proof"])
    assert refused(journal) == ["journal-entry", "log-not-included"] * 2


def test_a_proof_of_a_log_that_nobody_lists(journal, refused):
    forged = Log("XB", seed=66).enter(journal.entry(4).event)
    (journal.folder / "0004.tlog-proof").write_bytes(forged)
    assert refused(journal) == ["journal-entry", "log-unknown"]


def test_a_proof_by_a_forged_key_of_the_listed_log(journal, refused):
    forged = Log(seed=66).enter(journal.entry(4).event)
    (journal.folder / "0004.tlog-proof").write_bytes(forged)
    assert refused(journal) == ["journal-entry", "note-unsigned"]


def test_the_journal_of_another_object(journal, refused):
    assert refused(journal, object_digest="77" * 32) == ["journal-entry", "journal-object"] * 6


def test_the_journal_of_another_network(journal, refused):
    assert refused(journal, network=OTHER_NETWORK) == ["journal-entry", "journal-network"] * 6


@pytest.mark.parametrize("continued", [None, 1, 3])
def test_a_holder_with_a_second_version_of_its_own(journal, refused, cast, continued):
    """Rightly signed, but from the beginning again, from the middle, or after another's event."""
    previous = journal.entry(continued).digest if continued else None
    act = event(authority=XB, officer=None, words=OfficerWords("another story"), previous=previous)
    data = build_event(act)
    signatures = cast.keys[XB].sign(data, act.occurred)
    (journal.folder / "0007.json").write_bytes(data)
    (journal.folder / "0007.p256.p7s").write_bytes(signatures.p256)
    (journal.folder / "0007.mldsa65.p7s").write_bytes(signatures.mldsa65)
    assert refused(journal) == ["journal-entry", "journal-chain"]


def test_a_whole_journal_made_by_who_has_no_key_of_the_authority(tmp_path, refused, cast):
    journal = Journal.begin(tmp_path / "custody")
    stranger = cast.keys[XA]
    data = build_event(event(authority=XB, officer=None))
    journal.add(data, stranger.sign(data, event().occurred))
    assert set(refused(journal)) == {"journal-entry", "certificate-holder"}


@pytest.mark.parametrize(
    "name", ["0007.p256.p7s", "0007.tlog-proof", "notes.txt", "0000.json", "00001.json", "1.json"]
)
def test_a_file_that_belongs_to_no_event(journal, refused, name):
    (journal.folder / name).write_bytes(b"x")
    assert refused(journal) == ["journal-stray"]


def test_a_name_that_is_no_text(journal, refused):
    (journal.folder / os.fsdecode(b"\xff\x1b[2J")).write_bytes(b"")
    assert refused(journal) == ["journal-stray"]


def test_a_link_in_the_place_of_an_event_is_not_followed(journal, refused, tmp_path):
    target = tmp_path / "secret"
    target.write_bytes((journal.folder / "0004.json").read_bytes())
    (journal.folder / "0004.json").unlink()
    (journal.folder / "0004.json").symlink_to(target)
    assert refused(journal) == ["disk-link"]


def test_a_pipe_in_the_place_of_an_event_does_not_hold_the_reader_up(journal, cast, log):
    (journal.folder / "0004.json").unlink()
    os.mkfifo(journal.folder / "0004.json")
    with pytest.raises(Refused) as error:
        verify(journal, cast, log)
    assert error.value.codes == ("disk-not-a-file",)


def test_a_flood_in_the_place_of_an_event(journal, refused):
    os.truncate(journal.folder / "0004.json", 1 << 26)
    assert refused(journal) == ["disk-file-too-large"]
