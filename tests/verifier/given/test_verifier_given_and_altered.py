# SPDX-License-Identifier: Apache-2.0
"""Files of a reader that were altered on their way, and what vouches for nothing in a bundle [15, 15.2]."""

import json
import shutil
import subprocess
import sys

import pytest

from casts.court.independent_verifier import VERIFIER
from casts.court.own_network import OwnNetwork

KINDS = ("bundle", "sealed", "bag", "disclosure")
ALTERED = {
    "a line feed at the end": lambda data: data + b"\n",
    "a blank": lambda data: data.replace(b":", b": ", 1),
    "a mark": lambda data: b"\xef\xbb\xbf" + data,
    "other lines": lambda data: json.dumps(json.loads(data), indent=1).encode(),
    "another spelling": lambda data: data.replace(b"root", b"\\u0072oot", 1),
    "another order": lambda data: json.dumps(dict(reversed(json.loads(data).items()))).encode(),
}


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", ALTERED)
def test_a_root_that_was_altered_on_its_way_is_the_readers_file(
    verifier, judged, made, material, tmp_path, kind, change
):
    data = (material / "trust/1.root.json").read_bytes()
    folder, root = made(kind), tmp_path / "1.root.json"
    root.write_bytes(data)
    assert judged(folder, root).outcome in {"holds", "undecided"}
    root.write_bytes(ALTERED[change](data))
    assert root.read_bytes() != data
    with pytest.raises(verifier.Refused, match=r"trust-altered: .*obtain it once more"):
        judged(folder, root)


@pytest.mark.parametrize("kind", ["bundle", "bag"])
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("change", ["a line feed at the end", "a blank", "other lines"])
def test_so_is_a_root_of_a_copy(
    verifier, judged, made, material, trust, tmp_path, kind, number, change
):
    folder, copy = made(kind), shutil.copytree(trust, tmp_path / "copy")
    path = copy / f"metadata/{number}.root.json"
    path.write_bytes((material / f"trust/{number}.root.json").read_bytes())
    assert judged(folder, copy).outcome == "holds"
    path.write_bytes(ALTERED[change](path.read_bytes()))
    with pytest.raises(verifier.Refused, match=f"trust-altered: .*{path.name}"):
        judged(folder, copy)


def test_of_a_timestamp_that_is_spelt_otherwise_nothing_is_asked(judged, made, trust, tmp_path):
    """Its signature is over what it says, and no root looks like another by it."""
    copy = shutil.copytree(trust, tmp_path / "copy")
    path = copy / "metadata/timestamp.json"
    path.write_bytes(ALTERED["other lines"](path.read_bytes()))
    assert judged(made("bag"), copy).outcome == "holds"


def test_a_root_that_no_chain_reaches_has_no_say_in_a_copy(judged, made, trust, tmp_path):
    copy = shutil.copytree(trust, tmp_path / "copy")
    (copy / "metadata/9.root.json").write_bytes(b"{ }")
    assert judged(made("bundle"), copy).outcome == "holds"


def test_the_bundles_own_files_are_no_readers_files(judged, made, trust):
    """Of metadata that lie inside, digests and signatures decide."""
    folder = made("bundle")
    path = folder / "directory/metadata/timestamp.json"
    path.write_bytes(path.read_bytes() + b"\n")
    found = outcomes(judged(folder, trust))
    assert (found["bundle-complete"], found["directory"], found["identity"]) == (
        "fails", "holds", "holds",
    )  # fmt: skip


