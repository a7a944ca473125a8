# SPDX-License-Identifier: Apache-2.0
"""Packages, bags and disclosures of a case that forgers made over: by several changes at once."""

import hashlib
import json
import shutil
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import tree
from rogatory.errors import Refused
from rogatory.evidence.disclosure.choosing import Choice
from rogatory.evidence.disclosure.write import DisclosureTerms
from rogatory.evidence.items_root import ItemsRoot
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.disclose import DisclosureBasis, disclose
from rogatory.node.workstation.journals.folders import bag_journal
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify import verify
from rogatory.node.workstation.verification.verify_disclosure import verify_disclosure
from rogatory.wire.canonical import encode

FOREIGN = ("inventory.jsonl", "case.jsonld", "package-secret.bin")


@pytest.fixture
def bag(case, tmp_path):
    """A copy of the opened bag, with what lies beside it."""
    copy = tmp_path / "opened"
    shutil.copytree(case.bag, copy)
    shutil.copytree(bag_journal(case.bag), bag_journal(copy))
    return copy


@pytest.fixture
def sealed(case, tmp_path):
    return shutil.copytree(case.sealed, tmp_path / "sealed")


@pytest.fixture
def disclosed(case, tmp_path):
    disclose(
        case.bag,
        DisclosureTerms(Choice(("mail-0.eml",), ())),
        tmp_path / "disclosed",
        by=Responsible(actor=case.actor("XA"), reason="To the defence"),
        basis=DisclosureBasis(trusted=read_trust(case.federation.repository)),
        folder=case.authority("XA"),
    )
    return tmp_path / "disclosed"


def judged(case, path, *trust, by=verify):
    before = tree(path.parent)
    given = read_trust(trust or case.federation.repository)
    found = by(path, trusted=given, now=case.clock.now() + timedelta(days=1))
    assert tree(path.parent) == before
    return found.outcome, {check.id: check for check in found.checks}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def alter_evidence(bag):
    """Another file, and every list that names it made to agree: all that nobody signed."""
    mail = next((bag / "data").rglob("mail-0.eml"))
    old = sha256(mail).encode()
    mail.write_bytes(b"forged".ljust(mail.stat().st_size, b"."))
    for name in ("inventory.jsonl", "case.jsonld", "manifest-sha256.txt"):
        place = bag / name
        place.write_bytes(place.read_bytes().replace(old, sha256(mail).encode()))


def drop_sender(bag):
    for one in bag.glob("tagmanifest-*.p7s"):
        one.unlink()
    info = bag / "bag-info.txt"
    lines = info.read_text().splitlines(keepends=True)
    info.write_text("".join(line for line in lines if not line.startswith("Rogatory-")))


def list_tags(bag):
    paths = (path for path in bag.rglob("*") if path.is_file())
    names = (str(path.relative_to(bag)) for path in paths)
    tags = sorted(one for one in names if not one.startswith(("data/", "tagmanifest-")))
    text = "".join(f"{sha256(bag / one)}  {one}\n" for one in tags)
    (bag / "tagmanifest-sha256.txt").write_text(text)


def sign(path, keys, at):
    signatures = keys.sign(path.read_bytes(), at)
    path.with_name(path.name + ".p256.p7s").write_bytes(signatures.p256)
    path.with_name(path.name + ".mldsa65.p7s").write_bytes(signatures.mldsa65)


def edit(path, keys, at, **changes):
    path.write_bytes(encode(json.loads(path.read_bytes()) | changes))
    sign(path, keys, at)


class TestABagWithoutAnyKey:
    def test_made_over_as_a_collection_that_nobody_signed_does_not_hold(self, case, bag):
        """A caller that gives something to trust asks who signed it: nobody is no answer that
        holds.
        """
        alter_evidence(bag)
        drop_sender(bag)
        shutil.rmtree(bag / "earlier")
        shutil.rmtree(bag_journal(bag))
        lines = (bag / "inventory.jsonl").read_bytes().splitlines(keepends=True)
        root = ItemsRoot((bag / "package-secret.bin").read_bytes())
        for line in lines:
            root.add(line)
        (bag / "items-root.txt").write_bytes(root.encode())
        list_tags(bag)
        outcome, checks = judged(case, bag)
        assert outcome == "undecided"
        assert not [one for one in checks.values() if one.outcome == "fails"]
        assert checks["bag-signed"].outcome == "undecided"

    def test_made_over_as_another_tool_s_bag_is_still_one_of_ours(self, case, bag):
        alter_evidence(bag)
        for name in FOREIGN:
            (bag / name).unlink()
        list_tags(bag)
        outcome, checks = judged(case, bag)
        assert outcome == "fails"
        assert checks["bag-form"].outcome == checks["bag-signed"].outcome == "fails"

    def test_made_over_without_any_trace_is_signed_by_nobody(self, case, bag):
        alter_evidence(bag)
        drop_sender(bag)
        for name in (*FOREIGN, "items-root.txt"):
            (bag / name).unlink()
        shutil.rmtree(bag_journal(bag))
        list_tags(bag)
        outcome, checks = judged(case, bag)
        assert outcome == "undecided"
        assert checks["bagit-signed"].outcome == "undecided"


