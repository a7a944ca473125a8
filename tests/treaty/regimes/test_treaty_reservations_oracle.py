# SPDX-License-Identifier: Apache-2.0
"""Reservations and declarations change what a table says that was written from the texts."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from rogatory.node.law.basis import bases_of, place_warnings, reservation_warnings
from rogatory.node.law.conduct import comparison_of
from rogatory.node.law.request_terms.channels import channel_warnings
from rogatory.node.law.request_terms.declared import declared_notes, language_warnings
from rogatory.node.law.subject import Subject
from rogatory.node.translations.document import MEDIA_TYPE
from rogatory.treaty.bases import bases
from rogatory.treaty.composed.establishing import is_inside
from rogatory.treaty.corrections import Correction
from rogatory.treaty.dual_criminality import ComparisonResult
from rogatory.treaty.grounds import binding_rule
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.offences import Classification, Offence
from rogatory.treaty.parties.reservation_refusals import ELEMENT_REPORTED
from rogatory.treaty.parties.reservations import added_elements, standing_of
from rogatory.treaty.refusing import IntendedReply, refusal_reasons
from rogatory.treaty.refusing import ground_reservation_warnings as grounded
from rogatory.treaty.regimes import regime_of

TODAY = date(2026, 11, 24)
ROWS = yaml.load(
    Path(__file__).with_name("reservations.yaml").read_text("utf-8"), yaml.CSafeLoader
)["rows"]


def law_of(case):
    """The law where both States are bound by the instrument, with the case's statements."""
    basis = case["basis"]
    rows = []
    if basis != "un-cybercrime":
        rows += [
            ("parties", {"state": state, "instrument": name, "in_force_from": "2010-01-01"})
            for state in ("XA", "XB")
            for name in (basis, *case.get("also", ()))
        ]
    for section, name in (("reservations", "made"), ("declarations", "declared")):
        for count, stated in enumerate(case.get(name, ())):
            row = {"state": "XB", "instrument": basis, "made": "2010-01-01", "article": "14"}
            row |= stated | {"id": f"{section[0]}{count}"}
            row["state"] = row.pop("by", row["state"])
            rows.append((section, row))
    cited = {"source": "invented", "certainty": "practice"}
    return corrected(
        packaged_law("federation"),
        [
            Correction(f"c{n}", section, cited | row, "x", "x", "practice", TODAY, None)
            for n, (section, row) in enumerate(rows)
        ],
    )


def offence_of(case):
    if "placed" in case:
        placed = ((case["basis"], case["placed"]),)
        return Offence(None, case.get("years", 5), articles=placed)
    article, years = case.get("offence", (13, 5))
    of_bribery = ((case["basis"], "15"),) if case["basis"] == "uncac" else ()
    return Offence(article, years, articles=of_bribery)


def serves(law, case, kind):
    found = bases(law, kind, "XA", "XB", offence_of(case), TODAY)
    (named,) = (one for one in found if one.instrument == case["basis"])
    if not named.serves:
        return "no", named.why_not
    return ("warned" if named.warnings else "yes"), named.warnings


def refuse(law, case, ground):
    kind = case.get("kind", "preservation")
    regime = regime_of(law, case["basis"], "XA", "XB", TODAY)
    against = refusal_reasons(
        regime, kind, ground, offence_of(case), "held", reasons="As the file shows."
    )
    if against:
        return "no", against
    warned = tuple(grounded(regime, kind, ground, IntendedReply.REFUSAL))
    return ("warned" if warned else "yes"), warned


def standing(law, _, name):
    (found,) = (one for one in law.reservations if one.id == name)
    return standing_of(law, found, TODAY).value, ()


def element(law, case, article):
    found = added_elements(law, "XB", article, TODAY, case["basis"])
    return ("yes" if found else "no"), ()


def compared(law, case, element):
    """Say whether XB requires an element that the conduct lacks; of the notes, what is only reported."""
    article, years = case["offence"]
    body = {
        "legal_basis": {"instrument": case["basis"]},
        "offence": {"convention_article": article, "maximum_years": years},
    }
    subject = Subject("s", "mla_stored_data", body, "XA/central", "XA", "XB", is_executing=True)
    stated = {"requested_provision": "202", "statements": {element: {"in_conduct": "no"}}}
    found = comparison_of(law, subject, stated, TODAY)
    (named,) = (one for one in found.elements if one.element == element)
    assert named.finding is not ComparisonResult.MET
    is_required = named.finding is ComparisonResult.NOT_MET
    assert (found.finding is ComparisonResult.NOT_MET) == is_required
    reported = tuple(one for one in found.notes if one.code is ELEMENT_REPORTED)
    return ("yes" if is_required else "no"), reported


