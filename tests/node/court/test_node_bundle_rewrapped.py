# SPDX-License-Identifier: Apache-2.0
"""A package that was re-wrapped goes to the node, to the other State and to court, chain and all."""

import shutil

import pytest
from bundle_attacks import examined
from bundle_case import (
    OFFICE,
    Stamps,
    bundled,
    check_sh,
    copied,
    fingerprints_of,
    found_case,
    play,
    stated,
)

from rogatory.node.court.names import MEANINGS
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.keys.addressees import find_recipients
from rogatory.node.workstation.open import open_sealed
from rogatory.node.workstation.rewrap import rewrap_sealed
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify import verify

CHAIN = "The seals before it led to it"
"""As the stand-alone verifier says it."""


def rewrap_twice(case):
    """XB stamps and wraps anew, first for itself alone, then for XA again."""
    trusted, folder = read_trust(case.federation.repository), case.authority("XB")
    stamp = Stamps(case.federation, case.clock, serial=100).stamp
    view = case.node("XB").register.view()
    sealed = case.folder / "sealed"
    for number, to in ((1, f"xb/{OFFICE}"), (2, f"xa/{OFFICE}")):
        case.clock()
        rewrap_sealed(
            sealed,
            case.folder / f"again-{number}",
            identities=folder.identities(),
            trust=trust_for_sealed(sealed, trusted, case.clock.now()),
            folder=folder,
            actor=case.actor("XB"),
            recipients=find_recipients([to], view, case.clock.now()),
            stamp=stamp,
        )
        sealed = case.folder / f"again-{number}"
    return sealed


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    found = found_case(tmp_path_factory.mktemp("rewrapped"))
    play(found, rewrap_twice)
    bundled(found, found.folder / "bundle")
    return found


@pytest.fixture
def bundle(case, tmp_path):
    return copied(case.folder / "bundle", tmp_path / "bundle")


def outcomes(bundle, case):
    trusted = read_trust(case.federation.repository)
    found = verify_bundle(bundle, trusted=trusted, now=case.clock.now())
    return {check.id: check for check in found.checks}


def test_the_opened_bag_and_the_bundle_hold_with_both_earlier_seals(case, bundle):
    """The first seal has no timestamp: another State's witness saw that it was recorded (4.2, 3(d))."""
    checks = outcomes(bundle, case)
    assert checks["seal-chain"].outcome == checks["exporter"].outcome == "holds"
    assert not [one for one in checks.values() if one.outcome == "fails"]
    assert {one.name for one in checks.values()} <= MEANINGS.keys()
    assert checks["bag-sealed"].outcome == checks["bag-signed"].outcome == "holds"
    assert (bundle / "seal/seals/1/seal.json").read_bytes() == (
        case.folder / "sealed/seal.json"
    ).read_bytes()
    opened = verify(case.bag, trusted=read_trust(case.federation.repository), now=case.clock.now())
    found = {check.id: check.outcome for check in opened.checks}
    assert opened.outcome == "holds", found
    assert found["bag-sealed"] == "holds"
    assert found["seal-chain"] == "holds"


def test_an_earlier_seal_whose_moment_nothing_proves_is_undecided(case, bundle):
    """Neither a timestamp nor a cosignature: the chain is reported as undecided, and no seal
    counts.
    """
    for folder in ("custody", "custody-node"):
        for proof in (bundle / folder).glob("*.tlog-proof"):
            proof.unlink()
    checks = outcomes(bundle, case)
    assert checks["seal-chain"].outcome == checks["exporter"].outcome == "undecided"
    assert "timestamp" in checks["seal-chain"].remark
    _, theirs = examined(bundle)
    assert theirs[CHAIN].outcome == "undecided"