class TestAnotherNetwork:
    """The same keys serve in an exercise: what they signed for it counts there alone."""

    def test_s_seal_fails_though_its_keys_are_listed(self, case, sealed):
        keys = case.authority("XB").signing_keys()
        shutil.rmtree(sealed / "custody")
        for token in sealed.glob("*.tst"):
            token.unlink()
        edit(sealed / "seal.json", keys, case.clock.now(), network="0" * 64)
        outcome, checks = judged(case, sealed)
        assert outcome == "fails"
        assert checks["seal-signed"].outcome == "holds"
        assert checks["seal-listed"].reasons[0].code.id == "workstation-other-network"

    def test_s_bag_fails_though_its_keys_are_listed(self, case, bag):
        info = bag / "bag-info.txt"
        own = case.node("XB").network
        info.write_text(info.read_text().replace(own, "0" * 64))
        list_tags(bag)
        keys = case.authority("XB").signing_keys()
        sign(bag / "tagmanifest-sha256.txt", keys, case.clock.now())
        shutil.rmtree(bag_journal(bag))
        outcome, checks = judged(case, bag)
        assert outcome == "fails"
        assert checks["bag-signed"].outcome == "holds"
        assert checks["bag-listed"].reasons[0].code.id == "workstation-other-network"

    def test_s_disclosure_fails_though_its_keys_are_listed(self, case, disclosed):
        keys = case.authority("XA").signing_keys()
        edit(disclosed / "disclosure.json", keys, case.clock.now(), network="0" * 64)
        outcome, checks = judged(case, disclosed, by=verify_disclosure)
        assert outcome == "fails"
        codes = {reason.code.id for reason in checks["disclosure-listed"].reasons}
        assert codes == {"workstation-other-network"}

    def test_s_root_given_beside_the_directory_is_refused(self, case, sealed, tmp_path_factory):
        from casts.court.bundle_case import found_case

        other = found_case(tmp_path_factory.mktemp("other") / "network")
        root = sealed.parent / "1.root.json"
        root.write_bytes(other.federation.first_root)
        with pytest.raises(Refused) as refused:
            judged(case, sealed, case.federation.repository, root)
        assert refused.value.reasons[0].code.id == "trust-mixed"
        root.write_bytes(case.federation.first_root)
        assert judged(case, sealed, case.federation.repository, root)[0] == "holds"


class TestAStranger:
    def test_who_keeps_back_what_names_the_recipients_is_not_believed(self, case, disclosed):
        """Thalassia never had the evidence, and discloses again what it got as the defence."""
        keys = case.authority("XT").signing_keys()
        shutil.rmtree(disclosed / "seal")
        (disclosed / "package/bag-info.txt").unlink()
        document = json.loads((disclosed / "disclosure.json").read_bytes())
        edit(
            disclosed / "disclosure.json",
            keys,
            case.clock.now(),
            authority=keys.holder,
            officer="xt-0005",
            withheld=["bag-info.txt", "seal"],
            documents=[
                one
                for one in document["documents"]
                if one["path"] != "package/bag-info.txt" and not one["path"].startswith("seal/")
            ],
        )
        outcome, checks = judged(case, disclosed, by=verify_disclosure)
        assert outcome == "undecided"
        assert checks["disclosure-signed"].outcome == "holds"
        assert checks["disclosure-party"].outcome == "undecided"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("xb-ca.p256.pem", b"a note\n", b""),
        ("xb-ca.p256.pem", b"", b"a note\n"),
        ("xb-ca.mldsa65.crl", b"", b"a note\n"),
    ],
)
def test_words_in_a_certificate_s_file_fail_the_layout(case, sealed, name, before, after):
    place = sealed / "certificates" / name
    place.write_bytes(before + place.read_bytes() + after)
    outcome, checks = judged(case, sealed)
    assert outcome == "fails"
    assert checks["seal-layout"].outcome == "fails"


def test_a_second_revocation_list_in_one_file_fails_the_layout(case, sealed):
    place = sealed / "certificates" / "xb-ca.p256.crl"
    place.write_bytes(place.read_bytes() * 2)
    outcome, checks = judged(case, sealed)
    assert outcome == "fails"
    assert checks["seal-layout"].outcome == "fails"


def test_a_damaged_signature_in_the_journal_fails_though_nothing_was_given_to_trust(case, sealed):
    """Of an authority of another State no State CA came along: its issuer alone is not known then."""
    events = sorted((sealed / "custody").glob("[0-9]*.json"))
    foreign = next(one for one in events if json.loads(one.read_bytes())["authority"][:2] == "xa")
    foreign.with_suffix(".p256.p7s").write_bytes(b"1e400")
    before = tree(sealed)
    found = verify(sealed, trusted=None, now=case.clock.now() + timedelta(days=1))
    assert tree(sealed) == before
    checks = {check.id: check.outcome for check in found.checks}
    assert (found.outcome, checks["custody-journal"]) == ("fails", "fails")
