# SPDX-License-Identifier: Apache-2.0
"""check.sh and moments: of a revocation list it asks the date, and of a list of what was stamped whether it holds."""

import hashlib
import json
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from casts.court.bundle_attacks import relist, tree
from casts.court.bundle_case import AT, Clock, Stamps, check_sh, fingerprints_of, stated
from casts.court.stolen_keys import stamped_whole
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.reading import load_der, pem_to_der
from rogatory.seal.certificates.revocation import EndedCertificate, crl_to_pem

pytestmark = pytest.mark.judge

BEFORE, LATER = AT - timedelta(minutes=15), AT + timedelta(days=30)
FAR = AT.replace(year=2051)
"""A moment that X.509 writes as GeneralizedTime, and the others as UTCTime."""
SIGNED_BY_XB = ("seal-signed", "bag-signed", "custody-journal", "messages")


@pytest.fixture
def judged(bundle, case):
    """Return what check.sh states of the bundle, once the exporter has signed it anew."""

    def act(*, tokens=()):
        relist(bundle, case.authority("XA").signing_keys())
        for name, at in tokens:
            stamp(case, bundle / name, at)
        before = tree(bundle)
        done = check_sh(bundle, *fingerprints_of(case))
        found = stated(done)
        assert tree(bundle) == before
        assert done.stderr == ""
        assert done.returncode == (1 if "FAILS" in found.values() else 3)
        return found, done.stdout

    return act


def stamp(case, document, at, name=None):
    token = Stamps(case.federation, Clock(at), serial=int(at.timestamp())).stamp(
        hashlib.sha256(document.read_bytes()).digest()
    )
    document.with_name(f"{name or document.name}.tst").write_bytes(token)


def signer(bundle, code, family="p256"):
    name = f"certificates/{code.lower()}-central-authority.{family}.pem"
    return pem_to_der((bundle / name).read_bytes())


def put_lists(bundle, case, code, ended_at, reason="rotated", since=None, families=None):
    """XB's or XA's own lists, made when it withdrew the certificates of its authority."""
    ca = load_state_ca(case.federation.state(code) / "ca")
    ended = [
        EndedCertificate(signer(bundle, code, one), ended_at, reason, since)
        for one in ("p256", "mldsa65")
    ]
    made = max(ended_at, AT) if ended_at < FAR else AT
    lists = ca.crls(ended, at=made, until=made + timedelta(days=30), number=9)
    for family in families or lists:
        place = bundle / f"certificates/{code.lower()}-ca.{family}.crl"
        place.write_bytes(crl_to_pem(lists[family]))


