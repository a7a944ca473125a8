# SPDX-License-Identifier: Apache-2.0
"""A package that was re-wrapped goes to the node, to the other State and to court, chain and all."""

import hashlib
import shutil

import pytest

from casts.court.bundle_attacks import examined, relist
from casts.court.bundle_case import (
    HTML,
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
from forge.judges import JUDGES
from forge.material import Artifact
from rogatory.node.court.names import MEANINGS
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.journals.folders import bag_journal
from rogatory.node.workstation.keys.addressees import find_recipients
from rogatory.node.workstation.open import open_sealed
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.rewrap import NewWrapping, rewrap_sealed
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
            opening=Opening(
                identities=folder.identities(),
                trust=trust_for_sealed(sealed, trusted, case.clock.now()),
            ),
            by=Responsible(actor=case.actor("XB")),
            wrapping=NewWrapping(
                recipients=find_recipients([to], view, case.clock.now()), stamp=stamp
            ),
            folder=folder,
        )
        sealed = case.folder / f"again-{number}"
    return sealed


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    found = found_case(tmp_path_factory.mktemp("rewrapped"))
    play(found, rewrap_twice)
    bundled(found, found.folder / "bundle", reports=HTML)
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
        opening=Opening(
            identities=folder.identities(),
            trust=trust_for_sealed(sealed, trusted, case.clock.now()),
        ),
        by=Responsible(actor=case.actor("XB")),
        wrapping=NewWrapping(
            recipients=find_recipients(
                [f"xb/{OFFICE}"], case.node("XB").register.view(), case.clock.now()
            )
        ),
        folder=folder,
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
        opening=Opening(
            identities=folder.identities(),
            trust=trust_for_sealed(case.sealed, trusted, case.clock.now()),
        ),
        by=Responsible(actor=case.actor("XA")),
        wrapping=NewWrapping(
            recipients=find_recipients(
                [f"xa/{OFFICE}"], case.node("XA").register.view(), case.clock.now()
            )
        ),
        folder=folder,
    )
    open_sealed(
        own,
        tmp_path / "bag",
        opening=Opening(
            identities=folder.identities(), trust=trust_for_sealed(own, trusted, case.clock.now())
        ),
        by=Responsible(actor=case.actor("XA")),
        folder=folder,
    )
    bundled(case, tmp_path / "bundle", bag=tmp_path / "bag", reports=HTML)
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


SEAL_IN = {"package": "fetched", "bag": "opened-custody/seal", "bundle": "bundle/seal"}
JOURNALS_IN = {
    "package": ("fetched/custody",),
    "bag": ("opened-custody",),
    "bundle": ("bundle/custody", "bundle/custody-node"),
}


def received(case, kind, place):
    """A copy of what XA has of the package: both seals before the newest lie in it."""
    sources = {
        "package": (case.sealed,),
        "bag": (case.bag, bag_journal(case.bag)),
        "bundle": (case.folder / "bundle",),
    }[kind]
    place.mkdir()
    for source in sources:
        shutil.copytree(source, place / source.name)
    return Artifact(kind, place, sources[0].name)


def without_events(artifact, suffix=""):
    """Take away every event, or only the files of events that end so."""
    for journal in JOURNALS_IN[artifact.kind]:
        for file in (artifact.folder / journal).glob(f"*{suffix}"):
            if file.is_file():
                file.unlink()


def judged(artifact, case, judge):
    before = artifact.files()
    found = JUDGES[judge](artifact, [case.federation.repository], case.clock.now())
    assert artifact.files() == before
    return found


def chain_of(artifact, case):
    return {judge: judged(artifact, case, judge).checks["seal-chain"] for judge in JUDGES}


KINDS = ["package", "bag", "bundle"]


@pytest.mark.parametrize("kind", KINDS)
class TestTimestampsOfEarlierSeals:
    """Anybody can take a file away that lies in `seals/1/` or `seals/2/`."""

    def test_one_that_the_journal_records_is_missed(self, case, tmp_path, kind):
        artifact = received(case, kind, tmp_path / "forged")
        assert set(chain_of(artifact, case).values()) == {"holds"}
        (artifact.folder / SEAL_IN[kind] / "seals/2/seal.json.tst").unlink()
        assert set(chain_of(artifact, case).values()) == {"fails"}

    def test_one_taken_together_with_the_events_leaves_no_verdict(self, case, tmp_path, kind):
        """Neither the event that records it nor a cosigned one of its sender is left."""
        artifact = received(case, kind, tmp_path / "forged")
        (artifact.folder / SEAL_IN[kind] / "seals/2/seal.json.tst").unlink()
        without_events(artifact)
        for judge in JUDGES:
            found = judged(artifact, case, judge)
            assert found.checks["seal-chain"] == "undecided", judge
            assert found.outcome == ("fails" if kind == "bundle" else "undecided")

    def test_a_seal_that_nothing_stamped_rests_on_the_cosigned_event(self, case, tmp_path, kind):
        """The first seal never had a timestamp; without the proofs nothing says when it was made."""
        artifact = received(case, kind, tmp_path / "forged")
        without_events(artifact, ".tlog-proof")
        for judge in JUDGES:
            found = judged(artifact, case, judge)
            assert found.checks["seal-chain"] == "undecided", judge
            assert found.outcome == ("fails" if kind == "bundle" else "undecided")

    def test_the_newest_one_that_the_journal_records_is_missed_too(self, case, tmp_path, kind):
        artifact = received(case, kind, tmp_path / "forged")
        (artifact.folder / SEAL_IN[kind] / "seal.json.tst").unlink()
        for judge in JUDGES:
            assert judged(artifact, case, judge).checks["seal-stamped"] == "fails", judge


@pytest.mark.parametrize("kind", ["package", "bag"])
def test_a_timestamp_by_an_authority_that_nothing_names_is_none(case, tmp_path, kind):
    """A timestamp that is removed can be replaced by another: it proves nothing of the moment."""
    artifact = received(case, kind, tmp_path / "forged")
    without_events(artifact)
    [ca] = [
        path for path in (case.federation.state("XB") / "ca").glob("*.pem") if "p256" in path.name
    ]
    for judge in JUDGES:
        found = JUDGES[judge](artifact, [ca], case.clock.now())
        assert found.checks["seal-stamped"] == "undecided", judge
        assert found.outcome == "undecided"


def test_the_exporters_timestamp_is_none_of_an_earlier_seal(case, bundle):
    """He takes the proofs away, signs it all again and stamps it: the moment is of his choosing."""
    for journal in ("custody", "custody-node"):
        for proof in (bundle / journal).glob("*.tlog-proof"):
            proof.unlink()
    relist(bundle, case.authority("XA").signing_keys())
    token = Stamps(case.federation, case.clock, serial=500).stamp(
        hashlib.sha256((bundle / "bundle.json").read_bytes()).digest()
    )
    (bundle / "bundle.json.tst").write_bytes(token)
    assert outcomes(bundle, case)["bundle-complete"].outcome == "holds"
    assert outcomes(bundle, case)["seal-chain"].outcome == "undecided"
    outcome, theirs = examined(bundle)
    assert (outcome, theirs[CHAIN].outcome) == ("undecided", "undecided")


def test_a_seal_that_its_own_state_alone_proves_is_named(case, bundle):
    remark = outcomes(bundle, case)["seal-chain"].remark
    assert "alone" not in remark  # another State cosigned the events of both seals
