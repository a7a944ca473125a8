# SPDX-License-Identifier: Apache-2.0
"""Where a State CA, or the certificate of who signed, is not known: what fails without it fails, the rest is undecided."""

import pytest

from casts.court.both_judges import edit, judged
from rogatory.seal.timestamping.token import parse_token


@pytest.fixture(scope="module")
def state_cas(material):
    """Return State CAs in files, by State and family."""

    def of(**families):
        return [
            material.case.federation.state(state) / "ca" / f"{family}.pem"
            for state, named in families.items()
            for family in named
        ]

    return of


BOTH = ("p256", "mldsa65")


@pytest.mark.parametrize("family", BOTH)
def test_a_consent_is_undecided_where_one_state_ca_of_two_is_known(
    material, tmp_path, state_cas, family
):
    artifact = material.artifacts["bag"].copy(tmp_path / "given")
    whole = state_cas(XA=BOTH, XB=BOTH, XT=BOTH)
    assert judged(material, artifact, None, given=whole)["custody-consents"] == "holds"
    given = state_cas(XA=(family,), XB=BOTH, XT=BOTH)
    assert judged(material, artifact, None, given=given)["custody-consents"] == "undecided"


def test_a_consent_whose_signature_does_not_hold_fails_where_nobody_knows_the_officers(
    material, tmp_path, state_cas
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    given = state_cas(XB=BOTH)
    assert judged(material, artifact, None, given=given)["custody-consents"] == "undecided"
    [place, *_] = sorted(artifact.folder.glob("*-consent-*/consent.second.p256.p7s"))
    place.write_bytes(place.read_bytes()[:-1] + bytes([place.read_bytes()[-1] ^ 1]))
    assert judged(material, artifact, None, given=given)["custody-consents"] == "fails"


@pytest.mark.parametrize("known", ["a root", "State CAs of the sealing State"])
def test_a_disclosure_that_was_altered_fails_where_nobody_knows_who_disclosed(
    material, tmp_path, state_cas, known
):
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    given = [material.root] if known == "a root" else state_cas(XB=BOTH)
    assert judged(material, artifact, None, given=given)["disclosure-signed"] == "undecided"
    for place in {*artifact.path.glob("*.tst"), *artifact.path.glob("archive.*")}:
        place.unlink()
    edit(artifact.path / "disclosure.json", reason="Another")
    assert judged(material, artifact, None, given=given)["disclosure-signed"] == "fails"


def test_a_token_without_its_signers_certificate_is_by_an_authority_that_is_not_known(
    material, tmp_path, state_cas
):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    given = state_cas(XA=BOTH, XB=BOTH, XT=BOTH)
    place = artifact.path / "seal.json.tst"
    token = place.read_bytes()
    assert judged(material, artifact, None, given=given)["seal-stamped"] == "holds"
    [authority] = parse_token(token).certificates
    serial = authority.serial_number.to_bytes((authority.serial_number.bit_length() + 8) // 8)
    at = token.index(serial)
    changed = bytearray(token)
    changed[at + len(serial) - 1] ^= 1
    place.write_bytes(changed)
    assert judged(material, artifact, None, given=given)["seal-stamped"] == "undecided"
    assert judged(material, artifact, None)["seal-stamped"] in {"holds", "fails"}


def test_a_stray_among_the_certificates_of_a_journal_is_no_proof(material, tmp_path):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    honest = judged(material, artifact, None)
    place = artifact.path.with_name(f"{artifact.name}-custody") / "certificates"
    place.mkdir(exist_ok=True)
    (place / "0005.tlog-proof").write_bytes(b"x")
    found = judged(material, artifact, None)
    assert found["custody-journal"] == "fails"
    assert found["custody-logged"] == honest["custody-logged"] != "fails"
