# SPDX-License-Identifier: Apache-2.0
"""Roots and moments: a forger's claims decide nothing."""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from casts.court.bundle_attacks import edit_json, relist, standalone, tree
from casts.court.bundle_case import AT, OFFICE
from rogatory.directory.entry.period import COMPROMISED, ROTATED, PeriodEnd
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.verification.trust import (
    TrustedDirectory,
    TrustedSeveral,
    read_trust,
)
from rogatory.wire.canonical import encode
from rogatory.wire.moments import format_moment

NOW = AT + timedelta(days=400)
STOLEN = AT + timedelta(days=200)


@dataclass(frozen=True)
class Later(TrustedDirectory):
    """The reader's copy of the directory, with an edition that was published later in it."""

    use: str = "authority"
    holder: str = f"xb/{OFFICE}"
    ended: PeriodEnd | None = None

    def newest(self):
        view = super().newest()
        state = self.holder[:2].upper()
        listed = view.listed[state]
        certificates = tuple(
            replace(one, period=replace(one.period, ended=self.ended))
            if (one.use, one.holder) == (self.use, self.holder)
            else one
            for one in listed.entry.certificates
        )
        entry = replace(listed.entry, certificates=certificates)
        return replace(
            view,
            snapshot_version=view.snapshot_version + 1,
            listed={**view.listed, state: replace(listed, entry=entry)},
        )


def later(case, **changes):
    plain = read_trust(case.federation.repository)
    return Later(plain.path, plain.network, plain.read, **changes)


def judged(bundle, trusted=None, now=NOW):
    before = tree(bundle)
    found = verify_bundle(bundle, trusted=trusted, now=now)
    assert tree(bundle) == before
    return found, {check.id: check for check in found.checks}


def without_cosignatures(bundle, case):
    """Take the word of every witness away, as an exporter: no event proves a signature moment."""
    without_the_word_of(bundle, case, "[a-z]{2}")


def without_the_word_of(bundle, case, state):
    """Take the cosignatures of one State's witness away."""
    for path in bundle.glob("custody/*.tlog-proof"):
        path.write_text(re.sub(rf"[^\n]*/{state}/witness [^\n]*\n", "", path.read_text()))
    relist(bundle, case.authority("XA").signing_keys())


def without_timestamps(bundle, case):
    """Take the tokens over the seal and the list away."""
    for path in (*bundle.glob("seal/*.tst"), *bundle.glob("bundle.json*.tst")):
        path.unlink()
    relist(bundle, case.authority("XA").signing_keys())


def moment_of_both(bundle):
    """The moment of the seal and who proves it, as both judges print them."""
    moment = judged(bundle)[0].moment
    judge = standalone()
    theirs = judge.examine(bundle, judge.Trusted(), NOW)[0].seal.proof()
    ours = {
        "proved_at": moment.proved and format_moment(moment.proved),
        "proved_by": moment.by,
        "proved_alone": moment.by_own_state,
        "bounded_at": moment.bounded and format_moment(moment.bounded),
        "bounded_by": moment.bounded_by,
    }
    assert theirs == ours
    return ours["proved_by"], ours["proved_alone"], ours["bounded_by"]


def codes(check):
    return {reason.code.id for reason in check.reasons}


def another(root):
    """A root of the same form with another end."""
    return encode(root | {"signed": root["signed"] | {"expires": "2099-01-01T00:00:00Z"}})


class TestRoots:
    def test_a_root_that_only_lies_in_the_folder_vouches_for_nothing(self, bundle, case, tmp_path):
        """A forged network carries the court's true root along, under another name."""
        root = json.loads((bundle / "directory/metadata/1.root.json").read_bytes())
        given = tmp_path / "1.root.json"
        given.write_bytes(another(root))
        (bundle / "directory/metadata/x.root.json").write_bytes(given.read_bytes())
        relist(bundle, case.authority("XA").signing_keys())
        found, checks = judged(bundle, read_trust(given))
        assert found.outcome == "fails"
        assert codes(checks["identity"]) == {"bundle-identity"}

    @pytest.mark.parametrize("trusts", [False, True])
    def test_a_bundle_without_a_first_root_names_none_to_compare(self, bundle, case, trusts):
        (bundle / "directory/metadata/1.root.json").unlink()
        given = read_trust(case.federation.repository) if trusts else None
        judgement, checks = judged(bundle, given)
        assert judgement.outcome == "fails"
        assert checks["identity"].outcome != "holds"
        rests = judgement.rests.as_json()
        assert (rests["basis"], rests["root"]) == ("brought", None)
        assert rests["ask"][0] == "compare-certificates"
        assert "compare-first-root" not in rests["ask"]

    def test_the_first_line_says_whose_root_it_is_and_who_gave_it(self, whole, case):
        judgement, _ = judged(whole)
        assert judgement.rests.basis == "brought"
        assert judgement.rests.root in judgement.rests.first_line()
        assert "compare-first-root" in judgement.rests.ask
        given, _ = judged(whole, read_trust(case.federation.repository))
        assert given.rests.basis == "given"
        assert "It rests on what you gave" in given.rests.first_line()
        assert {one.source for one in given.rests.copies} == {"brought", "given"}
        assert given.rests.newest_root

    def test_an_old_copy_says_how_old_it_is_and_whom_to_ask(self, whole, case):
        found, _ = judged(whole, read_trust(case.federation.repository))
        assert "newer-directory" in found.rests.ask
        assert str(found.rests.copies[0].snapshot) in found.rests.first_line()

    def test_what_is_given_adds_up(self, whole, case):
        root = whole / "directory/metadata/1.root.json"
        both = read_trust([case.federation.repository, root])
        assert isinstance(both, TrustedSeveral)
        assert judged(whole, both)[0].outcome == judged(whole)[0].outcome

    def test_one_of_two_that_disagrees_fails(self, whole, case, tmp_path):
        root = json.loads((whole / "directory/metadata/1.root.json").read_bytes())
        (tmp_path / "1.root.json").write_bytes(another(root))
        both = read_trust([case.federation.repository, tmp_path / "1.root.json"])
        assert judged(whole, both)[1]["identity"].outcome == "fails"


