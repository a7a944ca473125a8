# SPDX-License-Identifier: Apache-2.0
"""The judges answer alike, whatever a reader gives to trust: a seeded sample of forgeries and gifts."""

from collections import Counter

import pytest

from forge.bench import forgeries, sample
from forge.changes import RESIGNED
from forge.findings import Forgery
from forge.forgers import FORGERS
from forge.judges import JUDGES, Verdict
from forge.readers.gifts import GIFTS, GIVEN_EVERY, Gift, compare_gift, gift_for

DRAWN = {"package": 8, "disclosure": 6, "certificate": 3, "bundle": 2, "bag": 3}
"""Forgeries of each kind in the gate, each with one gift; `just forge` has a gift for one change in `GIVEN_EVERY`."""

NO_KEY = next(one for one in FORGERS if one.name == "no-key")


@pytest.mark.parametrize("kind", DRAWN)
def test_a_sample_of_gifts_is_answered_alike(material, tmp_path, kind):
    every = [one for one in forgeries(material, [kind]) if one.forger is NO_KEY]
    found = []
    for number, one in enumerate(sample(every, DRAWN[kind], seed=7)):
        artifact = material.artifacts[kind].copy(tmp_path / f"forged-{number}")
        one.change.apply(artifact)
        gift = GIFTS[(number * 5 + len(kind)) % len(GIFTS)]
        found += compare_gift(material, one, artifact, gift, tmp_path / f"given-{number}")
    assert found == []


def test_each_gift_is_taken_or_refused_by_both(material, tmp_path):
    honest = Forgery(NO_KEY, "certificate", RESIGNED)
    for gift in GIFTS:
        artifact = material.artifacts["certificate"]
        assert compare_gift(material, honest, artifact, gift, tmp_path / gift.name) == []


def test_a_judge_that_takes_what_the_other_refuses_is_a_finding(material, tmp_path, monkeypatch):
    honest = Forgery(NO_KEY, "certificate", RESIGNED)
    monkeypatch.setitem(
        JUDGES, "independent", lambda *_: Verdict("holds", {"certificate": "holds"})
    )
    mixed = next(one for one in GIFTS if one.is_refused)
    artifact = material.artifacts["certificate"]
    found = compare_gift(material, honest, artifact, mixed, tmp_path / "mixed")
    assert [one.judge for one in found] == ["both", "both"]
    root = next(one for one in GIFTS if one.name == "first root")
    expected_refused = Gift(root.name, root.write, is_refused=True)
    found = compare_gift(material, honest, artifact, expected_refused, tmp_path / "root")
    assert found[0].judge == "ours"


def test_a_run_has_each_gift_and_few_of_them():
    drawn = Counter(gift_for(number, seed) for seed in range(10) for number in range(6000))
    given = sum(drawn[one] for one in GIFTS)
    assert all(drawn[one] for one in GIFTS)
    assert given == 10 * 6000 / GIVEN_EVERY
    assert given < (given + drawn[None]) / 10
