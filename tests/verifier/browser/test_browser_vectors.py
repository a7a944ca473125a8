# SPDX-License-Identifier: Apache-2.0
"""The verifier in the browser, written from the specification alone, comes to what the court's vectors say."""

import hashlib
import json
import re
import unicodedata

import pytest

from casts.court import page_judge as page
from casts.docs.places import ROOT

CASES = list(page.court_cases())
TEXT = (ROOT / "docs/specification/evidence-and-court.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def judge():
    with page.page_judge() as found:
        yield found


@pytest.mark.parametrize(
    ("listed", "case"),
    [pytest.param(listed, case, id=f"{name}-{case['name']}") for name, listed, case in CASES],
)
def test_each_case_of_the_court_comes_to_its_outcome(judge, material, tmp_path, listed, case):
    folder = page.lay_case(material, listed, case, tmp_path / "case")
    answer = judge.answer(folder, page.trust_of(material, case), page.moment(listed))
    found = page.outcomes(answer)
    wanted = {**(listed["checks"] if case["whole"] else {}), **case["checks"]}
    compared = found if case["whole"] else {name: found.get(name) for name in wanted}
    assert compared == wanted
    assert answer["outcome"] == case["outcome"]
    for check, codes in case["codes"].items():
        assert set(codes) <= page.codes(answer, check)


def test_what_is_of_a_kind_that_is_not_judged_never_holds(judge, material):
    at = page.moment(CASES[0][1])
    for folder in (material / "bundle/bag", material / "certificate"):
        answer = judge.answer(folder, [], at)
        assert answer["outcome"] == "undecided"
        assert [one["made"] for one in answer["checks"]] == [False]


def test_a_copy_of_another_network_than_the_fingerprint_is_refused(judge, material, tmp_path):
    at = page.moment(CASES[0][1])
    folder = page.copied(material, "sealed", tmp_path / "sealed")
    trust = [material / "bundle/directory", material / "trust/other-network.1.root.json"]
    assert judge.answer(folder, trust, at)["refused"] == "trust-mixed"


def test_the_codes_of_events_are_those_of_the_specification():
    written = json.loads(
        page.run_module(
            'import { CODES } from "./core/custody/codes.js"; console.log(JSON.stringify(CODES))'
        )
    )
    table = TEXT.split("| Code | Action | Fields")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| `([a-z-]+)` \| (.*?) \| ", table, re.MULTILINE)
    fields = {
        code: [action, dict(re.findall(r"`([a-z_0-9]+)`: ([^;]+)", named))]
        for code, action, named in rows
    }
    assert written == fields
    assert len(fields) > 60


def test_the_script_is_the_one_that_the_specification_publishes():
    own = page.run_module(
        'import { CHECK_SCRIPT } from "./core/court/layout.js"; console.log(CHECK_SCRIPT)'
    ).strip()
    assert own in TEXT
    assert own == hashlib.sha256((ROOT / "verifier/check.sh").read_bytes()).hexdigest()


def test_names_fold_as_unicode_says():
    """Two letters are one to this program exactly where full case folding makes them one."""
    script = """
        import { fold } from "./core/bag/names.js";
        const found = [];
        for (let one = 0; one < 0x20000; one++)
          if (one < 0xd800 || one > 0xdfff) found.push(fold(String.fromCodePoint(one)));
        console.log(JSON.stringify(found));
    """
    folded = json.loads(page.run_module(script))
    letters = [chr(one) for one in range(0x20000) if not 0xD800 <= one <= 0xDFFF]

    def fold(text):
        return unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())

    ours, theirs = {}, {}
    for letter, own in zip(letters, folded, strict=True):
        if unicodedata.category(letter) != "Cn":
            ours.setdefault(own, []).append(letter)
            theirs.setdefault(fold(letter), []).append(letter)
    assert {tuple(one) for one in ours.values()} == {tuple(one) for one in theirs.values()}


def test_canonical_json_is_read_and_nothing_else():
    script = """
        import { readFileSync, readdirSync } from "node:fs";
        import { canonical } from "./core/encoding/json.js";
        const folder = "../../tests/vectors/wire";
        for (const name of readdirSync(folder).filter((one) => one.endsWith(".json")).sort()) {
          const vector = JSON.parse(readFileSync(`${folder}/${name}`));
          let found = "refused";
          try {
            canonical(Uint8Array.from(Buffer.from(vector.bytes, "hex")));
            found = "value";
          } catch {}
          if ((vector.expect === "value") !== (found === "value")) console.log(name);
        }
    """
    assert page.run_module(script) == ""
