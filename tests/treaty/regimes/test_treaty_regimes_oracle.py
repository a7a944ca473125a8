# SPDX-License-Identifier: Apache-2.0
"""The law of each instrument agrees with a table that was written from the instruments' texts."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from rogatory.node.law.filing import AFTER_FILING
from rogatory.requests.kinds.families import FILED
from rogatory.treaty.corrections import Correction
from rogatory.treaty.grounds import conditions_for, duty_of
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.offences import Offence
from rogatory.treaty.refusing import IntendedReply, list_for, refusal_reasons
from rogatory.treaty.regimes import (
    cite,
    is_open,
    limit_of,
    regime_of,
    requirement_of,
    term_of,
)

TODAY = date(2026, 11, 24)
ROWS = yaml.safe_load(Path(__file__).with_name("oracle.yaml").read_text("utf-8"))["rows"]
OFFENCES = {
    "inside": Offence(13, 5),
    "outside": Offence(None, 5),
    "organised": Offence(None, 10),
    "corruption": Offence(None, 10, is_corruption=True),
}
BINDING = ("ets-185", "ets-30", "untoc", "uncac")


def law_of(case):
    """The law where both States are bound by the instruments of a case, and by no other treaty."""
    law = packaged_law("federation")
    bound = {case["basis"], *case.get("also", ())} & set(BINDING)
    rows = [
        ("parties", {"state": state, "instrument": name, "in_force_from": "2010-01-01"})
        for name in sorted(bound)
        for state in ("XA", "XB")
    ]
    if "reservation" in case:
        made = {"id": "r", "state": "XB", "instrument": case["basis"], "made": "2010-01-01"}
        rows.append(("reservations", made | {"article": case["reservation"]}))
    cited = {"source": "invented", "certainty": "practice"}
    return corrected(
        law,
        [
            Correction(f"c{n}", section, row | cited, "x", "x", "practice", TODAY, None)
            for n, (section, row) in enumerate(rows)
        ],
    )


def answered(case):
    """Return our law's answer to the question of a case, and the article in which it finds it."""
    regime = regime_of(law_of(case), case["basis"], "XA", "XB", TODAY)
    [(question, value)] = case["asks"].items()
    return ANSWERS[question](regime, case["kind"], OFFENCES[case["offence"]], str(value))


def denied(decision):
    def answer(regime, kind, offence, ground):
        listed = {one.id: one for one in list_for(regime, kind, decision)}
        against = refusal_reasons(
            regime, kind, ground, offence, "held", reasons="x", decision=decision
        )
        codes = [reason.code.id for reason in against]
        if not codes:
            return "yes", cite(regime, listed[ground].instrument, listed[ground].article)
        if codes == ["ground-provision-missing"]:
            return "open", None
        return "no", against[0].fields.get("article")

    return answer


def consults(regime, kind, _, value):
    reply, _, ground = value.partition(" ")
    decision = {"refuse": "refusal", "postpone": "postponement"}[reply]
    duty = duty_of(regime, "consultation", kind)
    if duty is None or not duty.is_owed(ground or "domestic_case", decision):
        return "no", None
    answer = "appropriate" if duty.is_discretionary else "yes"
    return answer, cite(regime, duty.instrument, duty.article)


def gives_reasons(regime, kind, _, value):
    decision = {"refuse": "refusal", "postpone": "postponement"}[value]
    duty = duty_of(regime, "reasons", kind)
    if duty is None or not duty.is_owed("", decision):
        return "no", None
    return "yes", cite(regime, duty.instrument, duty.article)


def holds(regime, kind, __, days):
    term = term_of(regime, kind, "hold")
    if term is None or term.days is None:
        return "yes", None
    answer = "yes" if int(days) >= term.days else "breach"
    return answer, cite(regime, regime.instrument, term.article)


def used_elsewhere(regime, kind, _, __):
    found = next((one for one in conditions_for(regime, kind) if one.id == "use"), None)
    if found is not None and found.by_default:
        return "no", cite(regime, found.instrument, found.article)
    return "yes", None


def needs_notice(regime, kind, _, __):
    duty = duty_of(regime, "exculpatory_notice", kind)
    return ("no", None) if duty is None else ("yes", cite(regime, duty.instrument, duty.article))


def conditional(regime, kind, _, name):
    found = next((one for one in conditions_for(regime, kind) if one.id == name), None)
    return ("no", None) if found is None else ("yes", cite(regime, found.instrument, found.article))


def demanded(regime, kind, _, key):
    found = requirement_of(regime, kind, key)
    return (
        ("no", None) if found is None else ("yes", cite(regime, regime.instrument, found.article))
    )


def spoken(regime, _, __, ___):
    limit = limit_of(regime, "oral-confirmation")
    return (
        ("no", None) if limit is None else ("yes", cite(regime, regime.instrument, limit.article))
    )


def filed(regime, _, __, request):
    """Whichever instrument the request is under, the hold's own says what keeps it up."""
    kind, under, basis = request.partition(" under ")
    assert under
    assert basis in {one.id for one in regime.law.instruments}
    rule = limit_of(regime, AFTER_FILING)
    answer = "yes" if kind in FILED else "no"
    return answer, cite(regime, regime.instrument, rule.article)


ANSWERS = {
    "refuse": denied(IntendedReply.REFUSAL),
    "postpone": denied(IntendedReply.POSTPONEMENT),
    "decline": denied(IntendedReply.EXTENSION_DECLINED),
    "withhold": denied(IntendedReply.PATH_WITHHELD),
    "consult": consults,
    "reasons": gives_reasons,
    "hold": holds,
    "use": used_elsewhere,
    "notice": needs_notice,
    "condition": conditional,
    "cites": demanded,
    "oral": spoken,
    "filed": filed,
}


@pytest.mark.parametrize("case", ROWS, ids=lambda case: str(case["id"]))
def test_the_law_of_a_case_is_what_the_texts_say(case):
    answer, article = answered(case)
    assert answer == case["answer"]
    if article is not None:
        regime = regime_of(law_of(case), case["basis"], "XA", "XB", TODAY)
        assert article == cite(regime, case["of"], case["article"])


def test_a_list_is_closed_unless_the_instrument_opens_it():
    law = law_of({"basis": "ets-185"})
    regime = regime_of(law, "ets-185", "XA", "XB", TODAY)
    assert not is_open(regime, "preservation")
    assert not is_open(regime, "preserved_traffic_disclosure")
    assert is_open(regime, "mla_stored_data")
    assert is_open(regime_of(law, "comity", "XA", "XB", TODAY), "preservation")
    assert not is_open(regime_of(law, None, "XA", "XB", TODAY), "mla_general")
