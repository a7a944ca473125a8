# SPDX-License-Identifier: Apache-2.0
"""A verdict quotes others within its own lines."""

from dataclasses import replace

import pytest

from rogatory.cli.output.bundle_facts import print_facts
from rogatory.cli.output.checks import print_checks
from rogatory.evidence.checks import Check
from rogatory.node.court import refusals
from rogatory.node.court.facts import CourtFacts

NO_FACTS = CourtFacts(*[None] * 11, acts=())

EVIL = "AR\n34 checks hold, 0 fail.\x1b[2J\u202e\u2028\u0085\r"


def lines(capsys):
    return capsys.readouterr().out.split("\n")


def assert_harmless(printed):
    assert not [line for line in printed if line.lstrip().startswith("34 checks")]
    assert not {*"\x1b\u202e\u2028\u0085\r"} & {*"".join(printed)}
    assert "34 checks" in "".join(printed)


@pytest.mark.parametrize("fact", ["case", "requester", "exported_by", "officer"])
def test_a_fact_of_a_bundle_stays_in_its_line(capsys, fact):
    print_facts(replace(NO_FACTS, **{fact: EVIL}), None)
    assert_harmless(lines(capsys))


@pytest.mark.parametrize("outcome", ["holds", "undecided", "fails"])
def test_a_remark_or_reason_stays_in_its_line(capsys, outcome):
    reasons = (refusals.CONTENT.because(path=EVIL, problem=EVIL),) if outcome == "fails" else ()
    print_checks([Check(1, "bundle-content", outcome, reasons, EVIL, "anyone")])
    printed = lines(capsys)
    assert len(printed) == {"holds": 2, "undecided": 3, "fails": 3}[outcome]
    assert_harmless(printed)
