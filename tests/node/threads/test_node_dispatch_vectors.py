# SPDX-License-Identifier: Apache-2.0
"""The vectors of section 11: each rule with its code, as our node answers it."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from casts.node.world import snapshot
from rogatory.node.threads.dispatch import parse_dispatch
from rogatory.wire.digests import sha256

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests" / "vectors" / "dispatch"
VECTOR = json.loads((FOLDER / "dispatches.json").read_text())

spec = importlib.util.spec_from_file_location("dispatch_generate", FOLDER / "generate.py")
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)


@pytest.mark.parametrize("case", made.CASES, ids=[case[0] for case in made.CASES])
def test_vector(case):
    name, setup, peer, data, _codes = case
    node = made.SETUPS[setup].node()
    before = snapshot(node)
    found, judged = made.judged(node, peer, data), VECTOR["cases"][name]
    wanted = {key: value for key, value in judged.items() if key in found}
    assert {key: sorted(value) if key != "verdict" else value for key, value in found.items()} == {
        key: sorted(value) if key != "verdict" else value for key, value in wanted.items()
    }
    if found.get("verdict") == "kept":
        assert node.store.message(sha256(parse_dispatch(data).message)) is not None
    else:
        assert snapshot(node) == before


def test_the_generator_writes_the_vectors_that_are_there():
    assert made.text_of(made.vector()) == (FOLDER / "dispatches.json").read_text()


def test_every_rule_of_the_specification_has_a_case_with_one_of_its_codes():
    section = (
        (ROOT / "docs" / "specification" / "exchange.md")
        .read_text()
        .partition("| Rule | What must hold | Codes |")[2]
    )
    rows = re.findall(r"^\| (\d+) \| .* \| (.*) \|$", section.partition("\n\n")[0], re.MULTILINE)
    numbers = {int(number) for number, _codes in rows}
    assert numbers == set(range(1, max(numbers) + 1))
    shown = {code for one in VECTOR["cases"].values() for code in one.get("codes", ())}
    shown |= {code for one in VECTOR["cases"].values() for code in one.get("unsigned", ())}
    named = [code for _number, codes in rows for code in re.findall(r"`([a-z0-9*-]+)`", codes)]
    # Rule 14 takes two hundred messages: tests/node/threads/test_node_chain_limits.py.
    for codes in (codes for number, codes in rows if number != "14"):
        patterns = re.findall(r"`([a-z0-9*-]+)`", codes)
        assert any(fits(code, pattern) for code in shown for pattern in patterns), codes
    assert [code for code in sorted(shown) if not any(fits(code, one) for one in named)] == []


def fits(code, pattern):
    return re.fullmatch(pattern.replace("*", ".*"), code) is not None