def own_list(case, code, serials, *, key=None, date=BEFORE):
    """A list of the P-256 State CA that names these serial numbers, or one by another key in its name."""
    folder = case.federation.state(code) / "ca"
    ca = load_der(pem_to_der((folder / "p256.pem").read_bytes()))
    own = serialization.load_pem_private_key((folder / "p256.key").read_bytes(), None)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.subject)
        .last_update(AT)
        .next_update(LATER)
        .add_extension(x509.CRLNumber(9), critical=False)
    )
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(date)
        entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags.superseded), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    signed = builder.sign(key or own, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


@pytest.mark.parametrize("code", ["XA", "XB"])
@pytest.mark.parametrize("when", [LATER, FAR], ids=["UTCTime", "GeneralizedTime"])
def test_a_certificate_that_was_replaced_later_fails_nothing(bundle, case, judged, code, when):
    put_lists(bundle, case, code, when)
    found, printed = judged()
    assert "FAILS" not in found.values(), printed
    signed = (*SIGNED_BY_XB[:1], "request", "bundle-signed", "custody-journal")
    assert {found[one] for one in signed} == {"in part"}


@pytest.mark.parametrize("family", ["p256", "mldsa65"])
def test_a_certificate_that_was_replaced_before_fails_what_it_signed(bundle, case, judged, family):
    put_lists(bundle, case, "XB", BEFORE, families=[family])
    found, printed = judged()
    assert {found[one] for one in SIGNED_BY_XB} == {"FAILS"}
    assert printed.count("was withdrawn from 2026-11-24T02:45:00Z on") >= len(SIGNED_BY_XB)
    assert (found["request"], found["bundle-signed"]) == ("in part", "in part")


def test_of_a_key_that_others_may_have_the_date_since_when_counts(bundle, case, judged):
    put_lists(bundle, case, "XB", LATER, "compromised", since=BEFORE)
    found, _ = judged()
    assert {found[one] for one in SIGNED_BY_XB} == {"FAILS"}


def test_what_a_key_signed_that_others_got_later_is_left_to_proofs_until_a_token_proves_it(
    bundle, case, judged
):
    put_lists(bundle, case, "XB", LATER + timedelta(days=1), "compromised", since=LATER)
    found, printed = judged()
    assert "FAILS" not in found.values(), printed
    assert {found[one] for one in SIGNED_BY_XB} == {"not checked"}
    assert "was signed before 2026-12-24T03:00:00Z" in printed
    # Stamped after that: it proves nothing. Stamped before: it proves what the list has.
    found, printed = judged(tokens=[("bundle.json", LATER + timedelta(hours=1))])
    assert {found[one] for one in SIGNED_BY_XB} == {"not checked"}
    found, printed = judged(tokens=[("bundle.json", LATER - timedelta(hours=1))])
    assert {found[one] for one in SIGNED_BY_XB} == {"in part"}, printed


def test_serial_numbers_are_compared_whole(bundle, case, judged):
    serial = load_der(signer(bundle, "XB")).serial_number
    near = [serial >> 8, serial & ((1 << 120) - 1), serial << 8, serial + 1]
    place = bundle / "certificates/xb-ca.p256.crl"
    place.write_bytes(own_list(case, "XB", near))
    found, printed = judged()
    assert "FAILS" not in found.values(), printed
    place.write_bytes(own_list(case, "XB", [*near, serial]))
    assert {judged()[0][one] for one in SIGNED_BY_XB} == {"FAILS"}


def test_each_list_is_asked_wherever_it_lies(bundle, case, judged):
    """One that says nothing of it hides none beside it."""
    serial = load_der(signer(bundle, "XB")).serial_number
    (bundle / "certificates/xb-ca.p256.crl").write_bytes(own_list(case, "XB", []))
    (bundle / "seal/certificates/xb-ca-2.p256.crl").write_bytes(own_list(case, "XB", [serial]))
    assert {judged()[0][one] for one in SIGNED_BY_XB} == {"FAILS"}


def test_a_list_by_nobody_here_or_of_nothing_is_not_checked(bundle, case, judged):
    serial = load_der(signer(bundle, "XB")).serial_number
    place = bundle / "certificates/xb-ca.p256.crl"
    place.write_bytes(own_list(case, "XB", [serial], key=ec.generate_private_key(ec.SECP256R1())))
    found, printed = judged()
    assert "FAILS" not in found.values(), printed
    assert {found[one] for one in (*SIGNED_BY_XB, "certificates")} == {"not checked"}
    assert "xb-ca.p256.crl is by no State CA at hand" in printed
    assert found["request"] == "in part"
    place.write_bytes(b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n")
    found, printed = judged()
    assert found["bundle-layout"] == "FAILS"
    assert {found[one] for one in SIGNED_BY_XB} == {"not checked"}
    assert "xb-ca.p256.crl cannot be read" in printed


def list_of(folder, names, **changed):
    files = [
        {"path": one, "sha512": changed.get(one) or _sha512(folder / one)} for one in sorted(names)
    ]
    text = json.dumps({"files": files, "version": 1}, separators=(",", ":"))
    place = folder / "archive.1.json"
    place.write_text(text)
    return place


def _sha512(path):
    return hashlib.sha512(path.read_bytes()).hexdigest()


SEAL = ("seal.json", "seal.json.p256.p7s", "seal.json.mldsa65.p7s")
EARLY = AT - timedelta(minutes=30)


def test_a_list_that_holds_gives_its_moment(bundle, case, judged):
    for token in (bundle / "seal").glob("*.tst"):
        token.unlink()
    stamp(case, list_of(bundle / "seal", SEAL), AT + timedelta(minutes=5))
    found, printed = judged()
    assert found["seal-stamped"] == "in part", printed
    assert "timestamp Nov 24 03:05:00 2026 GMT" in printed
    # It names the signatures, too: it proves them before others got the key.
    put_lists(bundle, case, "XB", LATER + timedelta(days=1), "compromised", since=LATER)
    found, _ = judged()
    assert (found["seal-signed"], found["messages"]) == ("in part", "not checked")


@pytest.mark.parametrize(
    "make",
    [
        lambda seal: list_of(seal, SEAL, **{"seal.json": "0" * 128}),
        lambda seal: list_of(seal, SEAL, **{"seal.json.p256.p7s": "0" * 128}),
        lambda seal: list_of(seal, [*SEAL, "gone.json"], **{"gone.json": "0" * 128}),
    ],
    ids=["the seal", "a signature", "a file that is not there"],
)
def test_a_list_that_does_not_hold_fails_and_gives_no_moment(bundle, case, judged, make):
    """Stamped by an honest authority before the certificate was replaced, and the seal was made later."""
    for token in (bundle / "seal").glob("*.tst"):
        token.unlink()
    put_lists(bundle, case, "XB", BEFORE)
    stamp(case, make(bundle / "seal"), EARLY)
    found, printed = judged()
    assert (found["seal-stamped"], found["seal-signed"]) == ("FAILS", "FAILS")
    assert "is not as it was when the list seal/archive.1.json was stamped" in printed
    assert "was withdrawn from 2026-11-24T02:45:00Z on" in printed


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"version":1', '"version":1,"x":{"path":"seal.json"}'),
        lambda text: text.replace("{", "{ ", 1),
        lambda text: text + "\n",
        lambda text: text.replace('"seal.json"', '"../seal/seal.json"'),
    ],
)
def test_a_list_in_another_form_fails(bundle, case, judged, change):
    place = list_of(bundle / "seal", SEAL)
    text = place.read_text()
    place.write_text(change(text))
    assert place.read_text() != text
    stamp(case, place, EARLY)
    found, printed = judged()
    assert found["seal-stamped"] == "FAILS"
    assert "seal/archive.1.json is not in its form" in printed


