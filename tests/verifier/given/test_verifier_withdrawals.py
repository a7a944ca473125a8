# SPDX-License-Identifier: Apache-2.0
"""Revocation lists where no directory is at hand: from when on, and for which reasons [3]."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
SINCE, NOW = AT + timedelta(days=7), AT + timedelta(days=30)
SECOND = timedelta(seconds=1)
HARMLESS = ["superseded", "cessation_of_operation", "affiliation_changed"]
OTHERS = [None, "unspecified", "key_compromise", "privilege_withdrawn", "certificate_hold", "ca_compromise"]  # fmt: skip


def named(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@pytest.fixture(scope="module")
def signing():
    """A State CA and a certificate that it issued, as the program sees them."""
    key = ec.generate_private_key(ec.SECP256R1())

    def issued(name, serial):
        builder = x509.CertificateBuilder().subject_name(named(name)).issuer_name(named("ca"))
        builder = builder.not_valid_before(AT).not_valid_after(NOW + timedelta(days=999))
        one = builder.public_key(key.public_key()).serial_number(serial).sign(key, hashes.SHA256())
        return SimpleNamespace(
            use="state-ca", state="XB", family="classical", key=key.public_key(), x509=one,
            holder="xb/office",
        )  # fmt: skip

    return key, issued("ca", 1), issued("office", 2)


@pytest.fixture
def withdrawals(verifier, signing, tmp_path):
    """Return the lists at hand: one, with one entry."""

    def lists(reason, *, invalid=None, revoked=SINCE, now=NOW):
        entry = x509.RevokedCertificateBuilder().serial_number(2).revocation_date(revoked)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags[reason]), critical=False)
        if invalid is not None:
            entry = entry.add_extension(x509.InvalidityDate(invalid), critical=False)
        builder = x509.CertificateRevocationListBuilder().issuer_name(named("ca"))
        builder = builder.last_update(AT).next_update(NOW).add_revoked_certificate(entry.build())
        builder = builder.add_extension(x509.CRLNumber(1), critical=False)
        data = builder.sign(signing[0], hashes.SHA256()).public_bytes(Encoding.PEM)
        (tmp_path / "xb-ca.p256.crl").write_bytes(data)
        return verifier.Withdrawals(tmp_path, now=now)

    return lists


@pytest.mark.parametrize("reason", HARMLESS)
def test_a_certificate_that_was_rotated_counts_for_what_it_signed_before(
    verifier, signing, withdrawals, reason
):
    _, ca, one = signing
    found = withdrawals(reason)
    for signed in (None, SINCE - SECOND, NOW):
        found.check(one, [ca], SINCE - SECOND, signed)
        with pytest.raises(verifier.Wrong, match="was withdrawn from"):
            found.check(one, [ca], SINCE, signed)
    assert found.compromised(one, [ca]) == []


@pytest.mark.parametrize("reason", OTHERS)
def test_for_any_other_reason_or_none_it_counts_only_where_that_is_proved(
    verifier, signing, withdrawals, reason
):
    """Others may have had the key since, and can claim an earlier moment."""
    _, ca, one = signing
    found = withdrawals(reason)
    found.check(one, [ca], AT, SINCE - SECOND)
    for signed in (None, SINCE, NOW):
        with pytest.raises(verifier.Wrong, match="ask XB for the reason"):
            found.check(one, [ca], AT, signed)
    with pytest.raises(verifier.Wrong, match="was withdrawn from"):
        found.check(one, [ca], SINCE, AT)
    assert found.compromised(one, [ca]) == [SINCE]


def test_the_invalidity_date_counts_before_the_date_of_revocation(verifier, signing, withdrawals):
    _, ca, one = signing
    found = withdrawals("key_compromise", invalid=AT + SECOND)
    found.check(one, [ca], AT, AT)
    with pytest.raises(verifier.Wrong):
        found.check(one, [ca], AT, AT + SECOND)


def test_of_revocation_and_invalidity_the_earlier_counts(verifier, signing, withdrawals):
    """Nobody moves a withdrawal by a date of invalidity that comes later."""
    _, ca, one = signing
    found = withdrawals("superseded", invalid=SINCE + timedelta(days=9))
    found.check(one, [ca], SINCE - SECOND, None)
    with pytest.raises(verifier.Wrong):
        found.check(one, [ca], SINCE, None)
    withdrawals("superseded", invalid=SINCE, now=SINCE - SECOND, revoked=NOW).check(
        one, [ca], NOW, None
    )
    with pytest.raises(verifier.Wrong):
        withdrawals("superseded", invalid=SINCE, now=SINCE, revoked=NOW).check(
            one, [ca], SINCE, None
        )


def test_what_was_taken_off_a_list_is_not_withdrawn(signing, withdrawals):
    _, ca, one = signing
    withdrawals("remove_from_crl").check(one, [ca], NOW, None)


@pytest.mark.parametrize("reason", [None, "key_compromise", "superseded"])
def test_a_date_after_the_moment_of_the_check_withdraws_nothing_yet(
    verifier, signing, withdrawals, reason
):
    _, ca, one = signing
    withdrawals(reason, now=SINCE - SECOND).check(one, [ca], AT, None)
    withdrawals(reason, now=SINCE - SECOND).check(one, [ca], NOW, None)
    with pytest.raises(verifier.Wrong):
        withdrawals(reason, now=SINCE).check(one, [ca], SINCE, None)


# --- what a list is


def sequence(*parts):
    content = b"".join(parts)
    length = len(content)
    more = b"" if length < 128 else length.to_bytes((length.bit_length() + 7) // 8, "big")
    head = bytes([0x80 | len(more)]) + more if more else bytes([length])
    return b"\x30" + head + content


def signed_anew(verifier, listing, key, *left_out):
    """Return a list without some parts of it, by their places, signed by the same State CA."""
    whole = verifier.der(listing.public_bytes(Encoding.DER)).children()
    parts = whole[0].children()
    body = sequence(*(one.raw for place, one in enumerate(parts) if place not in left_out))
    value = key.sign(body, ec.ECDSA(hashes.SHA256()))
    signature = b"\x03" + bytes([len(value) + 1]) + b"\0" + value
    return x509.load_der_x509_crl(sequence(body, whole[1].raw, signature))


def listing_of(key, *extensions, issuer="ca", entry=()):
    builder = x509.CertificateRevocationListBuilder().issuer_name(named(issuer))
    one = x509.RevokedCertificateBuilder().serial_number(2).revocation_date(SINCE)
    for extension in entry:
        one = one.add_extension(extension, critical=False)
    builder = builder.last_update(AT).next_update(NOW).add_revoked_certificate(one.build())
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(key, hashes.SHA256())


def unreadable(identifier, value):
    return x509.UnrecognizedExtension(x509.ObjectIdentifier(identifier), value)


VERSION, NEXT_UPDATE = 0, 4
NUMBER = x509.CRLNumber(1)


def test_a_list_has_version_2_a_number_and_a_next_update(verifier, signing, stumbles):
    key, ca, _ = signing
    sound = listing_of(key, NUMBER)
    verifier.check_list(sound, ca.x509)
    assert signed_anew(verifier, sound, key).is_signature_valid(ca.key)
    for other in (
        listing_of(key),
        listing_of(key, NUMBER, issuer="another"),
        listing_of(ec.generate_private_key(ec.SECP256R1()), NUMBER),
        signed_anew(verifier, sound, key, NEXT_UPDATE),
        listing_of(key, NUMBER, entry=[unreadable("2.5.29.21", b"\x0a\x01\x63")]),
        listing_of(key, NUMBER, entry=[unreadable("2.5.29.24", b"\x05\x00")]),
    ):
        with pytest.raises(stumbles):
            verifier.check_list(other, ca.x509)
    older = signed_anew(verifier, listing_of(key), key, VERSION, 6)
    with pytest.raises(verifier.Wrong, match="another version"):
        verifier.check_list(older)


@pytest.mark.parametrize("form", ["without a number", "with an unreadable reason"])
def test_what_is_no_list_withdraws_nothing_and_has_no_place(
    verifier, signing, stumbles, tmp_path, form
):
    key, ca, one = signing
    listing = (
        listing_of(key)
        if form == "without a number"
        else listing_of(key, NUMBER, entry=[unreadable("2.5.29.21", b"\x0a\x01\x63")])
    )
    folder = tmp_path / "certificates"
    folder.mkdir()
    path = folder / "xb-ca.p256.crl"
    path.write_bytes(listing.public_bytes(Encoding.PEM))
    verifier.Withdrawals(folder, now=NOW).check(one, [ca], NOW, None)
    with pytest.raises(stumbles):
        verifier.check_carried(tmp_path, "certificates/xb-ca.p256.crl", tsa=True)
    with pytest.raises(stumbles):
        verifier.Bundle._stock_list(path, {ca.x509.public_bytes(Encoding.DER)})
    path.write_bytes(listing_of(key, NUMBER).public_bytes(Encoding.PEM))
    verifier.check_carried(tmp_path, "certificates/xb-ca.p256.crl", tsa=True)
    verifier.Bundle._stock_list(path, {ca.x509.public_bytes(Encoding.DER)})
    with pytest.raises(verifier.Wrong):
        verifier.Withdrawals(folder, now=NOW).check(one, [ca], NOW, None)


def entry_of(reason, at, serial=2):
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
    return entry.add_extension(x509.CRLReason(x509.ReasonFlags[reason]), critical=False).build()


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(
    ("others", "since"),
    [
        ([("superseded", SINCE)], SINCE),
        ([("remove_from_crl", AT)], SINCE),
        ([("superseded", NOW + SECOND)], SINCE),
        ([("key_compromise", AT + SECOND)], AT + SECOND),
        ([("superseded", NOW), ("key_compromise", AT + SECOND), ("remove_from_crl", AT)], AT + SECOND),
    ],
)  # fmt: skip
def test_of_several_entries_of_one_number_each_counts(
    verifier, signing, tmp_path, others, since, backwards
):
    """In whatever order: else one reader withdraws what another does not."""
    key, ca, one = signing
    entries = [("key_compromise", SINCE), *others]
    builder = x509.CertificateRevocationListBuilder().issuer_name(named("ca"))
    builder = builder.last_update(AT).next_update(NOW).add_extension(NUMBER, critical=False)
    for reason, at in reversed(entries) if backwards else entries:
        builder = builder.add_revoked_certificate(entry_of(reason, at))
        builder = builder.add_revoked_certificate(entry_of(reason, at, 3))
    data = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    (tmp_path / "xb-ca.p256.crl").write_bytes(data)
    found = verifier.Withdrawals(tmp_path, now=NOW)
    assert min(found.compromised(one, [ca])) == since
    found.check(one, [ca], AT, since - SECOND)
    with pytest.raises(verifier.Wrong):
        found.check(one, [ca], AT, since)


OTHERWISE = {
    "a blank line before": lambda data, _: b"\n" + data,
    "a blank line behind": lambda data, _: data + b"\n",
    "words before": lambda data, _: b"A list\n" + data,
    "twice": lambda data, _: data + data,
    "lines of another length": lambda data, _: data.replace(b"\n", b"", 2).replace(b"CRL-----", b"CRL-----\n", 1),
    "lines of Windows": lambda data, _: data.replace(b"\n", b"\r\n"),
    "without its last line feed": lambda data, _: data.rstrip(b"\n"),
    "DER with a byte more": lambda _, der: der + b"\0",
    "another label": lambda data, _: data.replace(b"X509 CRL", b"CRL"),
}  # fmt: skip


@pytest.mark.parametrize("form", OTHERWISE)
def test_what_is_not_written_as_a_list_withdraws_nothing(
    verifier, signing, stumbles, tmp_path, form
):
    key, ca, one = signing
    listing = listing_of(key, NUMBER)
    pem, der = (listing.public_bytes(kind) for kind in (Encoding.PEM, Encoding.DER))
    folder = tmp_path / "certificates"
    folder.mkdir()
    path = folder / "xb-ca.p256.crl"
    for data in (pem, der):
        path.write_bytes(data)
        with pytest.raises(verifier.Wrong, match="was withdrawn from"):
            verifier.Withdrawals(folder, now=NOW).check(one, [ca], NOW, None)
    written = OTHERWISE[form](pem, der)
    assert written not in {pem, der}
    path.write_bytes(written)
    verifier.Withdrawals(folder, now=NOW).check(one, [ca], NOW, None)
    with pytest.raises(stumbles):
        verifier.check_carried(tmp_path, "certificates/xb-ca.p256.crl", tsa=True)


# --- where a directory is at hand, lists decide nothing


@pytest.fixture
def withdrawing(verifier, monkeypatch):
    """As if the lists at hand withdrew every certificate from the beginning."""
    entry = (datetime(2000, 1, 1, tzinfo=UTC), True)
    monkeypatch.setattr(verifier.Withdrawals, "_withdrawn", lambda *_: iter([entry]))


@pytest.mark.parametrize("kind", ["sealed", "bag", "disclosure", "certificate"])
@pytest.mark.parametrize("given", ["a copy", "entries", "an entry and State CAs"])
def test_where_a_directory_is_at_hand_lists_decide_nothing(
    verifier, judged, made, material, trust, tmp_path, withdrawing, kind, given
):
    """Of no State, and of no officer either [3; 19.2, 2(c)]."""
    states = trust / "targets/states"
    (xa,), (xb,) = states.glob("*.xa.json"), states.glob("*.xb.json")
    cas = [material / f"disclosure/certificates/xb-ca.{one}.pem" for one in ("p256", "mldsa65")]
    of = {"a copy": [trust], "entries": [xa, xb], "an entry and State CAs": [xa, *cas]}[given]
    folder = material / "certificate" if kind == "certificate" else made(kind)
    found = judged(folder, *of)
    assert "fails" not in {one.outcome for one in found.done}


@pytest.mark.parametrize("kind", ["sealed", "bag", "disclosure", "certificate"])
def test_where_none_is_they_do(judged, made, material, withdrawing, kind):
    cas = [material / f"disclosure/certificates/{state}-ca.{one}.pem"
           for state in ("xa", "xb") for one in ("p256", "mldsa65")]  # fmt: skip
    folder = material / "certificate" if kind == "certificate" else made(kind)
    failing = {one.id for one in judged(folder, *cas).done if one.outcome == "fails"}
    expected = {
        "sealed": {"seal-signed", "seal-stamped", "custody-journal"},
        "bag": {"bag-signed", "seal-signed", "custody-journal"},
        "disclosure": {"disclosure-signed", "seal-signed", "disclosure-package-signed"},
        "certificate": {"certificate"},
    }[kind]
    assert expected <= failing
