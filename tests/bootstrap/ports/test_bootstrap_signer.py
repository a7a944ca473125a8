# SPDX-License-Identifier: Apache-2.0
"""The signer believes nobody: no approval, no signature. Over real keys and a real directory."""

import os
import stat
from datetime import timedelta

import pytest

from rogatory.bootstrap.home import keys
from rogatory.bootstrap.node import build_node
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import CustodyAction, Event, build_event
from rogatory.errors import Refused
from rogatory.exercises.cast import DUTY, HEAD_OF_DUTY, HEAD_OF_LAW
from rogatory.requests.envelope import Links, MessageDraft, build_message, content_digest
from rogatory.seal.approval_document import encode_approvals
from rogatory.seal.signatures import Anchors, verify_signatures
from rogatory.wire.identifiers import Authority, uuid7

CONTACT = Authority("XA", "contact-point")


@pytest.fixture
def node(home, founded):
    made = build_node(home)
    made.register.refresh(made.clock.now())
    return made


@pytest.fixture
def draft(node, founded):
    return MessageDraft(
        network=node.network,
        kind="preservation",
        sender=CONTACT,
        addressee=Authority("XB", "contact-point"),
        thread=uuid7(founded, bytes(10)),
        language="en",
        body={"what": "a mailbox"},
    )


@pytest.fixture
def approve(federation):
    def approved(draft, *players, verdict="approve", state="XA", known_as=None):
        given = []
        for player in players:
            authenticator = federation.authenticator(state, player)
            given.append(
                authenticator.approve(
                    known_as or player.known_as(state), verdict, content_digest(draft)
                )
            )
        return encode_approvals(given)

    return approved


def message_of(draft, at):
    return build_message(draft, Links(1, None, None), message_id=uuid7(at, b"1" * 10), issued=at)


def test_an_approved_message_is_signed_in_both_algorithms(node, draft, approve, founded):
    message, at = message_of(draft, founded), node.clock.now()
    signatures = node.signer.sign_message(message, approve(draft, HEAD_OF_DUTY), at)
    signed = verify_signatures(
        message,
        signatures,
        anchors=Anchors(node.register.view().anchors("XA", at)),
        holder=str(CONTACT),
        at=at,
        require_mldsa65=True,
        use="authority",
    )
    assert [one.algorithm for one in signed] == ["p256", "mldsa65"]


def refused(node, draft, approvals, founded):
    with pytest.raises(Refused) as found:
        node.signer.sign_message(message_of(draft, founded), approvals, node.clock.now())
    return set(found.value.codes)


def test_without_an_approval_nothing_is_signed(node, draft, approve, founded):
    assert "approvals-too-few" in refused(node, draft, approve(draft), founded)


def test_an_approval_of_another_content_is_none(node, draft, approve, founded):
    import dataclasses

    other = dataclasses.replace(draft, body={"what": "every mailbox"})
    codes = refused(node, other, approve(draft, HEAD_OF_DUTY), founded)
    assert {"approvals-too-few", "approval-other-matter"} <= codes


@pytest.mark.parametrize("player", [DUTY, HEAD_OF_LAW], ids=["no approver", "another office"])
def test_an_approval_by_whom_the_register_does_not_let_is_none(
    node, draft, approve, founded, player
):
    assert "approvals-too-few" in refused(node, draft, approve(draft, player), founded)


def test_an_officers_approval_made_with_anothers_passkey_is_none(node, draft, approve, founded):
    forged = approve(draft, DUTY, known_as=HEAD_OF_DUTY.known_as("XA"))
    assert "approvals-too-few" in refused(node, draft, forged, founded)


def test_a_rejection_is_no_approval(node, draft, approve, founded):
    assert "approvals-too-few" in refused(
        node, draft, approve(draft, HEAD_OF_DUTY, verdict="reject"), founded
    )


def test_another_states_or_networks_message_is_not_signed_here(node, draft, approve, founded):
    import dataclasses

    foreign = dataclasses.replace(draft, sender=Authority("XB", "contact-point"), addressee=CONTACT)
    assert "signer-not-ours" in refused(
        node, foreign, approve(foreign, HEAD_OF_DUTY, state="XB"), founded
    )
    exercise = dataclasses.replace(draft, network="00" * 32)
    assert "signer-other-network" in refused(
        node, exercise, approve(exercise, HEAD_OF_DUTY), founded
    )


