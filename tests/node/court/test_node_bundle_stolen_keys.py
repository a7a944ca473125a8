# SPDX-License-Identifier: Apache-2.0
"""A key was stolen: what is proved to be older counts, and nothing else, regardless of claims."""

import shutil
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import tree
from casts.court.bundle_case import AT, OFFICE
from casts.court.stolen_keys import (
    NOW,
    stamped_whole,
    stamper,
    stolen_key,
    stolen_passkeys,
    without_witnesses,
)
from rogatory.directory.entry.period import ROTATED, PeriodEnd
from rogatory.disk import Beneath
from rogatory.evidence.disclosure.choosing import Choice
from rogatory.evidence.disclosure.document_checks import unlisted_documents
from rogatory.evidence.disclosure.write import DisclosureTerms
from rogatory.evidence.sealing.restamp import stamp_anew
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.disclose import DisclosureBasis, disclose
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify import verify
from rogatory.node.workstation.verification.verify_disclosure import verify_disclosure
from rogatory.wire.digests import sha256


def judged(path, trusted, check=verify_bundle):
    before = tree(path)
    found = check(path, trusted=trusted, now=NOW)
    assert tree(path) == before
    return {one.id: one for one in found.checks}


def codes(check):
    return {reason.code.id for reason in check.reasons}


@pytest.fixture
def package(case, tmp_path):
    return shutil.copytree(case.sealed, tmp_path / "sealed")


@pytest.fixture
def opened(case, tmp_path):
    """The opened bag, with its journal and its seal beside it."""
    shutil.copytree(case.bag.with_name(f"{case.bag.name}-custody"), tmp_path / "opened-custody")
    return shutil.copytree(case.bag, tmp_path / "opened")


class TestAStampedCompleteBundle:
    def test_it_saves_the_messages_of_a_key_that_was_stolen_later(self, bundle, case):
        theft = stolen_key(case)
        assert codes(judged(bundle, theft)["messages"]) == {"signatures-unproved"}
        stamped_whole(bundle, case)
        checks = judged(bundle, theft)
        assert checks["messages"].outcome == checks["bag-signed"].outcome == "holds"

    def test_one_that_is_not_complete_saves_nothing(self, bundle, case):
        stamped_whole(bundle, case)
        (bundle / "check.sh").unlink(missing_ok=True)
        (bundle / "report.en.html").unlink()
        checks = judged(bundle, stolen_key(case))
        assert checks["bundle-complete"].outcome == "fails"
        assert codes(checks["messages"]) == {"signatures-unproved"}

    def test_a_stolen_passkey_with_a_backdated_approval_counts_only_if_it_is_proved(
        self, bundle, case
    ):
        theft = stolen_passkeys(case)
        assert codes(judged(bundle, theft)["request"]) == {"bundle-approval-ended"}
        stamped_whole(bundle, case)
        assert judged(bundle, theft)["request"].outcome == "holds"

    def test_a_passkey_that_was_ended_before_approves_nothing(self, whole, case):
        """An officer who was dismissed in the morning approves in the evening."""
        early = stolen_passkeys(case, ended=PeriodEnd(AT - timedelta(minutes=30), ROTATED))
        assert judged(whole, early)["request"].outcome == "fails"
        late = stolen_passkeys(case, ended=PeriodEnd(AT + timedelta(days=1), ROTATED))
        assert judged(whole, late)["request"].outcome == "holds"


class TestAStolenStateCA:
    """Its holder issues certificates of any date; only what is proved to be older counts."""

    def test_a_package_that_another_state_cosigned_holds(self, package, case):
        checks = judged(package, stolen_key(case, "state-ca", "xb"), verify)
        assert checks["seal-listed"].outcome == "holds"

    def test_without_the_cosignature_it_fails(self, package, case):
        honest = read_trust(case.federation.repository)
        without_witnesses(package / "custody")
        assert judged(package, honest, verify)["seal-listed"].outcome == "holds"
        checks = judged(package, stolen_key(case, "state-ca", "xb"), verify)
        assert codes(checks["seal-listed"]) == {"certificate-chain"}
        assert "certificate-chain" in codes(checks["custody-journal"])


