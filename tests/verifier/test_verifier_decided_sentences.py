# SPDX-License-Identifier: Apache-2.0
"""Sentences that settle what judges read differently: signatures, moments, tokens, tombstones, names."""

import base64
import hashlib
import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
VECTORS = Path(__file__).parents[1] / "vectors" / "custody"


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


def remarks(checks, check_id):
    return next(one.remarks for one in checks.done if one.id == check_id)


# --- 4, 4.2: signatures and moments


def test_what_is_no_message_always_has_an_ml_dsa_signature(verifier, made, trust):
    """Also where the directory lists no ML-DSA certificate of who signed."""
    folder, given = made("bundle"), verifier.Trusted.read([str(trust)]).newest
    event = folder / "custody/0001.json"
    authority = json.loads(event.read_bytes())["authority"]
    entry = given.entries[authority[:2].upper()]
    entry["certificates"] = [
        one
        for one in entry["certificates"]
        if (one["holder"], one["algorithm"]) != (authority, "mldsa65")
    ]
    judge, occurred = verifier.Judge(given, now=AT), json.loads(event.read_bytes())["occurred"]
    at, named = verifier.moment(occurred), folder / "custody/0001"
    (folder / "custody/0001.mldsa65.p7s").unlink()
    with pytest.raises(verifier.Wrong, match="lacks the ML-DSA signature"):
        judge.signatures(event, authority, at, named=named)
    found = judge.signatures(event, authority, at, named=named, by_listing=True)
    assert found.holder == authority


def test_a_token_whose_time_is_still_to_come_counts_for_nothing_and_fails(verifier, made, trust):
    folder = made("bundle")
    trusted = verifier.Trusted.read([str(trust)])
    judge = verifier.Judge(trusted.newest, now=AT)
    stamps = verifier.Stamps(folder / "seal", "seal.json", lambda name: folder / "seal" / name)
    (at, *_) = stamps.judge(judge, None)
    for seconds, ahead in ((300, False), (301, True)):
        now = at - timedelta(seconds=seconds)
        if not ahead:
            assert stamps.judge(replace(judge, now=now), None)[0] == at
            continue
        with pytest.raises(verifier.Wrong, match="moment-ahead"):
            stamps.judge(replace(judge, now=now), None)
        assert not any(one.counts for one in stamps.tokens if one.at == at)
        found = verifier.examine(folder, trusted, now)[0]
        assert any("moment-ahead" in one for one in remarks(found, "seal-stamped"))


def test_of_one_second_the_token_over_a_list_is_the_later_one(verifier, tmp_path):
    stamps = verifier.Stamps(tmp_path, "seal.json", lambda name: tmp_path / name)
    end = AT - timedelta(days=1)  # its authority's key was compromised then
    at = end - timedelta(days=1)
    over = verifier.Token("seal.json.tst", "seal.json", at, end, "XA")
    listed = verifier.Token(
        "archive.1.json.tst", "archive.1.json", at, AT + timedelta(days=9), "XB"
    )
    stamps.lists = {"archive.1.json": {"seal.json", "seal.json.tst"}}
    for tokens in ([over, listed], [listed, over]):
        stamps.tokens = tokens
        stamps._fade(AT, AT)
        assert (over.counts, listed.counts) == (True, True)


# --- 3, 5: names and tokens


def certified(subject, issuer, key, *, ca):
    uri = "rogatory:state-ca:xc" if ca else "rogatory:receipts:xc"
    bits = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
         "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    used = ("key_cert_sign", "crl_sign") if ca else ("digital_signature", "content_commitment")
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=9))
        .not_valid_after(AT + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca, 0 if ca else None), True)
        .add_extension(x509.KeyUsage(**(bits | dict.fromkeys(used, True))), True)
        .add_extension(identifier, False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), False
        )
        .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)]), False)
    )
    return built.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize("encoding", ["UTF8String", "PrintableString", "BMPString", "T61String"])