def test_a_list_over_the_bundle_itself_is_asked_likewise(bundle, case, judged):
    relist(bundle, case.authority("XA").signing_keys())
    place = list_of(bundle, ["bundle.json"])
    stamp(case, place, LATER)
    done = check_sh(bundle, *fingerprints_of(case))
    assert stated(done)["bundle-signed"] == "in part", done.stdout
    assert "timestamp Dec 24 03:00:00 2026 GMT" in done.stdout
    stamp(case, list_of(bundle, ["bundle.json"], **{"bundle.json": "0" * 128}), EARLY)
    done = check_sh(bundle, *fingerprints_of(case))
    assert stated(done)["bundle-signed"] == "FAILS"
    assert "bundle.json is not as it was when the list archive.1.json was stamped" in done.stdout


def test_what_it_makes_in_part_says_what_it_does_not_ask(bundle, case, judged):
    found, printed = judged()
    lines = [one for one in printed.splitlines() if one.startswith("in part ")]
    assert len(lines) == sum(one == "in part" for one in found.values()) > 8
    assert [
        one for one in lines if "; not asked: w" not in one and "; not asked: the" not in one
    ] == []


def test_of_many_timestamps_it_reads_the_first_and_says_so(bundle, case):
    """Anybody can lay further ones beside a document: they are not on the exporter's list."""
    [token] = bundle.glob("seal/seal.json.tst")
    for number in range(2, 31):
        (bundle / f"seal/seal.json.{number}.tst").write_bytes(token.read_bytes())
    relist(bundle, case.authority("XA").signing_keys())
    done = check_sh(bundle, *fingerprints_of(case))
    assert done.returncode == 3
    assert stated(done)["seal-stamped"] == "not checked"
    assert (
        "of the timestamps over seal/seal.json and the lists beside it, 20 were read" in done.stdout
    )


def test_a_bundle_that_was_stamped_anew_eleven_times_keeps_its_places(bundle, case):
    for _ in range(11):
        stamped_whole(bundle, case)
    found = stated(check_sh(bundle, *fingerprints_of(case)))
    assert (bundle / "archive.11.json").exists()
    assert "FAILS" not in found.values(), found