class TestAnOpenedBag:
    def test_the_directory_must_list_who_signed_it(self, opened, case):
        honest = judged(opened, read_trust(case.federation.repository), verify)
        assert honest["bag-listed"].outcome == "holds"
        assert judged(opened, stolen_key(case), verify)["bag-listed"].outcome == "holds"
        without_witnesses(opened.with_name("opened-custody"))
        checks = judged(opened, stolen_key(case), verify)
        assert codes(checks["bag-listed"]) == {"signatures-unproved"}
        assert checks["bag-signed"].outcome == "holds"

    def test_an_altered_earlier_record_fails_alone(self, opened, case):
        """Its sender signs the bag again, and nothing of the seal lies beside it."""
        shutil.rmtree(opened.with_name("opened-custody"))
        wanted = "earlier/1/tagmanifest-sha256.txt.p256.p7s"
        record = opened / wanted
        record.write_bytes((opened / "tagmanifest-sha256.txt.p256.p7s").read_bytes())
        manifest = opened / "tagmanifest-sha256.txt"
        lines = manifest.read_text().splitlines()
        assert sum(line.endswith(f"  {wanted}") for line in lines) == 1
        digest = sha256(record.read_bytes())
        lines = [f"{digest}  {wanted}" if one.endswith(f"  {wanted}") else one for one in lines]
        manifest.write_text("\n".join(lines) + "\n")
        signed = case.authority("XB").signing_keys().sign(manifest.read_bytes(), case.clock.now())
        (opened / "tagmanifest-sha256.txt.p256.p7s").write_bytes(signed.p256)
        (opened / "tagmanifest-sha256.txt.mldsa65.p7s").write_bytes(signed.mldsa65)
        checks = judged(opened, read_trust(case.federation.repository), verify)
        assert [one.id for one in checks.values() if one.outcome == "fails"] == ["bag-earlier"]


@pytest.fixture(scope="module")
def handed_over(case, tmp_path_factory):
    """Two items for the defence, as the State that asked for them discloses them."""
    place = tmp_path_factory.mktemp("handed-over")
    bag = shutil.copytree(case.bag, place / "opened")
    shutil.copytree(case.bag.with_name(f"{case.bag.name}-custody"), place / "opened-custody")
    disclose(
        bag,
        DisclosureTerms(Choice(("mail-0.eml",), ())),
        place / "disclosed",
        by=Responsible(actor=case.actor("XA"), reason="To the defence, order 14/2026"),
        basis=DisclosureBasis(trusted=read_trust(case.federation.repository)),
        folder=case.authority("XA"),
    )
    return place / "disclosed"


def stamped_disclosure(folder, case):
    with Beneath(folder) as beneath:
        documents = unlisted_documents(folder, beneath)
        return stamp_anew(folder, "disclosure.json", documents, [stamper(case)])


class TestADisclosure:
    """Its discloser's key was stolen later, or that of who sealed the package."""

    @pytest.mark.parametrize("state", ["xa", "xb"])
    def test_a_stamped_list_beside_it_proves_who_signed(self, handed_over, case, tmp_path, state):
        folder = shutil.copytree(handed_over, tmp_path / "disclosed")
        theft = stolen_key(case, holder=f"{state}/{OFFICE}")
        checks = judged(folder, theft, verify_disclosure)
        assert codes(checks["disclosure-listed"]) == {"signatures-unproved"}
        stamped_disclosure(folder, case)
        checks = judged(folder, theft, verify_disclosure)
        assert {one.outcome for one in checks.values()} == {"holds"}

    def test_a_token_over_the_text_alone_does_not(self, handed_over, case, tmp_path):
        folder = shutil.copytree(handed_over, tmp_path / "disclosed")
        stamped_disclosure(folder, case)
        for path in folder.glob("archive.*"):
            path.unlink()
        theft = stolen_key(case, holder=f"xa/{OFFICE}")
        checks = judged(folder, theft, verify_disclosure)
        assert codes(checks["disclosure-listed"]) == {"signatures-unproved"}

    @pytest.mark.parametrize("name", ["disclosure.json.tst", "archive.1.json"])
    def test_what_stamps_something_else_fails(self, handed_over, case, tmp_path, name):
        folder = shutil.copytree(handed_over, tmp_path / "disclosed")
        stamped_disclosure(folder, case)
        (folder / name).write_bytes((folder / "archive.1.json.tst").read_bytes())
        checks = judged(folder, read_trust(case.federation.repository), verify_disclosure)
        assert checks["disclosure-signed"].outcome == "fails"

    def test_a_file_that_stamps_nothing_has_no_place(self, handed_over, case, tmp_path):
        folder = shutil.copytree(handed_over, tmp_path / "disclosed")
        (folder / "items.jsonl.tst").write_bytes(b"token")
        checks = judged(folder, read_trust(case.federation.repository), verify_disclosure)
        assert codes(checks["disclosure-form"]) == {"disclosure-file-extra"}

    def test_an_item_taken_away_takes_the_proof_away(self, handed_over, case, tmp_path):
        folder = shutil.copytree(handed_over, tmp_path / "disclosed")
        stamped_disclosure(folder, case)
        (folder / "SHA256SUMS").write_bytes(b"")
        theft = stolen_key(case)
        checks = judged(folder, theft, verify_disclosure)
        assert checks["disclosure-form"].outcome == "fails"
        assert codes(checks["disclosure-listed"]) == {"signatures-unproved"}