def test_an_issuer_is_named_in_the_bytes_of_its_subject(verifier, encoding):
    def name(kind):
        attribute = x509.NameAttribute(
            x509.oid.NameOID.COMMON_NAME, "XC State CA", _type=_ASN1Type[kind]
        )
        return x509.Name([attribute])

    key = ec.generate_private_key(ec.SECP256R1())
    own = verifier.certificate(certified(name(encoding), name(encoding), key, ca=True))
    one = verifier.certificate(certified(name("UTF8String"), name(encoding), key, ca=False))
    verifier.check_issued(one, [own], AT)
    other = "PrintableString" if encoding == "UTF8String" else "UTF8String"
    one = verifier.certificate(certified(name("UTF8String"), name(other), key, ca=False))
    with pytest.raises(verifier.Wrong, match="no State CA"):
        verifier.check_issued(one, [own], AT)


def test_a_tst_info_has_version_1_and_nothing_that_it_does_not_know(verifier, stumbles):
    def tlv(tag, content=b"\0"):
        return verifier.Der(tag, content, b"")

    honest = [tlv(2, b"\1"), tlv(6), tlv(0x30), tlv(2, b"\7"), tlv(0x18)]
    verifier._check_tst_info(honest)
    verifier._check_tst_info([*honest, tlv(0x30), tlv(2), tlv(0xA0, b"\x82\x01a")])
    for fields in (
        [tlv(2, b"\2"), *honest[1:]],
        [*honest, tlv(2), tlv(0x30)],
        [*honest, tlv(2), tlv(2)],
        [*honest, tlv(4)],
        honest[:4],
    ):
        with pytest.raises(stumbles):
            verifier._check_tst_info(fields)


def test_a_certificate_that_came_along_vouches_under_a_name_of_its_own_alone(judged, made):
    folder = made("sealed")
    assert outcomes(judged(folder))["seal-signed"] == "holds"
    own = folder / "certificates/xb-ca.p256.pem"
    own.rename(folder / "certificates/xb-ca.pem")
    found = outcomes(judged(folder))
    assert (found["seal-signed"], found["seal-layout"]) == ("undecided", "fails")
    (folder / "certificates/xb-ca.pem").rename(folder / "certificates/tsa.9.pem")
    assert outcomes(judged(folder))["seal-signed"] == "undecided"


# --- 6: approvals


@pytest.mark.parametrize(
    ("flags", "more", "holds"),
    [
        (0x05, b"", True),
        (0x05, b"\0", False),
        (0x85, b"\xa0", True),
        (0x85, b"\xa0\0", False),
        (0x85, b"", False),
        (0x85, b"\x80", False),
        (0x45, bytes(16) + b"\0\2ab" + b"\xa1\1\2", True),
        (0x45, bytes(16) + b"\0\2ab" + b"\xa1\1\2\xa0", False),
        (0x45, bytes(16) + b"\0\xffab" + b"\xa1\1\2", False),
        (0xC5, bytes(16) + b"\0\0" + b"\xa1\1\2" + b"\xa0", True),
        (0xC5, bytes(16) + b"\0\0" + b"\xa1\1\2" + b"\xa0\xa0", False),
    ],
)
def test_authenticator_data_have_nothing_behind_them(verifier, stumbles, flags, more, holds):
    data = bytes(32) + bytes([flags]) + bytes(4) + more
    if holds:
        verifier.check_authenticator_data(data)
        return
    with pytest.raises(stumbles):
        verifier.check_authenticator_data(data)


# --- 6, 19.2: what is read as JSON


def test_client_data_and_forms_have_no_mark_no_surrogate_and_one_spelling(verifier, stumbles):
    form = {
        "version": 1, "id": "a", "title": {"fr": "R\u00e9ponse"},
        "statements": [{"id": "b", "kind": "statement", "text": {"en": "yes"}}],
    }  # fmt: skip
    stated = [{"id": "b", "text": "yes", "answer": None, "declined": None}]
    verifier.Declaration._statements({"statements": stated}, form)
    for title in ("Re\u0301ponse", "R\ud800"):
        with pytest.raises(stumbles):
            verifier.Declaration._statements(
                {"statements": stated}, form | {"title": {"fr": title}}
            )
    challenge = hashlib.sha256(b"rogatory/approval/v1\napprove\nx").digest()
    client = json.dumps({
        "type": "webauthn.get", "challenge": url(challenge), "origin": "https://other",
    }).encode()  # fmt: skip
    for data, reason in ((client, "another origin"), (b"\xef\xbb\xbf" + client, "BOM")):
        one = {"client_data": url(data)}
        with pytest.raises((verifier.Wrong, ValueError), match=reason):
            verifier.check_assertion(one, "x", "a", ["https://a"], b"")