def place(law, case, territory):
    body = {
        "legal_basis": {"instrument": case["basis"], "articles": ["29"]},
        "custodian": {"state": territory},
    }
    subject = Subject("s", "preservation", body, "XA/contact", "XA", "XB", is_executing=True)
    excluded = tuple(reservation_warnings(law, subject, bases_of(law, subject, TODAY), TODAY))
    elsewhere = tuple(place_warnings(law, subject, TODAY))
    answer = "no" if excluded else "other" if elsewhere else "yes"
    return answer, (*excluded, *elsewhere)


def established(law, case, article):
    regime = regime_of(law, case["basis"], "XA", "XB", TODAY)
    return ("yes" if is_inside(regime, Offence(int(article), case["offence"][1])) else "no"), ()


def channel(law, case, stated):
    """Say whether a request reaches XB through a channel as the texts have it; `urgent` may follow its name."""
    name, _, urgent = stated.partition(" ")
    body = {
        "legal_basis": {"instrument": case["basis"]},
        "channel": name,
        "urgency": {"level": urgent or "routine"},
    }
    kind = case.get("kind", "mla_stored_data")
    subject = Subject("s", kind, body, "XA/central", "XA", "XB", is_executing=True)
    found = tuple(channel_warnings(law, subject, TODAY))
    return ("warned" if found else "yes"), found


def language(law, case, stated):
    name, _, translated = stated.partition(" ")
    attached = [{"media_type": MEDIA_TYPE}] if translated else []
    body = {"legal_basis": {"instrument": case["basis"]}}
    subject = Subject("s", "mla_stored_data", body, "XA/central", "XA", "XB", is_executing=True)
    found = tuple(language_warnings(law, subject, name, attached, TODAY))
    return ("warned" if found else "yes"), found


def noted(law, case, kind):
    body = {"legal_basis": {"instrument": case["basis"]}}
    subject = Subject("s", kind, body, "XA/central", "XA", "XB", is_executing=True)
    found = tuple(declared_notes(law, subject, TODAY))
    return ("noted" if found else "nothing"), found


def binds(law, case, stated):
    """Say whether a condition of XA, which gives, binds XB, by what XB answered."""
    rule = binding_rule(regime_of(law, case["basis"], "XA", "XB", TODAY), case["kind"])
    return ("yes" if stated == "accepted" or rule.is_by_giver else "no"), ()


ANSWERS = {
    "binds": binds,
    "channel": channel,
    "language": language,
    "noted": noted,
    "established": established,
    "serves": serves,
    "refuse": refuse,
    "standing": standing,
    "element": element,
    "compared": compared,
    "place": place,
}


@pytest.mark.parametrize("case", ROWS, ids=lambda case: str(case["id"]))
def test_a_reservation_changes_what_the_texts_say(case):
    [(question, value)] = case["asks"].items()
    answer, reasons = ANSWERS[question](law_of(case), case, value)
    assert answer == case["answer"]
    assert [one.code.id for one in reasons] == ([case["code"]] if "code" in case else [])


def test_the_effect_of_an_exclusion_is_shown_as_a_reading():
    law = law_of(ROWS[1])
    (reason,) = serves(law, ROWS[1], "mla_stored_data")[1]
    (named,) = (one for one in law.instruments if one.id == "un-cybercrime")
    assert named.reservations.offences == "memory"
    assert reason.fields["state"] == "XB"
    assert "certainty: practice" in reason.sentence()


def test_a_reported_element_is_cited_by_the_article_of_the_instrument_of_the_request():
    (case,) = (one for one in ROWS if one["id"] == 72)
    (reason,) = compared(law_of(case), case, "dishonest-intent")[1]
    assert reason.fields["offence"] == "2"
    assert "(article 2 of ETS 185; certainty: reported)" in reason.sentence()


@pytest.mark.parametrize(
    ("instrument", "article", "catalogued", "is_warned"),
    [
        ("ets-185", "9", 14, True),
        ("un-cybercrime", "14", 14, True),
        ("ets-185", "8", 13, False),
        ("ets-185", "", None, False),
    ],
)
def test_a_reported_exclusion_warns_of_the_article_that_the_lawyer_named(
    instrument, article, catalogued, is_warned
):
    """The request places it under 9; the lawyer of the requested State places it again, or under none."""
    (case,) = (one for one in ROWS if one["id"] == 82)
    classified = Classification(instrument, article, catalogued)
    offence = Offence(catalogued, 5, classified=classified, articles=(("ets-185", "9"),))
    found = bases(law_of(case), "mla_stored_data", "XA", "XB", offence, TODAY)
    (named,) = (one for one in found if one.instrument == "ets-185")
    assert named.serves
    assert [one.code.id for one in named.warnings] == ["basis-reservation-reported"] * is_warned
    for reason in named.warnings:
        assert reason.fields["excluded"] == "9"
        assert "(article 9 of ETS 185; certainty: memory)" in reason.sentence()
