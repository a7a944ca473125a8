# SPDX-License-Identifier: Apache-2.0
"""Forms that a reader refuses: certificates, signatures, tokens, lists and names, made by a forger."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from rogatory.errors import Refused
from rogatory.wire.canonical import decode

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
TIME_STAMPING = x509.oid.ExtendedKeyUsageOID.TIME_STAMPING
SERVER_AUTH = x509.oid.ExtendedKeyUsageOID.SERVER_AUTH
BITS = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign",
)  # fmt: skip
CLIENT_AUTH = x509.oid.ExtendedKeyUsageOID.CLIENT_AUTH


def issued(uri, key, ca=None, *, digest=None, usages=("digital_signature",), extended=None):
    """A certificate of the rogatory name `uri`, by `ca` (certificate and key) or by itself."""
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, uri)])
    bits = {bit: bit in usages for bit in (*BITS, "encipher_only", "decipher_only")}
    of_ca = ca[0].public_key() if ca else key.public_key()
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(ca[0].subject if ca else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=9))
        .not_valid_after(AT + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca is None, 0 if ca is None else None), True)
        .add_extension(x509.KeyUsage(**bits), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(of_ca), False)
        .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)]), False)
    )
    if extended:
        built = built.add_extension(x509.ExtendedKeyUsage(extended), extended == [TIME_STAMPING])
    return built.sign(ca[1] if ca else key, digest or hashes.SHA256())


def read(verifier, found):
    return verifier.certificate(found.public_bytes(Encoding.DER))


@pytest.fixture(scope="module")
def ca():
    key = ec.generate_private_key(ec.SECP256R1())
    usages = ("key_cert_sign", "crl_sign")
    return issued("rogatory:state-ca:xa", key, usages=usages), key


SIGNING = ("digital_signature", "content_commitment")


@pytest.mark.parametrize(
    ("uri", "key", "usages", "extended", "holds"),
    [
        ("rogatory:authority:xa/office", ec.SECP384R1(), SIGNING, None, True),
        ("rogatory:authority:xa/office", ec.SECP521R1(), SIGNING, None, False),
        ("rogatory:authority:xa/office", "rsa", SIGNING, None, False),
        ("rogatory:authority:xa/office", "ed25519", SIGNING, None, False),
        ("rogatory:tsa:xa", "rsa", SIGNING[:1], [TIME_STAMPING], True),
        ("rogatory:node-tls:xa", ec.SECP256R1(), SIGNING[:1], [SERVER_AUTH], True),
        ("rogatory:node-tls:xa", ec.SECP256R1(), SIGNING[:1], None, False),
        (
            "rogatory:node-tls:xa",
            ec.SECP256R1(),
            SIGNING[:1],
            [SERVER_AUTH, CLIENT_AUTH],
            False,
        ),
    ],
)
def test_a_certificate_has_a_key_and_usages_of_its_use(
    verifier, stumbles, ca, uri, key, usages, extended, holds
):
    made = {
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
    }.get(key, lambda: ec.generate_private_key(key))()
    one = read(verifier, issued(uri, made, ca, usages=usages, extended=extended))
    if holds:
        verifier.check_profile(one)
        return
    with pytest.raises(stumbles):
        verifier.check_profile(one)


@pytest.mark.parametrize(
    "uri",
    [
        "rogatory:authority:xa",
        "rogatory:authority:XA/office",
        "rogatory:state-ca:xa/office",
        "rogatory:officer:xa",
        "rogatory:keeper:xa",
        "rogatory:receipts:x",
    ],
)
def test_a_rogatory_name_in_another_form_is_none(verifier, stumbles, ca, uri):
    with pytest.raises(stumbles):
        read(verifier, issued(uri, ec.generate_private_key(ec.SECP256R1()), ca))


def test_a_state_ca_certifies_with_sha_256_alone(verifier, stumbles, ca):
    anchor = read(verifier, ca[0])
    key = ec.generate_private_key(ec.SECP256R1())
    for digest, holds in ((hashes.SHA256(), True), (hashes.SHA384(), False)):
        one = read(verifier, issued("rogatory:receipts:xa", key, ca, digest=digest, usages=SIGNING))
        if holds:
            verifier.check_issued(one, [anchor], AT)
        else:
            with pytest.raises(stumbles):
                verifier.check_issued(one, [anchor], AT)


def test_a_directory_that_lists_no_state_ca_decides_and_files_do_not(verifier, ca):
    key = ec.generate_private_key(ec.SECP256R1())
    one = read(verifier, issued("rogatory:receipts:xa", key, ca, usages=SIGNING))
    with pytest.raises(verifier.Undecided):
        verifier.check_issued(one, [], AT)
    with pytest.raises(verifier.Wrong):
        verifier.check_issued(one, [], AT, decides=True)


def tlv(tag, *parts):
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    if 128 <= size < 256:
        length = b"\x81" + bytes([size])
    return bytes([tag]) + length + content


def cms(verifier, data, found, key, *, time=None, ess=None):
    """A detached signature in the one form of section 4, with what a forger may write otherwise."""
    der = found.public_bytes(Encoding.DER)
    name, serial = found.issuer.public_bytes(), verifier.der(_integer(found.serial_number)).raw
    digest = tlv(0x30, verifier._oid(verifier.oid("2.16.840.1.101.3.4.2.1")))
    bound = ess or [
        tlv(0x04, hashlib.sha256(der).digest()),
        tlv(0x30, tlv(0x30, tlv(0xA4, name)), serial),
    ]
    attributes = {
        verifier.CONTENT_TYPE: verifier._oid(verifier.ID_DATA),
        verifier.MESSAGE_DIGEST: tlv(0x04, hashlib.sha256(data).digest()),
        verifier.SIGNING_TIME: time or tlv(0x17, b"261124030000Z"),
        verifier.SIGNING_CERTIFICATE_V2: tlv(0x30, tlv(0x30, tlv(0x30, *bound))),
    }
    signed = b"".join(
        sorted(tlv(0x30, verifier._oid(n), tlv(0x31, v)) for n, v in attributes.items())
    )
    value = key.sign(tlv(0x31, signed), ec.ECDSA(hashes.SHA256()))
    info = tlv(
        0x30, b"\x02\x01\x01", tlv(0x30, name, serial), digest, tlv(0xA0, signed),
        tlv(0x30, verifier._oid(verifier.ECDSA["sha256"])), tlv(0x04, value),
    )  # fmt: skip
    body = tlv(
        0x30, b"\x02\x01\x01", tlv(0x31, digest), tlv(0x30, verifier._oid(verifier.ID_DATA)),
        tlv(0xA0, der), tlv(0x31, info),
    )  # fmt: skip
    return tlv(0x30, verifier._oid(verifier.ID_SIGNED_DATA), tlv(0xA0, body))


def _integer(value):
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


@pytest.fixture(scope="module")
def signer(ca):
    key = ec.generate_private_key(ec.SECP256R1())
    return issued("rogatory:authority:xa/office", key, ca, usages=SIGNING), key


def test_a_signature_in_its_form_is_read(verifier, signer):
    assert verifier.signed_by(b"x", cms(verifier, b"x", *signer)).holder == "xa/office"
    late = tlv(0x18, b"20510101000000Z")
    assert verifier.signed_by(b"x", cms(verifier, b"x", *signer, time=late))


@pytest.mark.parametrize(
    "time",
    [
        tlv(0x18, b"20261124030000Z"),
        tlv(0x17, b"2611240300Z"),
        tlv(0x17, b"261324030000Z"),
        tlv(0x04, b"261124030000Z"),
    ],
)
def test_a_signing_time_in_another_form_is_refused(verifier, stumbles, signer, time):
    with pytest.raises(stumbles):
        verifier.signed_by(b"x", cms(verifier, b"x", *signer, time=time))


def test_a_signature_bound_to_another_serial_number_or_to_none_is_refused(
    verifier, stumbles, signer
):
    found, _ = signer
    digest = tlv(0x04, hashlib.sha256(found.public_bytes(Encoding.DER)).digest())
    other = tlv(0x30, tlv(0x30, tlv(0xA4, found.issuer.public_bytes())), _integer(5))
    for ess in ([digest], [digest, other]):
        with pytest.raises(stumbles):
            verifier.signed_by(b"x", cms(verifier, b"x", *signer, ess=ess))


def listing(*files, **more):
    fields = {
        "authority": "xa/office", "bag": "0" * 64, "event": "0" * 64,
        "exported": "2026-11-24T03:00:00Z", "files": list(files), "network": "0" * 64,
        "officer": None, "package": "x", "reason": "r", "seal": "0" * 64, "version": 1, **more,
    }  # fmt: skip
    return json.dumps(dict(sorted(fields.items())), separators=(",", ":"), ensure_ascii=False)


def file(path, size=1):
    return {"path": path, "sha256": "a" * 64, "size": size}


def test_a_list_of_a_bundle_is_read_file_by_file(verifier):
    parsed, listed = verifier.read_list(listing(file('a"\\files'), file("b", 0)))
    assert listed == {'a"\\files': (1, "a" * 64), "b": (0, "a" * 64)}
    assert parsed["files"] == []
    assert verifier.read_list(listing())[1] == {}


@pytest.mark.parametrize(
    "text",
    [
        listing(file("b"), file("a")),
        listing(file("a"), file("a")),
        listing(file("a", 2**53)),
        listing(file("a", True)),
        listing({**file("a"), "x": 1}),
        listing([[]]),
        listing(file("a")).replace('"size":1', '"size":01'),
        listing(file("a")).replace('"path":"a"', '"path":"\\u0061"'),
        listing(file("a")).replace("}]", "},]"),
        listing(file("a")).replace(",", ", ", 1),
        "{}",
        "",
    ],
)
def test_a_list_of_a_bundle_in_another_form_is_refused(verifier, stumbles, text):
    with pytest.raises(stumbles):
        verifier.read_list(text)


def test_names_that_fold_together_are_found_in_their_folder_alone(verifier):
    def refused(*paths):
        spellings = verifier.Spellings()
        return [path for path in paths if not spellings.admits(path)]

    assert refused("A/x", "A/y", "b/X", "b/y/x", "c") == []
    assert refused("A", "A/x", "a", "b") == ["a"]
    assert refused("A/x", "a/y") == ["a/y"]
    assert refused("d/n\u00e9", "d/N\u00c9") == ["d/N\u00c9"]
    assert refused("d/x/1", "d/x.txt", "d/X/1") == ["d/X/1"]
    assert refused("con/1", "con/2") == ["con/1", "con/2"]


@pytest.mark.parametrize(
    "line",
    [
        "Bagging-Date: 2026-02-30",
        "Rogatory-Thread: t",
        "Rogatory-Network: n",
        "Rogatory-Recipient: xa/office age1x",
    ],
)
def test_a_bag_info_whose_values_are_in_another_form_is_refused(verifier, stumbles, line):
    lines = [
        "Bagging-Date: 2026-11-24",
        "Bag-Software-Agent: x",
        "Payload-Oxum: 1.1",
        "External-Identifier: 019363e0-0000-7000-8000-000000000000",
    ]
    assert verifier.bag_info(("\n".join(lines) + "\n").encode())
    lines = [*(one for one in lines if one.split(":")[0] != line.split(":")[0]), line]
    lines.sort(key=lambda one: verifier.LABELS.index(one.split(":")[0]))
    with pytest.raises(stumbles):
        verifier.bag_info(("\n".join(lines) + "\n").encode())


def test_a_key_that_two_states_list_cosigns_for_neither(verifier):
    public = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    at = [AT, AT + timedelta(days=1)]
    keys = [verifier.WitnessKey(s, f"n/{s}/witness", b"1234", 4, public, *at) for s in ("XA", "XB")]
    assert verifier.shared_by_states(keys) == {public}
    assert verifier.shared_by_states([keys[0], keys[0]]) == set()


@pytest.mark.parametrize("name", ["a/b", "", ".x", "x ", "a\u202eb", "x" * 241, "a|b"])
def test_an_attachment_that_no_folder_may_hold_is_refused(verifier, name):
    assert verifier.is_attachment_name("letter 1.pdf")
    assert not verifier.is_attachment_name(name)


@pytest.mark.parametrize("innermost", [b"[]", b"[1]", b'{"a":"text"}'])
def test_json_of_32_levels_is_read_and_of_33_refused_as_the_project_reads_it(verifier, innermost):
    data = b"[" * 31 + innermost + b"]" * 31
    assert verifier.parsed(data) == decode(data)
    with pytest.raises(verifier.Wrong):
        verifier.parsed(b"[" + data + b"]")
    with pytest.raises(Refused):
        decode(b"[" + data + b"]")


@pytest.mark.parametrize("data", ["a201020103", "a11864a201020103", "a1186481a220f520f4"])
def test_a_map_of_cbor_has_no_name_twice_however_deep_it_lies(verifier, data):
    with pytest.raises(verifier.Wrong, match="twice"):
        verifier.cbor(bytes.fromhex(data))
    assert verifier.cbor(bytes.fromhex("a11864a201020203")) == {100: {1: 2, 2: 3}}
    verifier.cbor(bytes.fromhex("a20102f503"))  # 1 and true are two names
