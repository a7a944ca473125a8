# SPDX-License-Identifier: Apache-2.0
"""check.sh and timestamp tokens in other forms: it fails one only where the text does, and claims no more of
signatures and moments than the other judges.
"""

from datetime import timedelta

import pytest

from casts.court.bundle_attacks import relist
from casts.court.bundle_case import AT, check_sh, fingerprints_of, stated
from casts.seal.token_forms import (
    TokenForm,
    algorithm,
    attribute,
    bound,
    certificate_v2,
    integer,
    issuer_serial,
    oid,
    tlv,
)
from forge.judges import JUDGES
from rogatory.seal.certificates.reading import pem_to_der

pytestmark = pytest.mark.judge

BINDING = "signing-certificate-v2"


def binding(make):
    return TokenForm(binding=lambda own: [attribute(BINDING, make(own))])


NOT_READ = {
    "signer by key": TokenForm(by_key=True),
    "attribute certificate": TokenForm(
        certificates=lambda own: [own, tlv(0xA2, tlv(0x04, b"x"))], signed_version=4
    ),
    "certificate of another form": TokenForm(
        certificates=lambda own: [own, tlv(0xA3, oid("unknown"), tlv(0x05))], signed_version=5
    ),
    "revocation of another form": TokenForm(
        crls=tlv(0xA1, tlv(0xA1, oid("unknown"), tlv(0x05))), signed_version=5
    ),
    "another name": TokenForm(info_rest=[tlv(0xA0, tlv(0x86, b"http://tsa.example"))]),
    "another serial": binding(lambda own: bound(certificate_v2(own, issuer_serial(own, serial=5)))),
    "bound twice": binding(lambda own: bound(certificate_v2(own), certificate_v2(own))),
    "bound to an absent one": binding(lambda own: bound(certificate_v2(own), certificate_v2(b"x"))),
    "unknown digest listed": TokenForm(listed_digests=[algorithm("sha256"), algorithm("1.2.3.4")]),
}
"""Forms that section 5 allows and that `openssl ts` refuses."""

DIGEST_OF_ITS_OWN = TokenForm(
    signer_digest="sha512",
    signature_algorithm=algorithm("ecdsa-sha256"),
    signature_digest="sha256",
)
"""A signature over another digest than the signer names: section 5 refuses it, and openssl does not verify it."""

READ = {
    "plain": TokenForm(),
    "all of TSTInfo": TokenForm(
        info_rest=[tlv(0x30, integer(1)), tlv(0x01, b"\xff"), integer(2**70)]
    ),
    "sha-512": TokenForm(digest="sha512"),
    "unsorted": TokenForm(order=lambda found: sorted(found, reverse=True)),
}


class Stamping:
    """The network's timestamp authority, which writes tokens in other forms beside a bundle's seal."""

    def __init__(self, material, bundle):
        folder = material.case.federation.state("XT")
        self.key = (folder / "tsa.key").read_bytes()
        self.certificate = pem_to_der((folder / "tsa.pem").read_bytes())
        self.bundle, self.number = bundle, 1

    def made(self, form, at=AT + timedelta(hours=9), document=None):
        document = document or (self.bundle / "seal/seal.json").read_bytes()
        return form.made(document, self.key, self.certificate, at)

    def put(self, token):
        """Put a token beside the seal, after those that lie there."""
        self.number += 1
        name = f"seal/seal.json.{self.number}.tst"
        (self.bundle / name).write_bytes(token)
        return name


@pytest.fixture(scope="module")
def keys(material):
    return material.case.authority("XA").signing_keys()


@pytest.fixture
def artifact(material, tmp_path):
    """Return the bundle without the timestamps of its list, which is signed anew after each change."""
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    for one in (*artifact.path.glob("bundle.json*.tst"), *artifact.path.glob("archive.*")):
        one.unlink()
    return artifact


def answered(material, artifact):
    """Return what each judge says of each check, and what check.sh prints."""
    before = artifact.digest()
    done = check_sh(artifact.path, *fingerprints_of(material.case))
    found = stated(done)
    judges = {
        name: judge(artifact, [material.directory], material.now).checks
        for name, judge in JUDGES.items()
    }
    assert artifact.digest() == before
    assert done.stderr == ""
    assert done.returncode == (1 if "FAILS" in found.values() else 3)
    return found, judges, done.stdout


def test_a_token_in_a_form_that_openssl_refuses_is_not_checked_and_holds_for_the_others(
    material, artifact, keys
):
    stamping = Stamping(material, artifact.path)
    for form in READ.values():
        stamping.put(stamping.made(form))
    relist(artifact.path, keys)
    found, judges, _ = answered(material, artifact)
    assert found["seal-stamped"] == "in part"
    assert {one["seal-stamped"] for one in judges.values()} == {"holds"}
    for form in NOT_READ.values():
        stamping.put(stamping.made(form))
    relist(artifact.path, keys)
    found, judges, printed = answered(material, artifact)
    assert found["seal-stamped"] == "not checked"
    assert "FAILS" not in found.values(), printed
    assert {one["seal-stamped"] for one in judges.values()} == {"holds"}
    [line] = (one for one in printed.splitlines() if " seal-stamped " in one)
    assert "openssl does not" in line


