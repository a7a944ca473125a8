# SPDX-License-Identifier: Apache-2.0
"""Trust at a moment: before, during and after rotation and compromise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.directory.network import AT, YEAR, Network, TestState
from rogatory.directory.entry.entry import CertificateRecord
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.seal.certificates import spki_sha256

DAY = timedelta(days=1)
ROTATION = AT + 10 * DAY
CONTACT = "xa/contact-point"


def end(state: TestState, use: str, reason: str, at=ROTATION) -> None:
    """End every certificate of a use at a moment."""
    state.entry = replace(
        state.entry,
        certificates=tuple(
            replace(record, period=replace(record.period, ended=PeriodEnd(at, reason)))
            if record.use == use
            else record
            for record in state.entry.certificates
        ),
    )


def add(state: TestState, record: CertificateRecord) -> CertificateRecord:
    state.entry = replace(state.entry, certificates=(*state.entry.certificates, record))
    return record


def view_after(network: Network) -> DirectoryView:
    network.submit("XA")
    return network.view()


def test_before_and_after_a_rotation_the_key_of_the_time_counts(network: Network) -> None:
    xa = network.states["XA"]
    old = [record.der for record in xa.entry.certificates if record.use == "receipts"]
    end(xa, "receipts", "rotated")
    new = add(xa, xa.certificate("receipts", "xa", "p256", ROTATION - DAY))
    view = view_after(network)

    def ders(at, **how: bool) -> list[bytes]:
        return [record.der for record in view.receipts_certificates("XA", at, **how)]

    assert ders(AT) == old
    assert ders(ROTATION - DAY) == [*old, new.der], "both during the overlap, the newest last"
    assert ders(ROTATION) == [new.der]
    assert ders(AT, proven=False) == old, "an orderly rotation does not spoil what was said before"


def test_a_compromised_key_counts_only_at_proven_moments_before(network: Network) -> None:
    end(network.states["XA"], "authority", "compromised")
    view = view_after(network)
    before = ROTATION - timedelta(seconds=1)
    assert len(view.authority_certificates(CONTACT, before)) == 2
    for at, proven in ((before, False), (ROTATION, True), (ROTATION + DAY, True)):
        with pytest.raises(Refused, match="directory-nothing-in-force"):
            view.authority_certificates(CONTACT, at, proven=proven)


def test_a_rotated_state_ca_still_vouches_and_a_compromised_one_does_not(network: Network) -> None:
    xa = network.states["XA"]
    end(xa, "state-ca", "rotated")
    assert len(view_after(network).anchors("XA", ROTATION + DAY)) == 2
    end(xa, "state-ca", "compromised")
    view = view_after(network)
    assert len(view.anchors("XA", ROTATION - DAY)) == 2
    for at, proven in ((ROTATION, True), (ROTATION - DAY, False)):
        with pytest.raises(Refused, match="directory-nothing-in-force"):
            view.anchors("XA", at, proven=proven)


def test_nothing_counts_outside_its_period(still: Network) -> None:
    view = still.view()
    for at in (AT - timedelta(seconds=1), AT + YEAR):
        for ask in (
            lambda at=at: view.authority_certificates(CONTACT, at),
            lambda at=at: view.recipients(CONTACT, at),
            lambda at=at: view.tls_pins("XA", at),
            lambda at=at: view.http_key("XA", at),
            lambda at=at: view.log_vkeys(f"{view.network}/xa/1", at),
        ):
            with pytest.raises(Refused, match="directory-nothing-in-force"):
                ask()
        with pytest.raises(Refused, match="officer-not-listed"):
            view.officer("xa-0001", at)
        assert view.tsa_certificates(at) == ()


def test_the_lookups_give_what_the_entry_lists(still: Network) -> None:
    view, xa = still.view(), still.states["XA"]
    assert view.states == ("XA", "XB")
    assert view.network == still.founding.network
    assert view.entry("XA") == xa.entry
    assert [r.algorithm for r in view.authority_certificates(CONTACT, AT)] == ["p256", "mldsa65"]
    assert set(view.anchors("XA", AT)) == set(xa.ca.certificates.values())
    assert view.node_url("XA") == xa.entry.node_url
    tls = next(record.der for record in xa.entry.certificates if record.use == "node-tls")
    assert view.tls_certificates("XA", AT) == (tls,)
    assert view.tls_pins("XA", AT) == {spki_sha256(tls)}
    assert [record.recipient for record in view.recipients(CONTACT, AT)] == [
        str(xa.identities[CONTACT].recipient)
    ]
    assert len(view.tsa_certificates(AT)) == 2
    assert view.log_vkeys(f"{view.network}/xa/1") == (xa.log.vkey,)
    assert view.approvals_demanded("xa/central-authority", "mla_stored_data") == 2
    assert view.approvals_demanded(CONTACT, "something_new") == 1, "somebody must approve"


def test_an_officer_is_found_by_number_and_credential(network: Network) -> None:
    xa = network.states["XA"]
    first = xa.register.officers[0]
    later = replace(first, credential=b"second key", period=Period(AT + DAY, AT + YEAR))
    xa.register = replace(xa.register, officers=(*xa.register.officers, later))
    view = view_after(network)
    assert view.officer("xa-0001", AT) == first
    assert view.officer("xa-0001", AT + DAY) == later, "the newest in force"
    assert view.officer("xa-0001", AT + DAY, credential=first.credential) == first
    for number, credential in (("xa-0001", b"unknown"), ("xa-0007", None), ("xa", None)):
        with pytest.raises(Refused, match="officer-not-listed"):
            view.officer(number, AT, credential=credential)


def test_who_is_not_listed_is_refused(still: Network) -> None:
    view = still.view()
    for ask, code in (
        (lambda: view.entry("XM"), "state-not-listed"),
        (lambda: view.anchors("XM", AT), "state-not-listed"),
        (lambda: view.officer("xm-0001", AT), "state-not-listed"),
        (lambda: view.officer("\u00df", AT), "state-not-listed"),
        (lambda: view.authority("xa/court"), "authority-not-listed"),
        (lambda: view.authority_certificates("xa/court", AT), "authority-not-listed"),
        (lambda: view.recipients("xa/court", AT), "authority-not-listed"),
        (lambda: view.approvals_demanded("Court", "x"), "authority-name"),
        (lambda: view.log_vkeys("elsewhere/xa/1"), "log-not-listed"),
    ):
        with pytest.raises(Refused, match=code):
            ask()


def test_a_held_state_answers_nothing(still: Network) -> None:
    view = still.view()
    with pytest.raises(Refused) as caught:
        view.entry("XM")
    reasons = caught.value.reasons
    held = replace(view, held={"XA": reasons})
    assert held.states == ("XB",)
    for ask in (
        lambda: held.entry("XA"),
        lambda: held.register("XA"),
        lambda: held.authority_certificates(CONTACT, AT),
        lambda: held.node_url("XA"),
        lambda: held.officer("xa-0001", AT),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.reasons == reasons
    assert len(held.tsa_certificates(AT)) == 1
    with pytest.raises(Refused, match="log-not-listed"):
        held.log_vkeys(f"{view.network}/xa/1")


def test_a_view_says_how_old_it_is(still: Network) -> None:
    view = still.view()
    assert view.age(AT + timedelta(minutes=5)) == 300
    assert view.age(AT - timedelta(minutes=5)) == 0
