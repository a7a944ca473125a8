# SPDX-License-Identifier: Apache-2.0
"""A bundle of material that two officers opened: their consent lies in it and is judged."""

import json
import shutil
from pathlib import Path

import pytest

from casts.court.bundle_attacks import edit_json, relist, tree
from casts.court.bundle_case import (
    AT,
    HTML,
    SECOND,
    Stamps,
    both,
    bundled,
    check_sh,
    copied,
    found_case,
    play,
    stated,
)
from rogatory.custody.events.act_codes import act
from rogatory.custody.journal.journal import Journal
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.consent.signing import Responsible, agreed
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.wire.moments import format_moment

NOW = AT.replace(year=AT.year + 1)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A case whose package names what is protected: two officers opened it."""
    case = found_case(tmp_path_factory.mktemp("case"))
    play(case, protected=("mail-0.eml",), officers=both)
    return case


@pytest.fixture(scope="module")
def whole(opened):
    out = opened.folder / "bundle"
    bundled(opened, out, reports=HTML, stamp=Stamps(opened.federation, opened.clock).stamp)
    return out


@pytest.fixture
def bundle(whole, tmp_path):
    return copied(whole, tmp_path / "bundle")


def consent_in(bundle: Path) -> Path:
    [folder] = (bundle / "consents").iterdir()
    return folder


def judged(bundle: Path, trusted=None):
    found = verify_bundle(bundle, trusted=trusted, now=NOW)
    return found, {one.id: one for one in found.checks}


def codes(check):
    return {reason.code.id for reason in check.reasons}


def signed_by_exporter(case, bundle):
    """The exporter makes list, event and signature anew over what he altered."""
    for stamp in bundle.glob("bundle.json*.tst"):
        stamp.unlink()
    relist(bundle, case.authority("XA").signing_keys())


def test_the_consent_travels_with_the_bundle_and_holds(opened, whole):
    [beside] = opened.bag.parent.glob(f"{opened.bag.name}-consent-*")
    folder = consent_in(whole)
    for path in folder.iterdir():
        assert path.read_bytes() == (beside / path.name).read_bytes()
    assert {one.name for one in folder.iterdir()} == {
        "consent.json",
        *(f"consent.{who}.{family}.p7s" for who in ("first", "second")
          for family in ("p256", "mldsa65")),
    }  # fmt: skip
    found, checks = judged(whole, read_trust(opened.federation.repository))
    assert (found.outcome, checks["custody-consents"].outcome) == ("holds", "holds")
    ids = [one.id for one in found.checks]
    assert ids.index("custody-consents") == ids.index("custody-logged") + 1
    assert [one.number for one in found.checks] == list(range(1, len(ids) + 1))
    assert stated(check_sh(whole))["bundle-layout"] == "in part"


def test_the_report_states_that_two_officers_consented(whole):
    page = (whole / "report.en.html").read_text()
    assert "Two officers consented to each act that says so" in page


def test_a_bundle_whose_events_name_no_consent_has_no_such_check(tmp_path):
    case = found_case(tmp_path / "case")
    play(case)
    bundled(case, tmp_path / "bundle", reports=HTML)
    _, checks = judged(tmp_path / "bundle")
    assert "custody-consents" not in checks
    assert not (tmp_path / "bundle/consents").exists()


def test_a_consent_that_lies_elsewhere_is_undecided_and_keeps_nothing_from_holding(
    opened, tmp_path
):
    [beside] = opened.bag.parent.glob(f"{opened.bag.name}-consent-*")
    moved = tmp_path / "elsewhere" / beside.name
    moved.parent.mkdir()
    shutil.move(beside, moved)
    try:
        bundled(opened, tmp_path / "without", reports=HTML)
        bundled(opened, tmp_path / "with", reports=HTML, consents=(moved.parent,))
    finally:
        shutil.move(moved, beside)
    found, checks = judged(tmp_path / "without")
    assert (found.outcome, checks["custody-consents"].outcome) == ("holds", "undecided")
    found, checks = judged(tmp_path / "with")
    assert (found.outcome, checks["custody-consents"].outcome) == ("holds", "holds")


def one_officer_twice(case, folder):
    for family in ("p256", "mldsa65"):
        shutil.copy(folder / f"consent.second.{family}.p7s", folder / f"consent.first.{family}.p7s")


def another_text(case, folder):
    edit_json(folder / "consent.json", lambda text: text.update(reason="Another reason"))


def a_signature_missing(case, folder):
    (folder / "consent.second.mldsa65.p7s").unlink()


def a_page_for_a_signature(case, folder):
    (folder / "consent.second.p256.p7s").write_bytes(b"agreed\n")


@pytest.mark.parametrize(
    ("attack", "failing"),
    [
        (one_officer_twice, {"custody-consents"}),
        (another_text, {"custody-consents", "bundle-layout"}),
        (a_signature_missing, {"custody-consents"}),
        (a_page_for_a_signature, {"custody-consents"}),
    ],
)
def test_an_exporter_who_alters_a_consent_fails(opened, bundle, attack, failing):
    attack(opened, consent_in(bundle))
    signed_by_exporter(opened, bundle)
    before = tree(bundle)
    found, _ = judged(bundle)
    assert found.outcome == "fails"
    assert {one.id for one in found.checks if one.outcome == "fails"} == failing
    assert tree(bundle) == before


def test_two_officers_of_another_act_did_not_consent_to_this_one(opened, bundle):
    """A genuine consent by both, to taking a file out, is put in, and an opening is recorded by it."""
    actor = opened.actor("XA")
    bag = json.loads((bundle / "bundle.json").read_bytes())["bag"]
    other = agreed(
        Responsible(actor, "For the press", both(opened)),
        act="extracted",
        bag=bag,
        items=["mail-0.eml"],
        what="mail-0.eml",
    )
    shutil.rmtree(consent_in(bundle))
    place = bundle / "consents" / other.digest
    place.mkdir()
    for name, data in other.files.items():
        (place / name).write_bytes(data)
    event = act("opened", second=SECOND, consent=other.digest)
    actor.record(Journal(bundle / "custody"), event, of=bag)
    signed_by_exporter(opened, bundle)
    before = tree(bundle)
    found, checks = judged(bundle)
    assert found.outcome == "fails"
    assert checks["custody-consents"].outcome == "fails"
    assert codes(checks["custody-consents"]) == {"consent-differs"}
    assert tree(bundle) == before


def test_nothing_else_has_a_place_among_the_consents(opened, bundle):
    digest, other = consent_in(bundle).name, "ab" * 32
    added = {
        "consents/notes.txt",
        f"consents/{digest}/ca.p256.pem",
        f"consents/{digest}/consent.third.p256.p7s",
        f"consents/{other}/consent.first.p256.p7s",
        f"custody/consents/{digest}/consent.json",
    }
    for path in added:
        place = bundle / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"more\n")
    signed_by_exporter(opened, bundle)
    _, checks = judged(bundle)
    reasons = [one for one in checks["bundle-layout"].reasons if one.code.id == "bundle-place"]
    assert {path for path in added if any(path in str(one) for one in reasons)} == added
    done = check_sh(bundle)
    assert stated(done)["bundle-layout"] == "FAILS"
    # A signature of a consent that is not there is reported by the consent's own name.
    assert f"consents/{other}/consent.json" in done.stdout
    assert {path for path in added if path in done.stdout} == {
        path for path in added if other not in path
    }


def test_without_a_directory_consents_are_undecided(opened, bundle):
    shutil.rmtree(bundle / "directory")
    _, checks = judged(bundle)
    assert checks["custody-consents"].outcome == "undecided"


def test_a_journal_that_does_not_hold_hides_no_consent(opened, bundle):
    """An event of the journal was altered: what the events say of consents is judged all the same."""
    path = max(bundle.glob("custody/0*.json"))
    edit_json(path, lambda event: event.update(occurred=format_moment(AT)))
    _, checks = judged(bundle)
    assert checks["custody-journal"].outcome == "fails"
    assert checks["custody-consents"].outcome == "holds"
