# SPDX-License-Identifier: Apache-2.0
"""The contents that each text demands of a request, listed from the texts: article by field."""

from datetime import date

import pytest

from rogatory.treaty.law import packaged_law
from rogatory.treaty.regimes import regime_of
from rogatory.treaty.requirements import demanded, requirements_of

LAW = packaged_law("world")
ON = date(2026, 11, 28)
SERVED, RECORDS = frozenset({"serve_documents"}), frozenset({"provide_records"})

UNTOC_15 = {
    "authority": "18(15)(a)",
    "matter": "18(15)(b)",
    "conducting_authority": "18(15)(b)",
    "facts": "18(15)(c)",
    "assistance": "18(15)(d)",
    "purpose": "18(15)(f)",
}
ETS_30_14 = {
    "authority": "14(1)(a)",
    "assistance": "14(1)(b)",
    "purpose": "14(1)(b)",
    "offence": "14(2)",
    "facts": "14(2)",
}
TEXTS = (
    ("ets-185", "preservation", RECORDS, {
        "authority": "29(2)(a)", "offence": "29(2)(b)", "facts": "29(2)(b)", "data": "29(2)(c)",
        "data_offence_link": "29(2)(c)", "necessity": "29(2)(e)", "mla_intent": "29(2)(f)",
    }),
    ("ets-185", "mla_stored_data", RECORDS, {"data": "31(1)", "power": "31(1)"}),
    ("ets-185", "mla_realtime_traffic", RECORDS, {"data": "33(1)"}),
    ("ets-185", "mla_interception", RECORDS, {"data": "34", "permission": "34"}),
    ("ets-185", "refusal", RECORDS, {"reasons": "27(7)"}),
    ("ets-185", "postponement", RECORDS, {"reasons": "27(7)"}),
    ("ets-30", "mla_stored_data", RECORDS, ETS_30_14),
    ("ets-30", "mla_general", RECORDS, ETS_30_14),
    ("ets-30", "mla_general", SERVED, {
        "authority": "14(1)(a)", "assistance": "14(1)(b)", "purpose": "14(1)(b)", "persons": "14(1)(c)-(d)",
    }),
    ("ets-30", "refusal", RECORDS, {"reasons": "19"}),
    ("ets-30", "postponement", RECORDS, {}),
    ("untoc", "mla_stored_data", RECORDS, UNTOC_15),
    ("untoc", "mla_general", RECORDS, {**UNTOC_15, "measures": "18(3)"}),
    ("untoc", "mla_general", SERVED, {**UNTOC_15, "measures": "18(3)", "facts": None}),
    ("untoc", "refusal", RECORDS, {"reasons": "18(23)"}),
    ("uncac", "mla_stored_data", RECORDS, {
        key: article.replace("18(", "46(") for key, article in UNTOC_15.items()
    }),
    ("uncac", "mla_general", SERVED, {
        "authority": "46(15)(a)", "matter": "46(15)(b)", "conducting_authority": "46(15)(b)",
        "assistance": "46(15)(d)", "purpose": "46(15)(f)", "measures": "46(3)",
    }),
    ("comity", "mla_general", RECORDS, {"reciprocity": "-"}),
    ("comity", "emergency_data", RECORDS, {"reciprocity": "-"}),
    ("comity", "oral_request", RECORDS, {}),
    ("comity", "spontaneous_information", RECORDS, {}),
)  # fmt: skip


@pytest.mark.parametrize(("instrument", "kind", "measures", "texts"), TEXTS)
def test_what_a_text_demands(instrument, kind, measures, texts):
    regime = regime_of(LAW, instrument, "QA", "VN", ON)
    found = {key: row.article for key, row in demanded(regime, kind, kind, measures).items()}
    assert found == {key: article for key, article in texts.items() if article is not None}


@pytest.mark.parametrize("instrument", ["ets-185", "ets-30", "untoc", "uncac"])
def test_every_row_was_read_in_its_text_and_names_its_source(instrument):
    rows = [one for one in LAW.required if one.instrument == instrument]
    assert rows
    assert {(one.certainty, one.source) for one in rows} == {("seen", "its full text")}


@pytest.mark.parametrize(
    ("instrument", "key", "article", "condition"),
    [
        ("ets-185", "custodian", "29(2)(d)", "if known"),
        ("ets-185", "confidentiality", "27(8)", "if wished"),
        ("untoc", "persons", "18(15)(e)", "where possible"),
        ("uncac", "persons", "46(15)(e)", "where possible"),
        ("uncac", "deadline", "46(24)", "if there is one"),
    ],
)
def test_what_a_text_asks_for_under_a_condition_is_cited_and_never_demanded(
    instrument, key, article, condition
):
    kind = "preservation" if key == "custodian" else "mla_stored_data"
    regime = regime_of(LAW, instrument, "QA", "VN", ON)
    (row,) = (one for one in requirements_of(regime, kind, kind) if one.key == key)
    assert (row.article, row.condition) == (article, condition)
    assert key not in demanded(regime, kind, kind, RECORDS)
