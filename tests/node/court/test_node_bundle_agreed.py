# SPDX-License-Identifier: Apache-2.0
"""A bundle names the conditions that the receiving State agreed to, and the message that agreed."""

import re
from dataclasses import replace

import pytest

from casts.court.bundle_attacks import examined, tree
from casts.court.bundle_case import AT, HTML, bodies, bundled, found_case, play
from rogatory.node.court.export import write_bundle
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.requests.envelope import parse_message
from rogatory.wire.digests import sha256

NOW = AT.replace(year=AT.year + 1)
AGREED, DECLINED = bodies.TERMS


@pytest.fixture(scope="module")
def agreed_case(tmp_path_factory):
    case = found_case(tmp_path_factory.mktemp("agreed"))
    play(case, terms=bodies.TERMS, added={"secrecy": AGREED, "retention": "For one week"})
    return case


@pytest.fixture(scope="module")
def bundle(agreed_case):
    out = agreed_case.folder / "bundle"
    bundled(agreed_case, out, reports=HTML)
    return out


def answering(case):
    (found,) = [
        one.digest
        for one in case.node("XA").store.transcript(case.thread)
        if one.kind == "conditions_answered"
    ]
    return found


def conditions_of(case, bundle):
    found = verify_bundle(bundle, trusted=read_trust(case.federation.repository), now=NOW)
    (check,) = [one for one in found.checks if one.id == "conditions"]
    return check


def test_the_check_names_what_was_agreed_and_by_which_message(agreed_case, bundle):
    check = conditions_of(agreed_case, bundle)
    assert check.outcome == "holds"
    assert f"agreed to by XA in message {answering(agreed_case)}: {AGREED}" in str(check.remark)


def test_a_condition_that_was_declined_is_not_among_them(agreed_case, bundle):
    assert DECLINED not in str(conditions_of(agreed_case, bundle).remark)


def test_the_report_prints_the_agreed_conditions(agreed_case, bundle):
    (report,) = [one for one in bundle.rglob("*.html") if one.stem.endswith("en")]
    text = re.sub(r"<[^>]+>|[\u2066-\u2069]", "", report.read_text("utf-8"))
    assert f"Agreed to by XA in message {answering(agreed_case)}" in text
    assert AGREED in text.split("Conditions of use", 1)[1]


def test_the_report_says_which_conditions_of_the_delivery_nobody_agreed_to(bundle):
    (report,) = [one for one in bundle.rglob("*.html") if one.stem.endswith("en")]
    text = " ".join(re.sub(r"<[^>]+>|[\u2066-\u2069]", " ", report.read_text("utf-8")).split())
    section = text.split("Conditions of use", 1)[1]
    assert "Retention For one week" in section
    assert section.count("Agreed to in no message of this bundle") == 1
    assert "Agreed to in no message of this bundle Retention" in section


def test_an_exporter_who_leaves_out_its_answer_that_another_message_names_as_seen_gets_no_verdict(
    agreed_case, bundle, tmp_path
):
    """The answer is the last message of XA, which exports: the numbers of its messages have no gap."""
    before, out, answer = tree(bundle), tmp_path / "bundle", answering(agreed_case)
    export = agreed_case.export(reports=HTML)
    kept = tuple(one for one in export.material.messages if sha256(one.message) != answer)
    assert any(parse_message(one.message).seen == answer for one in kept)
    write_bundle(replace(export, material=replace(export.material, messages=kept)), out)
    repository = agreed_case.federation.repository
    found = verify_bundle(out, trusted=read_trust(repository), now=NOW)
    outcome, checks = examined(out, repository, now=NOW)
    assert (found.outcome, outcome) == ("undecided", "undecided")
    [messages] = (one for one in checks.values() if one.id == "messages")
    [ours] = (one for one in found.checks if one.id == "messages")
    assert (ours.outcome, messages.outcome) == ("undecided", "undecided")
    assert AGREED not in str(conditions_of(agreed_case, out).remark)
    assert tree(bundle) == before