def test_what_is_no_message_is_not_signed(node, founded):
    with pytest.raises(Refused):
        node.signer.sign_message(b'{"pay":1000}', b"", node.clock.now())


def an_event(node, at, **changes):
    given = {
        "network": node.network,
        "id": uuid7(at, b"2" * 10),
        "object": "0b" * 32,
        "action": CustodyAction.COLLECTED,
        "authority": CONTACT,
        "officer": "xa-0001",
        "act": act("collected", files=1),
        "basis": None,
        "occurred": at,
        "previous": None,
    }
    return build_event(Event(**given | changes))


def test_events_are_signed_for_own_authorities_of_this_network_only(node, founded):
    signatures = node.signer.sign_event(an_event(node, founded), node.clock.now())
    assert signatures.p256
    assert signatures.mldsa65
    for changes in (
        {"authority": Authority("XB", "contact-point"), "officer": None},
        {"network": "00" * 32},
    ):
        with pytest.raises(Refused):
            node.signer.sign_event(an_event(node, founded, **changes), node.clock.now())


def test_the_signer_and_its_node_show_no_key(node, home):
    seen = repr(node) + repr(node.signer.__dict__)
    for path in (home.path / "keys").rglob("*.key"):
        for line in path.read_text().splitlines():
            if len(line) > 20 and not line.startswith("-----"):
                assert line not in seen, path.name


def test_a_key_that_others_may_read_is_not_used(home):
    path = home.authority_keys / "contact-point" / "p256.key"
    path.chmod(0o640)
    with pytest.raises(Refused) as found:
        build_node(home)
    assert found.value.codes == ("key-readable",)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.fixture
def credential(tmp_path, monkeypatch):
    """A secret as systemd hands it to a service: another's file, read by an access list, whose mask is
    what the group's rights show.
    """
    folder = tmp_path / "credentials" / "rogatory-xa.service"
    folder.mkdir(mode=0o550, parents=True)
    monkeypatch.setattr(keys, "CREDENTIALS", folder.parent)
    monkeypatch.setattr(keys, "CREDENTIALS_OWNER", os.getuid())

    def handed(path):
        folder.chmod(0o750)
        kept = folder / path.name
        path.rename(kept)
        kept.chmod(0o440)
        folder.chmod(0o550)
        path.symlink_to(kept)
        return kept

    return handed


def test_a_key_that_systemd_hands_to_the_service_is_used(home, credential):
    credential(home.node_keys / "http.key")
    assert build_node(home).state == "XA"


def test_what_others_may_read_is_no_credential_wherever_it_lies(home, credential, monkeypatch):
    path = home.node_keys / "http.key"
    kept = credential(path)
    for of, wrong in ((kept, 0o444), (kept, 0o460), (kept.parent, 0o555)):
        before = stat.S_IMODE(of.stat().st_mode)
        of.chmod(wrong)
        assert keys.key_reason(path).code.id == "key-readable"
        of.chmod(before)
    monkeypatch.setattr(keys, "CREDENTIALS_OWNER", os.getuid() + 1)
    assert keys.key_reason(path).code.id == "key-readable"


def test_a_missing_key_is_named(home):
    (home.node_keys / "log.key").unlink()
    with pytest.raises(Refused) as found:
        build_node(home)
    assert found.value.codes == ("key-absent",)


def test_a_directory_older_than_the_grace_signs_nothing(home, draft, approve, founded):
    class Later:
        def __init__(self, clock):
            self.clock, self.ahead = clock, timedelta()

        def now(self):
            return self.clock.now() + self.ahead

    from rogatory.bootstrap.ports.clock import SystemClock

    clock = Later(SystemClock())
    late = build_node(home, clock=clock)
    late.register.refresh(clock.now())
    clock.ahead = home.directory_grace + timedelta(minutes=1)
    with pytest.raises(Refused) as found:
        late.signer.sign_message(
            message_of(draft, founded), approve(draft, HEAD_OF_DUTY), clock.now()
        )
    assert "directory-too-old" in found.value.codes