def test_a_signature_over_another_digest_is_left_to_the_judges_that_refuse_it(
    material, artifact, keys
):
    stamping = Stamping(material, artifact.path)
    name = stamping.put(stamping.made(DIGEST_OF_ITS_OWN))
    relist(artifact.path, keys)
    found, judges, printed = answered(material, artifact)
    assert found["seal-stamped"] == "not checked"
    assert f"openssl does not admit the form of {name}" in printed
    assert {one["seal-stamped"] for one in judges.values()} == {"fails"}


def test_each_of_these_forms_is_one_that_openssl_refuses_and_no_false_token(
    material, artifact, keys
):
    """One by one, beside nothing else: none hides behind another."""
    stamping = Stamping(material, artifact.path)
    for token in artifact.path.glob("seal/*.tst"):
        token.unlink()
    names = {stamping.put(stamping.made(form)) for form in NOT_READ.values()}
    relist(artifact.path, keys)
    script = artifact.path.parent / "all.sh"
    text = (artifact.path / "check.sh").read_text()
    script.write_text(text.replace("summary 3", "summary 99").replace("0, 300", "0, 9999"))
    done = check_sh(artifact.path, *fingerprints_of(material.case), script=script)
    [line] = (one for one in done.stdout.splitlines() if " seal-stamped " in one)
    assert line.startswith("not checked")
    assert {name for name in names if f" {name}" in line} == names


def test_a_false_token_fails(material, artifact, keys):
    stamping = Stamping(material, artifact.path)
    good = stamping.made(TokenForm())
    false = [
        b"not a token",
        stamping.made(TokenForm(version=2)),
        stamping.made(TokenForm(), document=b"another document"),
        good[:-1] + bytes([good[-1] ^ 1]),
        stamping.made(TokenForm(), at=AT + timedelta(days=36500)),
        keys.sign((artifact.path / "seal/seal.json").read_bytes(), AT).p256,
    ]
    names = [stamping.put(token) for token in false]
    relist(artifact.path, keys)
    found, judges, printed = answered(material, artifact)
    assert found["seal-stamped"] == "FAILS"
    assert {one["seal-stamped"] for one in judges.values()} == {"fails"}
    listed = printed.partition(" seal-stamped ")[2].partition("seal-signed")[0]
    assert {name for name in names if name in listed} == set(names)


def test_a_token_by_an_authority_of_nobody_here_is_not_checked(material, artifact, keys, tmp_path):
    """A newer copy of the directory may list its authority; beside one that counts it proves nothing."""
    foreign = material.foreign["bundle"].path / "seal/seal.json.tst"
    (artifact.path / "seal/seal.json.2.tst").write_bytes(foreign.read_bytes())
    relist(artifact.path, keys)
    assert answered(material, artifact)[0]["seal-stamped"] == "not checked"


@pytest.mark.parametrize(
    ("taken", "check"),
    [
        ("seal/seal.json", "seal-signed"),
        ("bag/tagmanifest-sha256.txt", "bag-signed"),
        ("custody/0001", "custody-journal"),
    ],
)
def test_what_always_has_an_ml_dsa_signature_fails_without_it(
    material, artifact, keys, taken, check
):
    (artifact.path / f"{taken}.mldsa65.p7s").unlink()
    for one in artifact.path.glob("certificates/*.mldsa65.pem"):
        if not one.name.startswith(("xa-ca", "xb-ca", "xt-ca")):
            one.unlink()
    relist(artifact.path, keys)
    found, judges, _ = answered(material, artifact)
    assert found[check] == "FAILS"
    assert {one[check] for one in judges.values()} == {"fails"}


def test_a_seal_without_a_token_is_judged_when_it_was_exported(material, artifact, keys):
    for token in artifact.path.glob("seal/*.tst"):
        token.unlink()
    for one in artifact.path.glob("seal/archive.*"):
        one.unlink()
    relist(artifact.path, keys)
    found, _, _ = answered(material, artifact)
    assert (found["seal-stamped"], found["seal-signed"]) == ("not checked", "in part")
    # Its certificate has ended by then: whether it held when it was sealed, a cosignature may prove.
    relist(artifact.path, keys, exported=(AT + timedelta(days=36500)).replace(microsecond=0))
    found = stated(check_sh(artifact.path, *fingerprints_of(material.case)))
    assert found["bundle-signed"] == "FAILS"
    assert (found["seal-signed"], found["bag-signed"]) == ("not checked", "not checked")


def test_earlier_seals_without_their_first_fail_the_chain(material, artifact, keys):
    place = artifact.path / "seal/seals/2"
    place.mkdir(parents=True)
    (place / "seal.json").write_bytes((artifact.path / "seal/seal.json").read_bytes())
    relist(artifact.path, keys)
    found, judges, _ = answered(material, artifact)
    assert found["seal-chain"] == "FAILS"
    assert {one["seal-chain"] for one in judges.values()} == {"fails"}