def url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


# --- 16, 17: tombstones


@pytest.fixture
def destroyed(verifier, tmp_path):
    """A journal with one tombstone and its proof."""
    vector = json.loads((VECTORS / "destroyed-holds.json").read_text())
    folder = tmp_path / "custody"
    folder.mkdir()
    (folder / "0001.tombstone.json").write_text(vector["tombstone"])
    (folder / "0001.tlog-proof").write_text(vector["proof"])
    return folder, json.loads(vector["tombstone"])


def read(verifier, folder):
    journal = verifier.Journals(folder)
    journal.read()
    return journal


def test_the_place_of_a_destroyed_event_needs_the_cosignatures_of_its_state(verifier, destroyed):
    folder, document = destroyed
    state = document["authority"][:2].upper()
    journal = read(verifier, folder)
    assert [one for one, _ in journal.witnessed] == [state]
    directory = SimpleNamespace(
        policy=lambda _: [(1, ["XZ"])], entries={}, witness_keys=lambda _: [], held={}
    )
    checks = verifier.Checks()
    verifier.run_witnessed(checks, (journal,), verifier.Judge(directory))
    assert outcomes(checks) == {"custody-witnessed": "undecided"}
    (folder / "0001.tlog-proof").unlink()
    assert read(verifier, folder).witnessed == []


def test_a_tombstone_beside_an_event_is_asked_for_cosignatures_too(verifier, destroyed, made):
    folder, document = destroyed
    shutil.copyfile(made("sealed") / "custody/0001.json", folder / "0001.json")
    journal = read(verifier, folder)
    assert journal.tombstones_wrong
    assert [one for one, _ in journal.witnessed] == [document["authority"][:2].upper()]


def test_an_event_whose_proof_does_not_verify_takes_no_place(verifier, destroyed):
    folder, document = destroyed
    journal = read(verifier, folder)
    place = (document["place"]["log"], document["place"]["index"])
    other = verifier.Journals(folder.parent / "custody-node")
    event = verifier.Entry(0, 1, "0001", data=b"{}", document={}, index=place)
    other.entries = [event]
    for proved in (False, True):
        event.proved, before = proved, list(journal.wrong)
        journal._places((journal, other))
        assert (len(journal.wrong) > len(before)) is proved


# --- 15: earlier records; 19: the exporter


def test_a_record_by_a_state_that_the_directory_does_not_list_is_undecided(
    verifier, made, trust, judged
):
    given = verifier.Trusted.read([str(trust)]).newest
    judge = verifier.Judge(given, now=AT, workstation=True)
    with pytest.raises(verifier.Wrong):
        judge.authorities("XZ", AT, None)
    records = given.entries["XB"]["certificates"]
    signer = verifier.certificate(verifier.unbase64(records[-1]["der"]))
    other = replace(signer, holder="xz/office")
    with pytest.raises(verifier.Undecided, match="no State CA of XZ that the directory lists"):
        replace(judge, record_at=AT)._issued(other, AT, None, listing=False)


def test_an_addressee_is_shown_by_the_first_message_in_order_of_folders(verifier):
    def seal(number):
        digest = hashlib.sha256(bytes([number])).hexdigest()
        document = {"sender": "xb/office", "recipients": [], "thread": "t"}
        return SimpleNamespace(digest=digest, document=document)

    def delivery(to, digest):
        body = {"seal": digest}
        document = {"kind": "delivery", "from": "xb/office", "to": to, "body": body}
        return SimpleNamespace(document=document, digest=f"{to} {digest}")

    first, second = seal(1), seal(2)
    bundle = object.__new__(verifier.Bundle)
    bundle.abandoned = set()
    bundle.seal = SimpleNamespace(counting=lambda _: [first, second], document={"thread": "t"})
    bundle.head = {"authority": "xa/office"}
    bundle.request, bundle.others = (
        None,
        [
            delivery("xa/other", first.digest),
            delivery("xa/office", second.digest),
            delivery("xa/office", first.digest),
        ],
    )
    bundle._messages_hold = lambda: True
    bundle.exporter_as(verifier.Checks())
    assert bundle.exporter == {
        "authority": "xa/office", "as": "addressee", "seal": second.digest,
    }  # fmt: skip
