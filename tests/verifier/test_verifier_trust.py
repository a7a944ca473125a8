# SPDX-License-Identifier: Apache-2.0
"""Faults of what a reader gave to trust: what does not hold, does not fit, or is of another
network.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from casts.court.own_network import OwnNetwork

PROGRAM = Path(__file__).parents[2] / "verifier" / "rogatory_verify.py"


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


@pytest.fixture
def broken(trust, tmp_path):
    """A copy of the directory whose roots hold, and whose timestamp does not."""
    copy = shutil.copytree(trust, tmp_path / "broken")
    with (copy / "metadata/timestamp.json").open("ab") as stream:
        stream.write(b"x")
    return copy


def test_a_copy_that_does_not_hold_fails_the_identity_of_a_bundle_alone(judged, made, broken):
    found = outcomes(judged(made("bundle"), broken))
    assert [name for name, outcome in found.items() if outcome == "fails"] == ["identity"]


@pytest.mark.parametrize("kind", ["bag", "sealed", "disclosure"])
def test_by_a_copy_that_does_not_hold_nothing_else_is_judged(verifier, judged, made, broken, kind):
    with pytest.raises(verifier.Refused):
        judged(made(kind), broken)


def test_a_root_that_is_none_of_the_copys_chain_is_refused(verifier, judged, made, trust, material):
    own, other = material / "trust/1.root.json", material / "trust/other-network.1.root.json"
    folder = made("disclosure")
    assert judged(folder, trust, own).outcome == "holds"
    with pytest.raises(verifier.Refused, match="trust-mixed"):
        judged(folder, trust, other)
    found = outcomes(judged(made("bundle"), trust, other))
    assert [name for name, outcome in found.items() if outcome == "fails"] == ["identity"]


def test_what_cannot_be_read_is_a_wrong_use(verifier, stumbles, tmp_path):
    (tmp_path / "text").write_bytes(b"text")
    for one in (tmp_path, tmp_path / "text", tmp_path / "missing"):
        with pytest.raises(stumbles):
            verifier.Trusted.read([str(one)])


def test_what_names_another_network_than_the_directorys_is_not_listed_there(verifier, trust):
    directory = verifier.Directory(verifier._reader(trust), None)
    judge = verifier.Judge(directory)
    judge.of_network(None)
    judge.of_network(directory.network)
    with pytest.raises(verifier.Wrong, match="workstation-other-network"):
        judge.of_network("0" * 64)
    verifier.Judge(None).of_network("0" * 64)


def test_what_a_stranger_keeps_back_or_nobody_signed_keeps_from_holding(verifier, tmp_path):
    seal = verifier.Seal(tmp_path)
    nothing, something = verifier.Trusted(), verifier.Trusted(networks=("0" * 64,))
    assert "disclosure-party" not in verifier.leniency(nothing, seal, package=False)
    assert "bag-signed" in verifier.leniency(nothing, seal, package=True)
    assert "bag-signed" not in verifier.leniency(something, seal, package=True)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"# text\n" + data,
        lambda data: data + b"text",
        lambda data: data + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"", 2),
        lambda _: b"",
    ],
)
@pytest.mark.parametrize("ending", ["pem", "crl"])
def test_a_certificate_beside_a_seal_is_its_block_and_not_a_byte_more(
    judged, made, trust, change, ending
):
    folder = made("sealed")
    path = min((folder / "certificates").glob(f"*-ca.p256.{ending}"))
    assert outcomes(judged(folder, trust))["seal-layout"] == "holds"
    path.write_bytes(change(path.read_bytes()))
    assert outcomes(judged(folder, trust))["seal-layout"] == "fails"


def ed25519_key(public, **more):
    return {"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": public}, **more}


def test_a_holder_is_one_however_the_key_is_written(verifier, stumbles):
    one, two = ed25519_key("ab" * 32), ed25519_key("cd" * 32)
    roles = {"root": {"keyids": ["1", "2"], "threshold": 2}}
    verifier.check_holders({"keys": {"1": one, "2": two}, "roles": roles})
    for other in (ed25519_key("ab" * 32, scheme="x"), ed25519_key("CD" * 32),
                  ed25519_key("cd" * 32, more=1), ed25519_key("cd" * 31)):  # fmt: skip
        with pytest.raises(stumbles):
            verifier.check_holders({"keys": {"1": one, "2": other}, "roles": roles})


# --- 15: what came along in a disclosure vouches for what it lies beside


def test_who_discloses_vouches_for_neither_the_seal_nor_its_timestamp(judged, made):
    folder = made("disclosure")
    names = ("seal-stamped", "seal-signed", "disclosure-signed", "disclosure-package-signed")
    honest = outcomes(judged(folder))
    assert {name: honest[name] for name in names} == dict.fromkeys(names, "holds")
    for path in folder.glob("seal/certificates/*"):
        if path.name.startswith(("tsa", "xa-ca")):  # the State of the authority, and that discloses
            path.unlink()
    assert list(folder.glob("certificates/xa-ca.*.pem"))
    found = outcomes(judged(folder))
    assert found["seal-stamped"] == found["seal-signed"] == "undecided"
    assert found["disclosure-signed"] == found["disclosure-package-signed"] == "holds"


@pytest.mark.parametrize("seal", [True, False])
def test_the_signatures_of_the_package_are_vouched_for_beside_the_seal(judged, made, seal):
    folder = made("disclosure")
    if not seal:
        shutil.rmtree(folder / "seal")
    assert outcomes(judged(folder))["disclosure-package-signed"] == "holds"
    for path in folder.glob("certificates/*"):
        path.unlink()
    found = outcomes(judged(folder))
    assert found["disclosure-signed"] == "undecided"
    assert found["disclosure-package-signed"] == ("holds" if seal else "undecided")


def test_who_gave_the_directory_asks_nothing_of_what_came_along(judged, made, trust):
    folder = made("disclosure")
    for path in (*folder.glob("seal/certificates/*"), *folder.glob("certificates/*")):
        path.unlink()
    assert outcomes(judged(folder, trust))["seal-stamped"] == "holds"


# --- what a reader gives


def run(*given):
    return subprocess.run(
        [sys.executable, "-I", str(PROGRAM), *map(str, given)], capture_output=True, text=True
    )


def test_a_fingerprint_may_be_given_as_it_is_read_out(verifier, judged, material, trust):
    own = verifier.sha256((trust / "metadata/1.root.json").read_bytes())
    read_out = verifier.spoken(own)
    bundle = judged(material / "bundle", read_out)
    assert (bundle.basis.root, outcomes(bundle)["identity"]) == (own, "holds")
    package = judged(material / "disclosure", read_out)
    assert package.basis.root is None
    done = run(material / "disclosure", "--trust", read_out)
    assert done.returncode == 3
    assert done.stdout.startswith(f"You gave the root that is read out as {read_out}, and this")
    other = " ".join(reversed(read_out.split()))
    done = run(material / "disclosure", "--trust", other)
    assert (done.returncode, done.stdout) == (2, "")
    assert "misheard" in done.stderr


@pytest.mark.parametrize("kind", ["bundle", "bag"])
def test_copies_of_two_networks_are_refused(
    verifier, judged, made, material, trust, tmp_path, kind
):
    other = OwnNetwork(material / "bundle/directory", tmp_path / "network").publish()
    with pytest.raises(verifier.Refused, match="copies of two networks"):
        judged(made(kind), trust, other)


def test_what_cannot_be_given_is_refused_in_plain_words(verifier, material, trust, tmp_path):
    pem = next(material.glob("bundle/certificates/*-ca.p256.pem"))
    (tmp_path / "der").write_bytes(x509.load_pem_x509_certificate(pem.read_bytes()).public_bytes(
        Encoding.DER))  # fmt: skip
    (tmp_path / "bom").write_bytes(b"\xef\xbb\xbf" + (trust / "metadata/1.root.json").read_bytes())
    (tmp_path / "empty").mkdir()
    for given, reason in (
        (trust / "metadata/timestamp.json", "metadata of type timestamp: give a copy"),
        (tmp_path / "der", "give a copy of the directory"),
        (tmp_path / "bom", "trust-altered"),
        (tmp_path / "missing", "no file or folder of this name"),
        (tmp_path / "empty", "no copy of the directory"),
    ):
        done = run(material / "bundle", "--trust", given)
        assert (done.returncode, done.stdout) == (2, ""), given
        assert reason in " ".join(done.stderr.split())
        assert "Errno" not in done.stderr
