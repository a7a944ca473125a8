# SPDX-License-Identifier: Apache-2.0
"""The facts of a bundle that `rogatory evidence verify` states: those of checks that hold, as the independent
verifier states them.
"""

import json
from datetime import timedelta

import pytest

from casts.cli.commands import run
from casts.court.bundle_attacks import edit_json, relist, standalone, tree
from casts.court.bundle_case import AT, HTML, bundled, copied, found_case, play
from rogatory.exercises.cast import EXAMINER
from rogatory.wire.digests import sha256

NOW = AT + timedelta(days=30)
HEADING = "What this program found in the bundle:"

OF_REQUEST = frozenset({"case", "asked_by", "asked", "thread"})
OF_SEAL = frozenset({"sealed_by", "seal"})
OF_LIST = frozenset({"exported_by", "officer"})
OF_PAYLOAD = frozenset({"files", "bytes"})


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    case = found_case(tmp_path_factory.mktemp("case"))
    play(case)
    bundled(case, case.folder / "bundle", reports=HTML)
    return case


@pytest.fixture
def bundle(played, tmp_path):
    return copied(played.folder / "bundle", tmp_path / "bundle")


@pytest.fixture
def verified(monkeypatch):
    """Return what the command states, to a program and to a reader; both verifiers state the same facts."""
    monkeypatch.setattr("rogatory.cli.options.evidence.now", lambda: NOW)

    def verify(bundle):
        before, module = tree(bundle), standalone()
        program = run("evidence", "verify", bundle, "--json")
        page = run("evidence", "verify", bundle).out
        checks, _ = module.examine(bundle, module.Trusted.read([]), NOW)
        assert tree(bundle) == before
        assert program.json["facts"] == checks.facts
        assert program.json["exporter"] == checks.exporter
        return program, page.split(HEADING)[1].split("\n\n")[0]

    return verify


def test_the_facts_of_a_bundle_that_holds(bundle, verified):
    program, page = verified(bundle)
    assert (program.status, program.json["outcome"]) == (0, "holds")
    facts = program.json["facts"]
    files = [one for one in (bundle / "bag/data").rglob("*") if one.is_file()]
    stated = json.loads((bundle / "bag/conditions.json").read_bytes())
    assert stated.pop("version") == 1
    assert {name: facts[name] for name in facts.keys() - {"acts", "delivered", "thread"}} == {
        "case": "AR-2026-0417",
        "asked_by": "xa/central-authority",
        "asked": "xb/central-authority",
        "sealed_by": "xb/central-authority",
        "exported_by": "xa/central-authority",
        "officer": EXAMINER.known_as("XA"),
        "files": len(files),
        "bytes": sum(one.stat().st_size for one in files),
        "bag": sha256((bundle / "bag/tagmanifest-sha256.txt").read_bytes()),
        "seal": sha256((bundle / "seal/seal.json").read_bytes()),
        "more_acts": 0,
        "conditions": stated,
    }
    [delivery] = facts["delivered"]  # it names the proceedings, and the bag names none
    assert delivery["differs"] == ["proceedings"]
    assert "proceedings: delivery: AR-2026-0417; evidence: not stated" in page
    assert facts["acts"][0]["code"] == "collected"
    assert [one["occurred"] for one in facts["acts"]] == sorted(
        one["occurred"] for one in facts["acts"]
    )
    for act in facts["acts"]:
        assert f"{act['occurred']}  {act['code']}: {act['authority']}" in page
    assert "the words\n  of xa/central-authority." in page


def edited(path, **changes):
    return lambda bundle: edit_json(bundle / path, lambda document: document.update(changes))


def of_another_case(bundle):
    edit_json(
        bundle / "request/message.json",
        lambda document: document["body"].update(case_number="FORGED"),
    )


def one_more_file(bundle):
    (bundle / "bag/data/FORGED").write_bytes(b"x")


def one_more_line(bundle):
    with (bundle / "bag/tagmanifest-sha256.txt").open("ab") as file:
        file.write(b"x")


@pytest.mark.parametrize(
    ("forge", "check", "lost"),
    [
        (of_another_case, "request", OF_REQUEST),
        (edited("request/message.json", to="xt/forged"), "request", OF_REQUEST),
        (edited("bundle.json", authority="xt/forged"), "bundle-signed", OF_LIST),
        (edited("bundle.json", officer="xa-99999"), "bundle-signed", OF_LIST),
        (edited("seal/seal.json", sender="xt/forged"), "seal-signed", OF_SEAL),
        (one_more_file, "bag-files", OF_PAYLOAD),
        (one_more_line, "bag-tags", OF_PAYLOAD | {"bag"}),
        (edited("custody/0001.json", officer="xb-99999"), "custody-journal", frozenset()),
    ],
)
def test_a_fact_of_a_check_that_fails_is_not_stated(bundle, verified, forge, check, lost):
    honest, before = verified(bundle)
    forge(bundle)
    program, page = verified(bundle)
    checks = {one["id"]: one["outcome"] for one in program.json["checks"]}
    assert (program.status, checks[check]) == (1, "fails")
    facts = program.json["facts"]
    assert {name for name in lost if facts[name] is not None} == set()
    for word in ("FORGED", "forged", "99999"):
        assert word not in page
    for name in lost:
        if len(value := str(honest.json["facts"][name])) > 20:
            assert (value in before, value in page) == (True, False)
    if check == "custody-journal":
        assert (facts["acts"], facts["more_acts"]) == ([], 0)


def test_an_exporter_who_signs_another_officer_s_name_as_his_act_states_no_act(
    bundle, played, verified
):
    """He lists and signs the journal that he altered; the other State's signature is not his to make."""
    edited("custody/0001.json", officer="xb-99999")(bundle)
    relist(bundle, played.authority("XA").signing_keys())
    program, page = verified(bundle)
    assert program.json["facts"]["acts"] == []
    assert program.json["facts"]["exported_by"] == "xa/central-authority"
    assert "99999" not in page