def test_a_timestamp_of_an_earlier_seal_is_not_missed_beside_the_newest(case, tmp_path):
    """The journal announces two timestamps; a third seal without one is pending, not robbed."""
    trusted, folder = read_trust(case.federation.repository), case.authority("XB")
    sealed = case.folder / "again-1"
    rewrap_sealed(
        sealed,
        tmp_path / "third",
        identities=folder.identities(),
        trust=trust_for_sealed(sealed, trusted, case.clock.now()),
        folder=folder,
        actor=case.actor("XB"),
        recipients=find_recipients(
            [f"xb/{OFFICE}"], case.node("XB").register.view(), case.clock.now()
        ),
    )

    def stamped(folder):
        found = verify(folder, trusted=trusted, now=case.clock.now())
        return {check.id: check.outcome for check in found.checks}["seal-stamped"]

    assert stamped(tmp_path / "third") == "undecided"
    assert stamped(sealed) == "holds"
    robbed = copied(sealed, tmp_path / "robbed")
    (robbed / "seal.json.tst").unlink()
    assert stamped(robbed) == "fails"


def test_what_was_rewrapped_on_a_workstation_goes_to_court_under_the_seal_that_the_node_has(
    case, tmp_path
):
    trusted, folder = read_trust(case.federation.repository), case.authority("XA")
    own = tmp_path / "own"
    rewrap_sealed(
        case.sealed,
        own,
        identities=folder.identities(),
        trust=trust_for_sealed(case.sealed, trusted, case.clock.now()),
        folder=folder,
        actor=case.actor("XA"),
        recipients=find_recipients(
            [f"xa/{OFFICE}"], case.node("XA").register.view(), case.clock.now()
        ),
    )
    open_sealed(
        own,
        tmp_path / "bag",
        identities=folder.identities(),
        trust=trust_for_sealed(own, trusted, case.clock.now()),
        folder=folder,
        actor=case.actor("XA"),
    )
    bundled(case, tmp_path / "bundle", bag=tmp_path / "bag")
    newest = (case.sealed / "seal.json").read_bytes()
    assert (tmp_path / "bundle/seal/seal.json").read_bytes() == newest
    assert not [
        one for one in outcomes(tmp_path / "bundle", case).values() if one.outcome == "fails"
    ]


@pytest.mark.judge
def test_check_sh_looks_at_every_seal(bundle, case):
    done = check_sh(bundle, *fingerprints_of(case))
    assert done.returncode == 3, done.stdout
    assert stated(done)["seal-chain"] == "in part"
    earlier = bundle / "seal/seals/1/seal.json.p256.p7s"
    earlier.write_bytes((bundle / "seal/seal.json.p256.p7s").read_bytes())
    assert check_sh(bundle).returncode == 1


def test_the_stand_alone_verifier_comes_to_the_same(bundle, case):
    """All but the pages of the report, which it cannot make again."""
    outcome, theirs = examined(bundle)
    ours = {name: one.outcome for name, one in outcomes(bundle, case).items()}
    found = {one.id: one.outcome for one in theirs.values()}
    assert outcome == "holds"
    differing = {
        name: (ours.get(name), found.get(name))
        for name in ours.keys() | found.keys()
        if ours.get(name) != found.get(name)
    }
    assert differing.pop("reports") == ("holds", "undecided")
    assert differing == {}


@pytest.mark.parametrize(
    "attack",
    [
        lambda seal: shutil.rmtree(seal / "seals" / "1"),
        lambda seal: shutil.rmtree(seal / "seals"),
        lambda seal: (seal / "seals/1").rename(seal / "seals/3"),
        lambda seal: shutil.copy(seal / "seal.json", seal / "seals/2/seal.json"),
        lambda seal: shutil.copy(seal / "seal.json.p256.p7s", seal / "seals/2/seal.json.p256.p7s"),
    ],
)
def test_a_chain_that_was_bent_fails(bundle, case, attack):
    attack(bundle / "seal")
    assert outcomes(bundle, case)["seal-chain"].outcome == "fails"
    _, theirs = examined(bundle)
    assert theirs[CHAIN].outcome == "fails"