class TestMoments:
    def test_a_token_that_was_not_verified_chooses_no_moment(self, bundle, case):
        honest, _ = judged(bundle)
        token = bytearray((bundle / "seal/seal.json.tst").read_bytes())
        place = token.index(b"2026")
        token[place : place + 4] = b"2019"
        (bundle / "seal/seal.json.2.tst").write_bytes(token)
        relist(bundle, case.authority("XA").signing_keys())
        _, checks = judged(bundle)
        assert checks["seal-stamped"].outcome == "fails"
        assert checks["directory"].outcome == "holds"
        assert checks["directory"].remark == {c.id: c for c in honest.checks}["directory"].remark

    @pytest.mark.parametrize("name", ["seal.json.1.tst", "other.json.tst", "archive.3.json.tst"])
    def test_a_token_whose_name_has_no_place_fails(self, bundle, case, name):
        (bundle / "seal" / name).write_bytes((bundle / "seal/seal.json.tst").read_bytes())
        relist(bundle, case.authority("XA").signing_keys())
        assert judged(bundle)[1]["seal-stamped"].outcome == "fails"

    def test_a_backdated_receipt_does_not_revive_a_compromised_key(self, bundle, case):
        """The thief of XB's key signs a message; XA's receipt claims that it came long before."""
        without_cosignatures(bundle, case)
        found, checks = judged(bundle, later(case, ended=PeriodEnd(STOLEN, COMPROMISED)))
        assert found.outcome == "fails"
        assert codes(checks["messages"]) == {"signatures-unproved"}
        assert codes(checks["bag-signed"]) == {"signatures-unproved"}

    def test_an_event_that_another_state_cosigned_outlives_the_theft_and_no_other(
        self, bundle, case
    ):
        stolen = later(case, ended=PeriodEnd(STOLEN, COMPROMISED))
        assert judged(bundle, stolen)[1]["custody-journal"].outcome == "holds"
        without_cosignatures(bundle, case)
        _, checks = judged(bundle, stolen)
        assert "signatures-unproved" in codes(checks["custody-journal"])

    def test_a_timestamp_over_the_seal_proves_its_text_and_not_who_signed(self, bundle, case):
        stolen = later(case, ended=PeriodEnd(STOLEN, COMPROMISED))
        assert judged(bundle, stolen)[1]["seal-signed"].outcome == "holds"
        without_cosignatures(bundle, case)
        found, checks = judged(bundle, stolen)
        assert checks["seal-stamped"].outcome == "holds"
        assert codes(checks["seal-signed"]) == {"signatures-unproved"}
        assert found.moment.proved < STOLEN

    def test_what_the_newest_copy_ended_before_fails_whatever_is_claimed(self, whole, case):
        early = PeriodEnd(AT - timedelta(days=1), ROTATED)
        _, checks = judged(whole, later(case, ended=early))
        for check in ("messages", "seal-signed", "bag-signed"):
            assert codes(checks[check]) == {"workstation-certificate-ended"}

    def test_a_key_that_was_rotated_later_takes_nothing_away(self, whole, case):
        honest, _ = judged(whole)
        found, _ = judged(whole, later(case, ended=PeriodEnd(STOLEN, ROTATED)))
        assert found.outcome == honest.outcome

    def test_a_receipt_key_that_was_stolen_makes_no_receipt(self, whole, case):
        stolen = later(case, use="receipts", holder="xb", ended=PeriodEnd(STOLEN, COMPROMISED))
        assert codes(judged(whole, stolen)[1]["receipts"]) == {"signatures-unproved"}

    def test_a_stolen_timestamp_authority_proves_nothing_alone(self, bundle, case):
        stolen = later(case, use="tsa", holder="xt", ended=PeriodEnd(STOLEN, COMPROMISED))
        found, checks = judged(bundle, stolen)
        assert checks["seal-stamped"].outcome == "undecided"
        assert found.moment.by_own_state is False
        assert found.moment.bounded == found.moment.proved  # the cosignatures prove it
        without_cosignatures(bundle, case)
        found, checks = judged(bundle, stolen)
        assert checks["seal-stamped"].outcome == "undecided"
        assert found.moment.proved is None

    def test_another_state_s_timestamp_is_no_word_of_the_sealing_state_alone(self, bundle, case):
        without_cosignatures(bundle, case)
        found, _ = judged(bundle)
        assert (found.moment.by, found.moment.by_own_state) == ("XT", False)
        assert found.moment.bounded == found.moment.proved


