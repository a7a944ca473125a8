# SPDX-License-Identifier: Apache-2.0
"""The code of the verifier in the browser, a judge of the bench: it answers like the independent verifier."""

import re
import shutil
from types import SimpleNamespace

import pytest

from casts.court.page_judge import page_judge
from forge.bench import forgeries, sample
from forge.judges import PAGE_KINDS, judge_independent
from forge.page_answers import PageAnswers

SAMPLE = 40
"""Forgeries of one run of the gate: `just forge-page` has as many as are asked for."""


@pytest.fixture(scope="module")
def judge():
    with page_judge() as found:
        yield found


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_the_page_answers_like_the_independent_verifier_on_what_is_honest(material, judge, kind):
    for trust in ([], [material.directory], [material.root], [material.newest]):
        ours = judge(material.artifacts[kind], trust, material.now)
        other = judge_independent(material.artifacts[kind], trust, material.now)
        assert (ours.outcome, without_reports(ours)) == (other.outcome, without_reports(other)), (
            trust
        )


def test_a_sample_of_forgeries_is_refused_by_the_page(material, judge, tmp_path):
    every = list(forgeries(material, PAGE_KINDS))
    answers = PageAnswers(material, judge, tmp_path)
    found = [one for forgery in sample(every, SAMPLE, seed=0) for one in answers.compare(forgery)]
    assert found == []
    assert answers.judged > SAMPLE / 2


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("bundle", "exporter bundle digit-twin bundle/messages/0002"),
        ("disclosure", "exporter disclosure claim+4000d:disclosed disclosed/disclosure.json"),
        ("disclosure", "sealing-state disclosure claim+4000d:sealed disclosed/seal/seal.json"),
        ("package-stamped-again", "no-key package-stamped-again flip sealed/archive.1.json.tst"),
        (
            "package-stamped-again",
            "no-key package-stamped-again folder sealed/seals/1/seal.json.tst",
        ),
        ("package", "sealing-state package claim+4000d:sealed sealed/seal.json"),
    ],
)
def test_what_the_page_once_judged_otherwise_is_judged_as_by_the_others(
    material, judge, tmp_path, kind, label
):
    answers = PageAnswers(material, judge, tmp_path)
    [forgery] = [one for one in forgeries(material, (kind,)) if one.label == label]
    assert list(answers.compare(forgery)) == []
    assert answers.judged == 1


@pytest.fixture
def ask(material, judge, tmp_path):
    """Return what each check of an altered copy comes to, once both judges have said so."""

    def compare(kind, pattern, alter, trust):
        whole = material.artifacts[kind]
        folder = tmp_path / "altered"
        shutil.copytree(whole.folder, folder)
        for place in folder.glob(pattern):
            place.write_bytes(alter(place.read_bytes()))
        artifact = SimpleNamespace(path=folder / whole.path.relative_to(whole.folder))
        ours = judge(artifact, trust, material.now)
        other = judge_independent(artifact, trust, material.now)
        assert (ours.outcome, without_reports(ours)) == (other.outcome, without_reports(other))
        return ours.checks

    return compare


def test_a_proof_of_a_log_without_an_origin_is_asked_nothing_of_witnesses(material, ask):
    def alter(data):
        return re.sub(rb"(?m)^([0-9a-f]{64}/x[a-z])/1$", rb"\1/x", data)

    assert (
        "custody-witnessed"
        in judge_independent(
            material.artifacts["package"], [material.directory], material.now
        ).checks
    )
    found = ask("package", "*/custody/*.tlog-proof", alter, [material.directory])
    assert "custody-witnessed" not in found


def test_what_a_bundle_holds_back_inside_fails_its_timestamps(material, ask):
    def alter(data):
        return b"no metadata"

    found = ask("bundle", "bundle/directory/metadata/*.xt.json", alter, [material.root])
    assert (found["seal-stamped"], found["bundle-signed"]) == ("fails", "fails")


def without_reports(verdict):
    """Without the pages of reports, which only who has their renderer can compare (19.3)."""
    return {name: outcome for name, outcome in verdict.checks.items() if name != "reports"}
