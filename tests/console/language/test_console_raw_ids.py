# SPDX-License-Identifier: Apache-2.0
"""No id of the law's data, of a kind or of a value is shown to an officer: every row is walked."""

import re
from itertools import product

import pytest
from django.utils import translation

from rogatory.console.language import reason_words
from rogatory.console.language.treaty_terms import treaties_by
from rogatory.errors import known_code
from rogatory.node.law import refusals
from rogatory.node.law.answers import AUTHORISATION, answer_reasons
from rogatory.node.law.onward import eased_reasons
from rogatory.node.law.subject import Subject
from rogatory.node.letters.formal_terms import FORMAL
from rogatory.node.provisions.treaty_names import TreatyNames
from rogatory.node.repositories.law import DecisionTopic
from rogatory.requests.contents.labels import VALUES
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty import refusals as treaty_refusals
from rogatory.treaty.law import WORLD, packaged_law
from rogatory.treaty.refusing import OTHER_OBLIGATION
from rogatory.wire import known_codes

LAW = packaged_law(WORLD)
ID = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
SETTINGS = {
    "bytes_per_day",
    "bytes_under_way",
    "console_listen",
    "database_url",
    "door_listen",
    "metrics_listen",
    "object_store",
}
"""Names in `node.toml`, which an operator types."""
OF_POSTGRESQL = {
    "pg_control_system",
    "pg_current_wal_insert_lsn",
    "pg_read_all_stats",
    "pg_terminate_backend",
    "pg_walfile_name",
    "remote_apply",
    "synchronous_commit",
    "synchronous_standby_names",
}
"""Settings, roles and functions that the database's administrator types."""
ROWS = (*LAW.grounds, *LAW.postponements, *LAW.never, *LAW.conditions, *LAW.duties)
LANGUAGES = ("en", "fr", "ru", "zh-hans")


def all_codes():
    names = {
        found
        for path in known_codes.modules_of_codes()
        for found in re.findall(r'Code\(\s*"([a-z0-9-]+)"', path.read_text("utf-8"))
    }
    found = (known_codes.code_of(name) for name in sorted(names))
    return [one for one in found if one is not None]


def test_no_sentence_of_a_code_names_an_id():
    assert known_code("law-refusal-offered") is not None
    codes = all_codes()
    assert len(codes) > 500
    found = {
        name
        for code in codes
        for name in ID.findall(re.sub(r"\{[^}]*\}", "", f"{code.what} {code.remedy}"))
    }
    assert found <= SETTINGS | OF_POSTGRESQL


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_ground_that_a_sentence_offers_is_named_by_its_id(language):
    rows = (*LAW.grounds, *LAW.postponements, *LAW.never)
    offered = ", ".join([*(f"{one.id} (27(4)(a) of ETS 185)" for one in rows), OTHER_OBLIGATION])
    reasons = [refusals.REFUSAL_OFFERED.because(grounds=offered)]
    for row, kind in product(rows, KINDS):
        reasons.append(treaty_refusals.NEVER_A_GROUND.because(ground=row.id, kind=kind))
        if kind not in row.kinds:
            continue
        reasons.append(
            treaty_refusals.GROUND_NOT_LISTED.because(
                ground=row.id, kind=kind, decision="a refusal", listed=offered
            )
        )
    with translation.override(language):
        shown = {reason_words.text(one) for one in reasons}
    assert not [one for one in shown if ID.search(one)]


def test_a_ground_of_a_treaty_that_the_state_entered_is_named_as_its_lawyer_wrote_it():
    reason = refusals.REFUSAL_OFFERED.because(grounds="local_custom (6(1) of T 1), local_rule")
    names = TreatyNames({}, {"local_custom": "the custom of the port forbids it"})
    with translation.override("en"), treaties_by(lambda: names):
        text = reason_words.what(reason)
    assert "“the custom of the port forbids it” (6(1) of T 1)" in text
    assert "local_custom" not in text


def test_every_row_that_a_message_or_a_letter_can_name_has_words():
    for row in (*LAW.grounds, *LAW.postponements):
        assert row.id in VALUES
        assert not ID.search(FORMAL.get(VALUES[row.id], VALUES[row.id]))
    texts = [getattr(one, name, None) or "" for one in ROWS for name in ("label", "text", "note")]
    assert not [one for one in texts if ID.search(one)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_answer_lacks_and_what_a_delivery_eases_is_named_in_words(language):
    questions = [one for one in LAW.questions if one.id == "independent-authorisation"]
    proportionate = [one for one in LAW.questions if one.id == "proportionality"]
    body = {"data": [{"category": one.id} for one in LAW.categories]}
    subject = Subject("t", "mla_realtime_traffic", body, "xb/central-authority", "XA", "XB", True)
    lacking = [
        reason
        for one in (*questions, *proportionate)
        for reason in answer_reasons(
            LAW, subject, DecisionTopic.BEFORE_EXECUTING, one.id, "-", {}, LAW.as_of
        )
    ]
    before = {"onward_transfer": "in_writing_only", "police_information_only": True}
    eased = [*eased_reasons(before, {})]
    assert {one.code.id for one in lacking} >= {
        "law-authorisation-parts",
        "law-proportionality-categories",
    }
    with translation.override(language):
        shown = [reason_words.text(one) for one in (*lacking, *eased)]
    ids = {*(one.id for one in LAW.categories), *AUTHORISATION} if language != "en" else set()
    assert not [one for one in shown if ID.search(one) or ids & {*re.findall(r"\b[a-z]+\b", one)}]