def test_the_refusal_says_what_the_reader_must_do(made, material, tmp_path):
    root = tmp_path / "1.root.json"
    root.write_bytes((material / "trust/1.root.json").read_bytes() + b"\n")
    for kind in ("bundle", "disclosure"):
        done = subprocess.run(
            [sys.executable, "-I", str(VERIFIER), made(kind), "--trust", root],
            capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert "trust-altered" in done.stderr
        assert "byte for byte" in done.stderr


# --- 15.2: what the verdict rests on


@pytest.fixture
def other(material, tmp_path):
    """A directory of another network, with the same States."""
    return OwnNetwork(material / "bundle/directory", tmp_path / "network").publish()


def resting(checks):
    found = checks.basis
    return ("given" if found.given else "brought", found.root, found.ask[0])


def test_what_vouches_for_a_bundle_is_what_its_verdict_rests_on(
    verifier, judged, made, material, trust
):
    bundle, own = made("bundle"), verifier.sha256((trust / "metadata/1.root.json").read_bytes())
    entry = next((trust / "targets/states").glob("*.xb.json"))
    authorities = bundle / "certificates/xb-ca.p256.pem"
    for given in (trust, own, verifier.spoken(own), material / "trust/1.root.json"):
        found = judged(bundle, given)
        assert resting(found) == ("given", own, "given-from-elsewhere"), given
        assert "rests on what you gave" in found.basis.first_line
    for given in (entry, authorities):
        found = judged(bundle, given)
        assert resting(found) == ("given", own, "given-from-elsewhere"), given
        assert "rests on what you gave: certificates of State CAs" in found.basis.first_line


def test_what_vouches_for_nothing_in_a_bundle_is_not_what_its_verdict_rests_on(
    verifier, judged, made, material, trust, other
):
    """A copy, a fingerprint or a root of another network, and a root that no root inside leads to."""
    bundle, own = made("bundle"), verifier.sha256((trust / "metadata/1.root.json").read_bytes())
    theirs = verifier.sha256((other / "metadata/1.root.json").read_bytes())
    for given in (
        other,
        theirs,
        verifier.spoken(theirs),
        other / "metadata/1.root.json",
        material / "trust/other-network.1.root.json",
    ):
        found = judged(bundle, given)
        assert outcomes(found)["identity"] == "fails", given
        assert resting(found) == ("brought", own, "compare-first-root"), given
        assert "given-from-elsewhere" not in found.basis.ask
        assert "rests on what you gave" not in found.basis.first_line
        assert "vouches for nothing here" in found.basis.first_line
        assert own in found.basis.first_line
        assert theirs not in found.basis.first_line


def test_a_root_that_only_follows_the_chain_vouches_for_nothing(
    verifier, judged, made, trust, monkeypatch, material
):
    """The maker of another chain can name the true holders' public keys in it."""
    bundle, own = made("bundle"), verifier.sha256((trust / "metadata/1.root.json").read_bytes())
    monkeypatch.setattr(verifier.Trusted, "_root", staticmethod(lambda *_: False))
    found = judged(bundle, material / "trust/1.root.json")
    assert outcomes(found)["identity"] == "undecided"
    assert resting(found) == ("brought", own, "compare-first-root")
    assert "vouches for nothing here" in found.basis.first_line


def test_what_vouches_beside_what_does_not_is_enough(verifier, judged, made, trust, other):
    bundle, own = made("bundle"), verifier.sha256((trust / "metadata/1.root.json").read_bytes())
    found = judged(bundle, own, other / "metadata/1.root.json")
    assert outcomes(found)["identity"] == "fails"
    assert resting(found) == ("given", own, "given-from-elsewhere")


def test_a_bundle_without_any_root_rests_on_nothing(judged, made, trust):
    bundle = made("bundle")
    (bundle / "directory/metadata/1.root.json").unlink()
    found = judged(bundle, trust)
    assert resting(found) == ("brought", None, "compare-certificates")
    assert "rests on nothing" in found.basis.first_line
    found = judged(bundle)
    assert resting(found) == ("brought", None, "compare-certificates")


def test_a_first_root_whose_chain_does_not_hold_is_still_what_is_compared(verifier, judged, made):
    bundle = made("bundle")
    path = bundle / "directory/metadata/1.root.json"
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":7', 1))
    found = judged(bundle)
    assert outcomes(found)["identity"] == "fails"
    assert resting(found) == ("brought", verifier.sha256(path.read_bytes()), "compare-first-root")


@pytest.mark.parametrize("form", ["file", "second file", "fingerprint", "read out", "several"])
@pytest.mark.parametrize("kind", ["bag", "sealed", "disclosure", "certificate"])
def test_a_root_decides_nothing_of_what_is_no_bundle(
    verifier, judged, made, material, trust, kind, form
):
    """It is not used there, and a fingerprint of it would look as if it were (15.2)."""
    path = material / "trust/1.root.json"
    own = verifier.sha256(path.read_bytes())
    given = {
        "file": [path], "second file": [material / "trust/2.root.json"], "fingerprint": [own],
        "read out": [verifier.spoken(own)], "several": [own, path],
    }[form]  # fmt: skip
    folder = made("bundle") / "certificate" if kind == "certificate" else made(kind)
    found = judged(folder, *given)
    assert found.basis.root is None
    assert found.basis.json()["root"] is None
    assert found.basis.ask[:2] == ["given-from-elsewhere", "directory"]
    assert "State CA" not in found.basis.first_line
    assert "does not rest on it: a root names no State's keys" in found.basis.first_line
    assert judged(folder, trust, *given).basis.root == own


@pytest.mark.parametrize("kind", ["bag", "sealed", "disclosure"])
def test_a_package_rests_on_whatever_was_given(judged, made, material, kind):
    """No directory lies in it for which something could vouch."""
    found = judged(made(kind), material / "trust/other-network.1.root.json")
    assert resting(found)[0] == "given"
    assert "directory" in found.basis.ask
