# SPDX-License-Identifier: Apache-2.0
"""A bundle with parts missing, stamped anew, with revocation lists, without a broken algorithm."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from casts.court.bundle_attacks import examined
from casts.court.bundle_case import AT, Stamps, check_sh, fingerprints_of, stated
from rogatory.disk import Beneath
from rogatory.evidence.sealing.restamp import stamp_anew
from rogatory.evidence.trust.distrusted_algorithms import parse_distrust
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.verify import unlisted_documents, verify_bundle
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.certificates.revocation import crl_period, lists_of

SOON = AT + timedelta(days=400)


def outcomes(bundle, *distrusted, now=SOON, trusted=None):
    found = verify_bundle(bundle, trusted=trusted, now=now, distrust=parse_distrust(distrusted))
    return {check.id: check for check in found.checks}


def renewed(bundle, case):
    with Beneath(bundle) as beneath:
        documents = unlisted_documents(BundleFiles(bundle, beneath))
        stamps = Stamps(case.federation, case.clock, serial=900)
        return stamp_anew(bundle, "bundle.json", documents, [stamps.stamp])


@pytest.mark.parametrize(
    ("part", "fails", "undecided"),
    [
        ("messages", {"bundle-complete"}, {"together"}),
        ("request", {"bundle-complete"}, {"request", "together"}),
        ("custody", {"bundle-complete", "custody-exported"}, {"custody-journal", "custody-expected"}),
        ("seal/segments.b3", {"bundle-complete"}, {"seal-segment-list"}),
        ("seal/seal.json.tst", {"bundle-complete"}, {"seal-stamped"}),
        ("bag/inventory.jsonl", {"bundle-complete", "bag-form", "bag-tags", "bag-earlier"}, {"bag-inventory", "bag-items-root"}),
        ("bag/manifest-sha256.txt", {"bundle-complete", "bag-form", "bag-tags", "bag-earlier"}, {"bag-files"}),
        ("certificates", {"bundle-complete"}, set()),
        ("bundle.json", {"bundle-complete", "bundle-layout", "bundle-signed"}, {"exporter"}),
    ],
)  # fmt: skip
def test_a_missing_part_makes_only_what_needs_it_impossible(bundle, part, fails, undecided):
    place = bundle / part
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    found = outcomes(bundle)
    assert {id_ for id_, one in found.items() if one.outcome == "fails"} == fails
    left = {id_ for id_, one in found.items() if one.outcome == "undecided"}
    assert undecided <= left
    assert all(found[id_].who for id_ in left)
    assert found["seal-signed"].outcome == "holds"


def test_without_the_evidence_what_is_said_about_it_is_still_judged(bundle):
    shutil.rmtree(bundle / "bag")
    found = outcomes(bundle)
    assert found["bag-form"].outcome == "fails"
    assert found["bag-files"].outcome == found["bag-signed"].outcome == "undecided"
    assert found["seal-signed"].outcome == found["request"].outcome == "holds"


def test_without_the_seal_the_rest_is_judged(bundle):
    shutil.rmtree(bundle / "seal")
    found = outcomes(bundle)
    assert found["seal-form"].outcome == "fails"
    assert found["seal-stamped"].outcome == found["bag-sealed"].outcome == "undecided"
    assert found["bag-files"].outcome == found["request"].outcome == "holds"


def test_without_the_directory_nothing_is_called_false_but_that(bundle, case):
    shutil.rmtree(bundle / "directory")
    found = outcomes(bundle)
    assert found["directory"].outcome == "fails"
    assert found["request"].outcome == found["seal-signed"].outcome == "undecided"
    assert found["bag-files"].outcome == "holds"
    given = outcomes(
        bundle, now=AT + timedelta(hours=1), trusted=read_trust(case.federation.repository)
    )
    assert given["identity"].outcome == "fails"
    assert given["seal-signed"].outcome == given["request"].outcome == "undecided"


def test_it_is_stamped_anew_without_being_written_again(bundle, case):
    before = (bundle / "bundle.json").read_bytes()
    done = renewed(bundle, case)
    assert {name for name, _ in done.tokens} == {"bundle.json.tst", "archive.1.json.tst"}
    assert (bundle / "bundle.json").read_bytes() == before
    found = outcomes(bundle)
    assert {one.outcome for one in found.values()} == {"holds"}
    assert examined(bundle, now=SOON)[0] == "holds"
    (bundle / "archive.1.json").write_bytes(b"{}")
    assert outcomes(bundle)["bundle-signed"].outcome == "fails"
    _, theirs = examined(bundle, now=SOON)
    assert theirs["The bundle is signed by the authority that exported it"].outcome == "fails"


def test_the_stand_alone_verifier_sees_a_timestamp_fade(whole):
    outcome, theirs = examined(whole, now=AT + timedelta(days=365 * 30))
    assert outcome == "undecided"
    left = {one.id for one in theirs.values() if one.outcome == "undecided"}
    # It cannot make the reports again, and by then the certificate of the earlier record has ended.
    assert left - {"reports", "bag-earlier"} == {"seal-stamped"}


@pytest.mark.judge
def test_check_sh_knows_what_was_stamped_later(bundle, case):
    renewed(bundle, case)
    done = check_sh(bundle, *fingerprints_of(case))
    assert done.returncode == 3, done.stdout
    assert stated(done)["bundle-signed"] == "in part"
    (bundle / "archive.1.txt").write_text("more")
    assert check_sh(bundle).returncode == 1


class TestABrokenAlgorithm:
    def test_a_bundle_stamped_before_the_break_keeps_what_was_signed(self, bundle, case):
        renewed(bundle, case)
        day = (AT + timedelta(days=100)).date().isoformat()
        found = outcomes(bundle, f"ml-dsa-65@{day}")
        assert {one.outcome for one in found.values()} == {"holds"}

    def test_the_other_family_still_shows_who_signed(self, whole):
        found = outcomes(whole, "ecdsa@2027-01-01")
        assert found["seal-signed"].outcome == "holds"
        assert found["seal-stamped"].outcome == "undecided"
        # The officers' approvals are ECDSA alone.
        assert found["request"].outcome == "undecided"

    def test_a_broken_digest_leaves_nothing_that_rests_on_it(self, bundle, case):
        renewed(bundle, case)
        found = outcomes(bundle, "sha-256@2027-01-01")
        assert found["bag-files"].outcome == found["bundle-complete"].outcome == "undecided"


class TestRevocationLists:
    def test_they_travel_from_the_state_ca_to_the_court(self, whole):
        lists = {path.name: path.read_bytes() for path in whole.glob("certificates/*.crl")}
        families = ("p256", "mldsa65")
        assert set(lists) == {f"{state}-ca.{one}.crl" for state in ("xa", "xb") for one in families}
        ca = pem_to_der((whole / "certificates" / "xb-ca.p256.pem").read_bytes())
        assert lists_of([lists["xb-ca.p256.crl"]], [ca])
        since, until = crl_period(lists["xb-ca.p256.crl"])
        assert since <= AT <= until

    def test_one_of_another_ca_fails(self, bundle):
        place = bundle / "certificates"
        (place / "xb-ca.p256.crl").write_bytes(b"-----BEGIN X509 CRL-----\n")
        assert outcomes(bundle)["certificates"].outcome == "fails"
        _, theirs = examined(bundle)
        stock = theirs["The certificates for stock tools are those of the directory"]
        assert stock.outcome == "fails"


def test_every_file_is_read_once(whole, monkeypatch):
    """No check of the evidence reads the payload again."""
    read: dict[str, int] = {}
    real = os.readv

    def readv(file, buffers):
        path = str(Path(f"/proc/self/fd/{file}").readlink())
        count = real(file, buffers)
        read[path] = read.get(path, 0) + count
        return count

    monkeypatch.setattr(os, "readv", readv)
    outcomes(whole)
    payload = {str(p): p.stat().st_size for p in whole.glob("bag/data/**/*") if p.is_file()}
    assert {path: read[path] for path in payload if payload[path]} == {
        p: s for p, s in payload.items() if s
    }
