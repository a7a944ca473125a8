# SPDX-License-Identifier: Apache-2.0
"""The code of the verifier in the browser, a judge of the bench: it answers like the independent verifier."""

import pytest
from forge.bench import forgeries, sample
from forge.judges import PAGE_KINDS, judge_independent
from forge.page_answers import PageAnswers

from casts.court.page_judge import page_judge

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


def without_reports(verdict):
    """Without the pages of reports, which only who has their renderer can compare (19.3)."""
    return {name: outcome for name, outcome in verdict.checks.items() if name != "reports"}