class TestCosignatures:
    """XB states that two of the other States witness its log: XA, which exports, and XT."""

    def test_a_moment_is_that_at_which_the_policy_was_met(self, bundle, case):
        without_timestamps(bundle, case)
        by, is_one_state, bounded = moment_of_both(bundle)
        assert (by, is_one_state) == (bounded, False)
        assert by in {"XA", "XT"}

    @pytest.mark.parametrize("state", ["xa", "xt"])
    def test_one_state_s_word_is_shown_and_proves_nothing(self, bundle, case, state):
        """Also the exporter's own: its witness can name any moment since its key was listed."""
        without_timestamps(bundle, case)
        without_the_word_of(bundle, case, state)
        other = {"xa": "XT", "xt": "XA"}[state]
        assert moment_of_both(bundle) == (other, True, None)
        _, checks = judged(
            bundle,
            later(case, ended=PeriodEnd(STOLEN, COMPROMISED)),
        )
        assert checks["seal-signed"].outcome == "fails"

    def test_a_token_is_named_beside_cosignatures(self, bundle, case):
        assert moment_of_both(bundle)[1] is False
        without_the_word_of(bundle, case, "xa")
        assert moment_of_both(bundle) == ("XT", False, "XT")

    def test_without_any_nothing_is_said(self, bundle, case):
        without_timestamps(bundle, case)
        without_cosignatures(bundle, case)
        assert moment_of_both(bundle) == (None, False, None)


def test_a_text_that_hides_what_it_says_is_refused(bundle, case):
    relist(bundle, case.authority("XA").signing_keys(), reason="Order 12\u202e/2026")
    found, checks = judged(bundle)
    assert found.outcome == "fails"
    assert "text-character" in codes(checks["bundle-signed"])


def test_an_officer_whom_no_register_lists_is_reported(bundle, case):
    _, checks = judged(bundle)
    assert checks["custody-officers"].outcome == "holds"
    edit_json(bundle / "custody/0001.json", lambda event: event.update(officer="xb-9999"))
    data = (bundle / "custody/0001.json").read_bytes()
    signatures = case.authority("XB").signing_keys().sign(data, AT)
    (bundle / "custody/0001.p256.p7s").write_bytes(signatures.p256)
    (bundle / "custody/0001.mldsa65.p7s").write_bytes(signatures.mldsa65)
    (bundle / "custody/0001.tlog-proof").unlink()
    for path in bundle.glob("custody/000[2-9].*"):
        path.unlink()
    relist(bundle, case.authority("XA").signing_keys())
    _, checks = judged(bundle)
    assert checks["custody-officers"].outcome == "undecided"
    assert codes(checks["custody-officers"]) == {"custody-officer-unlisted"}


class TestAhead:
    """The holder of a key can date signatures after the day on which it is withdrawn."""

    @pytest.mark.parametrize(
        ("document", "name", "check"),
        [
            ("seal/seal.json", "sealed", "seal-signed"),
            ("request/message.json", "issued", "request"),
            ("messages/0001/message.json", "issued", "messages"),
            ("*/**/receipt.json", "received", "receipts"),
            ("custody/0001.json", "occurred", "custody-journal"),
            ("request/custody/0001.json", "occurred", "message-events"),
        ],
    )
    def test_a_claimed_moment_to_come_fails_the_check_that_uses_it(
        self, bundle, document, name, check
    ):
        parsed = json.loads(next(bundle.glob(document)).read_bytes())
        claimed = datetime.fromisoformat(parsed[name])
        for seconds, ahead in ((299, False), (301, True)):
            _, checks = judged(bundle, now=claimed - timedelta(seconds=seconds))
            remarks = moments_ahead(checks[check], parsed[name])
            assert remarks is ahead
            assert not ahead or checks[check].outcome == "fails"


def moments_ahead(check, claimed):
    return any(
        reason.code.id == "moment-ahead" and reason.fields["at"] == claimed
        for reason in check.reasons
    )
