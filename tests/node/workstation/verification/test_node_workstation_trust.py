# SPDX-License-Identifier: Apache-2.0
"""The effects of a directory on a workstation: who may be sealed to, who counts, which log."""

import os
from datetime import timedelta

import pytest

from casts.court.bundle_case import AT, Clock, found_case
from rogatory.custody.events.event import CustodyAction, parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.errors import Refused, Unreachable
from rogatory.node.packages.submit_custody import log_events
from rogatory.node.workstation.acting import Actor, submit_journal
from rogatory.node.workstation.collect import Describing
from rogatory.node.workstation.keys.addressees import find_recipients
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.new_keys import new_authority_keys
from rogatory.node.workstation.refusals import NO_JOURNAL
from rogatory.node.workstation.seal import SealDestination, make_sealed_package
from rogatory.node.workstation.verification.journal_checks import JOURNAL, LOGGED
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust
from rogatory.node.workstation.verification.verify import LISTED, verify
from rogatory.wire.identifiers import parse_authority

TO = "xa/central-authority"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return found_case(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="module")
def view(case):
    return case.node("XB").register.view()


@pytest.fixture
def source(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "one.txt").write_text("one")
    return tmp_path / "source"


def sealed_by(folder, view, source, *, officer="xb-0005", submit_to=None):
    """Seal the source for the central authority of Arcadia, beside it in `sealed`."""
    actor = Actor(folder.signing_keys(), Clock(), os.urandom, officer, view.network, submit_to)
    recipients = find_recipients([TO], view, AT)
    return make_sealed_package(
        source,
        source.with_name("sealed"),
        folder=folder,
        sealing=SealDestination(recipients, segment_size=1 << 20),
        describing=Describing(),
        actor=actor,
    )


def unlisted(authority, folder):
    """Keys that an authority made and no directory lists."""
    return new_authority_keys(
        parse_authority(authority), folder, state_ca=None, passphrase=None, at=AT, random=os.urandom
    )


def outcomes(found):
    return {check.name: check.outcome for check in found.checks}


def test_an_authority_of_the_directory_is_sealed_to_with_all_its_keys(case, view):
    (found,) = find_recipients([TO], view, AT)
    assert found.compared
    assert set(found.keys) == {one.recipient for one in view.recipients(TO, AT)}


def test_a_recipient_file_is_compared_with_the_directory(case, view, tmp_path):
    listed = case.federation.workstation("XA", "central-authority") / "recipient.json"
    assert find_recipients([str(listed)], view, AT)[0].compared
    forged = unlisted(TO, tmp_path / "forged")
    with pytest.raises(Refused) as refused:
        find_recipients([str(forged.folder), "nowhere"], view, AT)
    assert {"recipient-anchor", "recipient-not-listed", "recipient-form"} <= set(
        refused.value.codes
    )


def test_a_package_of_a_listed_authority_holds_against_the_directory(case, view, source, tmp_path):
    folder = case.authority("XB")
    node = case.node("XB")
    done = sealed_by(folder, view, source, submit_to=lambda events: log_events(node, events))
    assert done.not_handed_in == ()
    trusted = read_trust(case.federation.repository)
    found = verify(tmp_path / "sealed", trusted=trusted, now=AT + timedelta(minutes=5))
    assert found.outcome == "undecided"  # its timestamp is pending
    outcomes_found = outcomes(found)
    assert outcomes_found[LISTED] == outcomes_found[JOURNAL] == outcomes_found[LOGGED] == "holds"


def test_a_package_of_a_state_that_the_directory_does_not_list_is_refused(
    case, view, source, tmp_path
):
    made = unlisted("xm/central-authority", tmp_path / "xm")
    folder = open_authority_folder(made.folder)
    sealed_by(folder, view, source, officer=None)
    with pytest.raises(Refused) as refused:
        trust_for_sealed(tmp_path / "sealed", read_trust(case.federation.repository), AT)
    assert any("XM" in one.sentence() for one in refused.value.reasons)


def test_a_listed_name_with_unlisted_keys_fails(case, view, source, tmp_path):
    made = unlisted("xb/central-authority", tmp_path / "xb")
    folder = open_authority_folder(made.folder)
    sealed_by(folder, view, source)
    trusted = read_trust(case.federation.repository)
    found = verify(tmp_path / "sealed", trusted=trusted, now=AT + timedelta(minutes=5))
    assert found.outcome == "fails"
    assert verify(tmp_path / "sealed", trusted=None, now=AT).outcome == "undecided"


def test_a_copy_on_a_stick_is_read_as_of_the_seal_when_it_has_expired(case, view, source, tmp_path):
    folder = case.authority("XB")
    sealed_by(folder, view, source)
    trusted = read_trust(case.federation.repository)
    assert isinstance(trusted, TrustedDirectory)
    later = AT + timedelta(days=300)
    with pytest.raises(Refused):
        trusted.view(later)
    assert trust_for_sealed(tmp_path / "sealed", trusted, later).whom.view is not None


def test_a_node_that_is_down_leaves_the_journal_to_be_handed_in_later(case, view, source, tmp_path):
    def down(events):
        raise Unreachable(NO_JOURNAL.because(path="the line"))

    folder, node = case.authority("XB"), case.node("XB")
    done = sealed_by(folder, view, source, submit_to=down)
    assert [one.code.id for one in done.not_handed_in] == ["workstation-no-journal"]
    journal = Journal(done.journal)
    assert len(journal.not_logged()) == 2
    assert submit_journal(journal, "XB", lambda events: log_events(node, events)) == 2
    assert journal.not_logged() == ()
    assert submit_journal(journal, "XB", down) == 0
    assert [parse_event(one.event).action for one in journal] == [
        CustodyAction.COLLECTED,
        CustodyAction.SEALED,
    ]


@pytest.mark.parametrize("data", [b"", b"{}", b"-----BEGIN CERTIFICATE-----\n", b'{"version":1}'])
def test_what_is_nothing_to_trust_is_refused_with_a_reason(tmp_path, data):
    (tmp_path / "thing").write_bytes(data)
    with pytest.raises(Refused) as refused:
        read_trust(tmp_path / "thing")
    assert refused.value.codes == ("trust-unknown",)
    with pytest.raises(Refused):
        read_trust(tmp_path)
