# SPDX-License-Identifier: Apache-2.0
"""A fingerprint of a first root as all that the reader has from elsewhere (SPECIFICATION.md 15.2)."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from casts.court.bundle_attacks import examined, standalone
from casts.court.bundle_case import AT
from rogatory.directory.ceremony.metadata import ROOT_LIMIT
from rogatory.errors import Refused
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify import verify
from rogatory.wire.digests import sha256
from rogatory.wire.spoken_digest import spoken

NOW = AT + timedelta(days=400)


@pytest.fixture
def root(whole):
    return sha256((whole / "directory/metadata/1.root.json").read_bytes())


def identity(bundle, *given):
    """The outcome of `identity`, which the other judge gives too."""
    trusted = read_trust([Path(one) for one in given])
    found = {one.id: one for one in verify_bundle(bundle, trusted=trusted, now=NOW).checks}
    assert of_the_other(bundle, *given)["identity"] == found["identity"].outcome
    return found["identity"].outcome


def of_the_other(evidence, *given):
    return {one.id: one.outcome for one in examined(evidence, *given, now=NOW)[1].values()}


def written(root):
    """The ways in which it is given: in hex, in groups and capitals, read out, read out in other digits."""
    groups = spoken(root)
    arabic = groups.translate({ord(str(one)): chr(0x660 + one) for one in range(10)})
    return [root, " ".join(root[at : at + 4] for at in range(0, 64, 4)).upper(), groups, arabic]


@pytest.mark.parametrize("way", range(4))
def test_a_fingerprint_counts_as_the_first_root(whole, root, way):
    assert identity(whole, written(root)[way]) == "holds"
    assert identity(whole, written(sha256(b"another"))[way]) == "fails"


def test_it_adds_up_with_a_copy_of_the_same_network_alone(whole, root):
    assert identity(whole, root, str(whole / "directory")) == "holds"
    assert identity(whole, sha256(b"another"), str(whole / "directory")) == "fails"


def test_alone_it_names_no_state_s_keys(case, root):
    found = verify(case.sealed, trusted=read_trust([Path(root)]), now=NOW)
    outcomes = {one.id: one.outcome for one in found.checks}
    assert outcomes["seal-signed"] == "undecided"
    assert of_the_other(case.sealed, root)["seal-signed"] == "undecided"
    assert found.rests is not None
    assert found.rests.ask == ("given-from-elsewhere", "directory")


def test_a_copy_that_begins_with_another_root_is_refused(case):
    given = [Path(sha256(b"another")), case.federation.repository]
    with pytest.raises(Refused) as refused:
        verify(case.sealed, trusted=read_trust(given), now=NOW)
    assert refused.value.codes == ("trust-mixed",)


@pytest.mark.parametrize("how", ["another-role", "marked", "no-json"])
def test_a_root_that_cannot_be_read_is_the_reader_s_to_correct(whole, tmp_path, how):
    """It is no fault of the evidence: there is no verdict."""
    metadata = whole / "directory/metadata"
    root = (metadata / "1.root.json").read_bytes()
    data = {
        "another-role": (metadata / "timestamp.json").read_bytes(),
        "marked": b"\xef\xbb\xbf" + root,
        "no-json": root[:-3],
    }[how]
    given = tmp_path / "1.root.json"
    given.write_bytes(data)
    with pytest.raises(Refused) as refused:
        read_trust([given])
    assert refused.value.codes == ("trust-unknown",)


def test_a_first_root_above_its_limit_is_none_that_a_verdict_rests_on(whole, tmp_path):
    bundle = shutil.copytree(whole, tmp_path / "padded")
    root = bundle / "directory/metadata/1.root.json"
    root.write_bytes(root.read_bytes() + b" " * ROOT_LIMIT)
    found = verify_bundle(bundle, trusted=read_trust([]), now=NOW)
    assert {one.id: one.outcome for one in found.checks}["directory"] == "fails"
    assert found.rests is not None
    assert (found.rests.root, found.rests.ask) == (None, ("compare-certificates",))
    judge = standalone()
    checks, _ = judge.examine(bundle, judge.Trusted.read([]), NOW)
    assert (checks.basis.root, checks.basis.ask) == (None, ["compare-certificates"])
