# SPDX-License-Identifier: Apache-2.0
"""Whatever is broken in the evidence, a verdict is given: a check fails, and the others are made."""

import json
import os
import shutil
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import standalone, tree
from casts.court.bundle_case import HTML, bundled, copied, found_case, open_it, play
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.journals.kind_of_folder import kind_of
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify import verify
from rogatory.wire.digests import sha256


def judged(case, path, check=verify, after=timedelta(0)):
    before = tree(path)
    trusted = read_trust(case.federation.repository)
    found = check(path, trusted=trusted, now=case.clock.now() + after)
    assert tree(path) == before
    return found, {one.id: one for one in found.checks}


def codes(check):
    return {reason.code.id for reason in check.reasons}


def to_link(path):
    target = path.with_name("target")
    path.rename(target.parent.parent / "target")
    path.symlink_to("../target")


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """A case whose package was opened on two workstations of the asking authority, from two copies
    that were taken out of its node before either: the second opening is in the node's log alone.
    """
    found = found_case(tmp_path_factory.mktemp("twice"))
    play(found)
    other = shutil.copytree(found.sealed, found.folder / "other")
    for opening in (other / "custody").glob("0004.*"):
        opening.unlink()
    open_it(found, found.folder / "opened-again", sealed=other)
    bundled(found, found.folder / "bundle", reports=HTML)
    return found


@pytest.fixture
def apart(twice, tmp_path):
    """A copy of its bundle, to be changed."""
    return copied(twice.folder / "bundle", tmp_path / "bundle")


def test_an_act_on_another_copy_lies_apart_and_the_bundle_holds(twice, apart):
    [event] = (apart / "custody-node").glob("*.json")
    assert json.loads(event.read_bytes())["code"] == "opened"
    found, checks = judged(twice, apart, verify_bundle)
    assert checks["custody-journal"].outcome == checks["custody-logged"].outcome == "holds"
    assert (found.outcome, checks["custody-expected"].outcome) == ("holds", "holds")


def test_an_act_on_another_copy_is_among_the_facts_of_both_judges(twice, apart):
    found, _ = judged(twice, apart, verify_bundle)
    events = [*apart.glob("custody/*.json"), *apart.glob("custody-node/*.json")]
    assert len(found.facts.acts) == len({sha256(one.read_bytes()) for one in events})
    judge = standalone()
    theirs = judge.examine(apart, judge.Trusted(), twice.clock.now())[0].facts
    assert theirs["acts"] == [*found.facts.acts]


BREAKING = {
    "a link": to_link,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "far too large": lambda path: os.truncate(path, 40 << 20),
}


@pytest.mark.parametrize("how", BREAKING)
@pytest.mark.parametrize("folder", ["custody", "custody-node"])
def test_a_journal_that_cannot_be_read_fails_its_check(twice, apart, how, folder):
    path = min((apart / folder).glob("*.tlog-proof"))
    honest, _ = judged(twice, apart, verify_bundle)
    BREAKING[how](path)
    found, checks = judged(twice, apart, verify_bundle)
    assert found.outcome == "fails"
    assert "bundle-unreadable" in codes(checks["custody-journal"])
    assert {one.id for one in honest.checks} <= checks.keys()


def test_a_bag_without_its_declaration_is_judged_by_what_is_left(case, tmp_path):
    bag = shutil.copytree(case.bag, tmp_path / "opened")
    shutil.copytree(case.bag.with_name(f"{case.bag.name}-custody"), tmp_path / "opened-custody")
    _, honest = judged(case, bag)
    for name in ("bagit.txt", "tagmanifest-sha256.txt"):
        (bag / name).unlink()
        found, checks = judged(case, bag)
        assert (found.kind, found.outcome) == ("bag", "fails")
        assert checks["bag-form"].outcome == "fails"
        assert checks["bag-inventory"].outcome == "holds"
        assert checks.keys() >= honest.keys() - {"bag-sealed"}


def test_a_package_without_its_seal_fails_and_the_rest_is_reported(case, tmp_path):
    package = shutil.copytree(case.sealed, tmp_path / "sealed")
    (package / "seal.json").unlink()
    found, checks = judged(case, package)
    assert (found.kind, found.outcome) == ("sealed", "fails")
    assert checks["seal-form"].outcome == "fails"
    journal = checks["custody-journal"]
    assert journal.outcome == "undecided"  # no seal says what it must be about (15.3)


def test_a_malformed_seal_under_a_directory_that_expired_fails_by_its_form(case, tmp_path):
    package = shutil.copytree(case.sealed, tmp_path / "sealed")
    (package / "seal.json").write_bytes(b"{}")
    found, checks = judged(case, package, after=timedelta(days=365 * 30))
    assert found.outcome == "fails"
    assert checks["seal-form"].outcome == "fails"
    assert "newer-directory" in found.rests.ask


def test_nothing_to_judge_is_no_kind(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing")
    assert kind_of(tmp_path) is None
