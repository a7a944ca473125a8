# SPDX-License-Identifier: Apache-2.0
"""Which forgeries are judged: each distinct artifact, and over ten seeds every one that takes turns."""

import pytest

from forge import bench
from forge.bench import (
    TURNS,
    SeedShare,
    changes_tried,
    forgeries,
    sample,
    try_change,
)
from forge.changes import RESIGNED
from forge.findings import Forgery
from forge.forgers import FORGERS
from forge.judges import JUDGES, Verdict
from forge.making import KINDS
from forge.resigning import resign, would_resign

SAMPLE = 120
"""Forgeries whose trees are compared; none of them is judged."""

FORGER = {one.name: one for one in FORGERS}


def test_who_signs_nothing_again_makes_what_a_forger_without_a_key_makes(material, tmp_path):
    """Byte for byte, over a seeded sample of changes that anybody can make, by every such forger."""
    every = [
        one
        for one in forgeries(material, KINDS)
        if one.forger.systematic and not one.change.resigns_all and one.forger.name != "no-key"
    ]
    skipped = 0
    for number, one in enumerate(sample(every, SAMPLE, seed=3)):
        honest = material.artifacts[one.kind]
        unsigned = honest.copy(tmp_path / f"{number}-unsigned" / "forged")
        one.change.apply(unsigned)
        before = unsigned.digest()
        held, at = one.forger.held(material), material.case.clock.now()
        signs = would_resign(unsigned, honest, held, at)
        assert unsigned.digest() == before, one.label
        own = unsigned.copy(tmp_path / f"{number}-own" / "forged")
        resign(own, honest, held, at)
        assert (own.digest() != before) == signs, one.label
        skipped += not signs
    assert skipped > SAMPLE // 4


def test_a_forger_would_not_resign_beside_a_folder_that_lies_in_a_signatures_place(
    material, tmp_path
):
    """The signature with P-256 is over the same bytes: RFC 6979 makes the same one of them."""
    honest = material.artifacts["package"]
    held, at = FORGER["sealing-state"].held(material), material.case.clock.now()
    for name in ("0001.mldsa65.p7s", "0002.mldsa65.p7s"):
        artifact = honest.copy(tmp_path / name / "forged")
        place = artifact.folder / "sealed/custody" / name
        place.unlink()
        place.mkdir()
        before = artifact.digest()
        assert not would_resign(artifact, honest, held, at)
        resign(artifact, honest, held, at)
        assert artifact.digest() == before


def test_a_forger_would_resign_no_more_than_a_change_altered(material, tmp_path):
    """Documents that he left as they were keep their true signatures: others would only be refused."""
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    honest = material.artifacts["package"]
    held = FORGER["sealing-state"].held(material)
    assert not would_resign(artifact, honest, held, material.now)
    place = artifact.folder / "sealed/custody/0001.json"
    place.write_bytes(place.read_bytes() + b"\n")
    resign(artifact, honest, held, material.now)
    changed = {
        name
        for name in artifact.files()
        if (artifact.folder / name).read_bytes() != (honest.folder / name).read_bytes()
    }
    assert "sealed/seal.json" not in changed
    assert {"sealed/custody/0001.json", "sealed/custody/0001.p256.p7s"} <= changed


def test_every_forgery_has_its_turn_in_ten_seeds():
    for seeds in (1, 2, 4, 5, 7, 10, 30):
        for number in range(25):
            for forger in FORGERS:
                one = Forgery(forger, "bundle", RESIGNED, number)
                turns = [SeedShare.of(seed, seeds) for seed in range(7, 7 + TURNS)]
                judged = [turn for turn in turns if turn.has_change(number)]
                assert len(judged) == TURNS // turns[0].spread
                assert sum(turn.has(one) for turn in judged) == 1


def test_a_seed_that_is_given_the_whole_table_leaves_nothing_to_another():
    for seed in range(3):
        share = SeedShare.of(seed, 10, whole=True)
        for number in range(25):
            assert share.has_change(number)
            made = [Forgery(forger, "bundle", RESIGNED, number) for forger in FORGERS]
            assert all(share.has(one) for one in made)


TRIED_BY_ANOTHER = {"exporting-state": "exporter"}
"""Forgers who sign what counts and take turns all the same: another one, with a part of their keys, tries all."""


def test_who_takes_turns_for_another_leaves_nothing_untried():
    for name, other in TRIED_BY_ANOTHER.items():
        assert FORGER[name].takes_turns
        assert FORGER[other].systematic
        assert not FORGER[other].takes_turns


@pytest.mark.parametrize(
    ("forger", "kind"),
    [
        (one.name, kind)
        for one in FORGERS
        if one.name not in TRIED_BY_ANOTHER
        for kind in sorted(one.takes_turns)
    ],
)
def test_what_a_forger_who_takes_turns_signs_is_refused_over_an_honest_artifact(
    material, tmp_path, forger, kind
):
    artifact, honest = material.artifacts[kind].copy(tmp_path / "forged"), material.artifacts[kind]
    made = FORGER[forger]
    resign(artifact, honest, made.held(material), material.case.clock.now(), all_of_it=True)
    if artifact.digest() == honest.digest():
        return  # of this artifact his keys sign nothing
    for judge in JUDGES.values():
        assert judge(artifact, made.trust(material), material.now).outcome != "holds"


def test_the_table_is_complete_and_each_distinct_artifact_is_judged_once(
    material, tmp_path, monkeypatch
):
    """Every forger of a change is accounted for: judged, as without a key, later, or undone."""
    [tried] = (
        one
        for one in changes_tried(material, ["package"])
        if (one[0].change.name, one[0].change.target) == ("flip", "sealed/package.age")
    )
    shown = []
    honest_judge = bench.judge
    monkeypatch.setattr(
        bench, "judge", lambda *it, **named: shown.append(it) or honest_judge(*it, **named)
    )
    tally, found = try_change(material, tried, tmp_path / "work", SeedShare(0))
    assert found == []
    assert tally.forgeries == len(tried) == len([one for one in FORGERS if one.systematic])
    assert tally.judged + tally.same + tally.waiting + tally.undone == tally.forgeries
    assert len(shown) == tally.judged
    assert tally.same >= 8


@pytest.mark.judge
def test_the_script_is_asked_once_of_a_change_and_its_finding_reported_once(
    material, tmp_path, monkeypatch
):
    """It is given no directory, so it says the same of an artifact for every forger."""
    [tried] = (
        one
        for one in changes_tried(material, ["bundle"])
        if (one[0].change.name, one[0].change.target) == ("flip", "bundle/request/approvals.json")
    )
    calls = []
    monkeypatch.setattr(
        bench, "judge_script", lambda *given: calls.append(given) or Verdict("exit 2", {}, "crash")
    )
    tally, found = try_change(material, tried, tmp_path / "work", SeedShare(0), script=True)
    assert len(calls) == 1
    [once] = (one for one in found if one.judge == "script")
    assert once.forgers > 1
    assert once.forgers <= tally.judged + tally.same
