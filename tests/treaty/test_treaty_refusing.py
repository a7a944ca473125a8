# SPDX-License-Identifier: Apache-2.0
"""Refusals and postponements: on which ground, and what a decision lacks."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rogatory.treaty.corrections import Correction
from rogatory.treaty.grounds import (
    conditions_for,
    duty_of,
    grounds_for,
    never_grounds_for,
    owed_duty,
    postponements_for,
)
from rogatory.treaty.instruments import THE_CONVENTION
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.offences import Offence
from rogatory.treaty.refusing import IntendedReply, decided_kind, list_for, refusal_reasons
from rogatory.treaty.regimes import regime_of
from rogatory.treaty.tables.kinds import DECIDED_KINDS

LAW = packaged_law("federation")
TODAY = date(2026, 11, 24)
HERE = regime_of(LAW, None, "XA", "XB", TODAY)
FRAUD, ROBBERY = Offence(13, 5), Offence(None, 10)
CONSULTED = {"at": "2026-11-23T10:00:00Z", "summary": "partial help was offered"}
MLA = ("mla_stored_data", "mla_realtime_traffic", "mla_interception", "mla_general")


def codes(kind, ground, *, law=LAW, offence=FRAUD, consultation=CONSULTED, on=TODAY, **more):
    more = {"reasons": "because", **more}
    regime = regime_of(law, None, "XA", "XB", on)
    found = refusal_reasons(regime, kind, ground, offence, consultation, **more)
    return [reason.code.id for reason in found]


def with_reservation(article="42(5)", **more):
    row = {
        "id": "xb-42-5",
        "state": "XB",
        "instrument": THE_CONVENTION,
        "article": article,
        "made": "2026-03-03",
        "source": "invented",
        "certainty": "practice",
    } | more
    return corrected(LAW, [Correction("r", "reservations", row, "x", "x", "practice", TODAY, None)])


@pytest.mark.parametrize("kind", ["preservation", *MLA])
def test_a_ground_of_the_list_with_consultation_and_reasons_may_be_given(kind):
    assert codes(kind, "essential_interests") == []


@pytest.mark.law_line(31, 34)
def test_what_a_decision_lacks_is_reported_all_at_once():
    assert codes("mla_stored_data", "haste", consultation=None, reasons=" ") == [
        "ground-not-listed",
        "ground-reasons-missing",
    ]
    assert codes("mla_stored_data", "legal_system", consultation=None, reasons=" ") == [
        "ground-consultation-missing",
        "ground-reasons-missing",
    ]
    assert codes("mla_stored_data", "essential_interests", reasons=None) == [
        "ground-reasons-missing"
    ]


@pytest.mark.law_line(32)
@pytest.mark.parametrize("ground", ["form", "dual_criminality_plain", "fiscal", "bank_secrecy"])
def test_a_preservation_is_never_refused_for_form_or_plain_dual_criminality(ground):
    assert codes("preservation", ground) == ["ground-never"]


@pytest.mark.parametrize("ground", ["nonconforming", "dual_criminality", "legal_system"])
def test_a_preservation_is_not_refused_on_what_would_refuse_assistance(ground):
    assert codes("mla_stored_data", ground) == []
    assert codes("preservation", ground) == ["ground-not-listed"]


@pytest.mark.law_line(33)
@pytest.mark.parametrize("kind", MLA)
@pytest.mark.parametrize("ground", ["fiscal", "bank_secrecy", "offence_name", "political_offence"])
def test_what_alone_is_never_a_ground_for_refusing_assistance(kind, ground):
    assert codes(kind, ground) == ["ground-never"]


@pytest.mark.law_line(32)
def test_dual_criminality_refuses_a_preservation_under_a_reservation_alone():
    ground = "dual_criminality_reservation"
    assert codes("preservation", ground, offence=ROBBERY) == ["ground-reservation-missing"]
    assert codes("preservation", ground, offence=ROBBERY, law=with_reservation()) == []


@pytest.mark.law_line(32)
def test_the_reservation_does_not_reach_offences_of_the_convention():
    ground = "dual_criminality_reservation"
    assert codes("preservation", ground, law=with_reservation()) == ["ground-offence-inside"]
    assert codes("preservation", ground) == ["ground-reservation-missing", "ground-offence-inside"]


@pytest.mark.parametrize(
    "law",
    [
        with_reservation("40(8)"),
        with_reservation(state="XM"),
        with_reservation(instrument="ets-185"),
        with_reservation(made="2026-11-25"),
        with_reservation(withdrawn="2026-11-24"),
    ],
)
def test_a_reservation_of_another_article_state_instrument_or_time_does_not_count(law):
    found = codes("preservation", "dual_criminality_reservation", offence=ROBBERY, law=law)
    assert found == ["ground-reservation-missing"]


def test_a_reservation_of_the_state_that_asks_is_used_by_the_one_asked():
    ground = "dual_criminality_reservation"
    law = with_reservation(state="XA")
    assert codes("preservation", ground, offence=ROBBERY, law=law) == []
    assert codes("preservation", ground, law=law) == ["ground-offence-inside"]


def test_a_postponement_has_its_own_list():
    decision = IntendedReply.POSTPONEMENT
    assert codes("mla_stored_data", "domestic_case", decision=decision) == []
    assert codes("mla_stored_data", "domestic_case") == ["ground-not-listed"]
    assert codes("mla_stored_data", "legal_system", decision=decision) == ["ground-not-listed"]
    assert codes("preservation", "domestic_case", decision=decision) == ["ground-none-for-kind"]
    assert codes("mla_stored_data", "domestic_case", decision=decision, consultation={}) == [
        "ground-consultation-missing"
    ]


def test_an_extension_is_declined_on_the_list_of_a_preservation():
    decision = IntendedReply.EXTENSION_DECLINED
    for ground in grounds_for(HERE, "preservation"):
        assert ground.id in {one.id for one in grounds_for(HERE, "preservation_extension")}
    assert codes("preservation", "essential_interests", decision=decision) == []
    assert codes("preservation", "form", decision=decision) == ["ground-never"]


def test_a_path_is_withheld_on_the_list_of_its_disclosure():
    decision = IntendedReply.PATH_WITHHELD
    assert codes("preservation", "essential_interests", decision=decision) == []
    assert codes("preservation", "political_offence", decision=decision) == ["ground-never"]
    reserved = codes("preservation", "dual_criminality_reservation", decision=decision)
    assert reserved == ["ground-not-listed"]


def test_police_cooperation_is_not_refused_as_outside_when_the_offence_is_inside():
    kind = "law_enforcement_cooperation"
    assert codes(kind, "no_convention_offence") == ["ground-offence-inside"]
    assert codes(kind, "no_convention_offence", offence=ROBBERY) == []


ASKING_FOR_NOTHING = ("information_offered", "spontaneous_information", "policy_notice", "drill")


@pytest.mark.parametrize("kind", [*ASKING_FOR_NOTHING, "haircut"])
def test_what_asks_for_nothing_is_not_refused(kind):
    assert codes(kind, "essential_interests") == ["ground-none-for-kind"]


@pytest.mark.parametrize("kind", sorted(set(DECIDED_KINDS).difference(ASKING_FOR_NOTHING)))
def test_every_other_kind_has_a_closed_list_and_owes_reasons(kind):
    assert grounds_for(HERE, kind)
    assert duty_of(HERE, "reasons", kind)
    assert not {one.id for one in never_grounds_for(HERE, kind)} & {
        one.id for one in (*grounds_for(HERE, kind), *postponements_for(HERE, kind))
    }


def test_conditions_are_listed_where_help_may_have_them():
    by_kind = {
        kind: {one.id: one.article for one in conditions_for(HERE, kind)}
        for kind in ("mla_stored_data", "spontaneous_information", "preservation")
    }
    assert by_kind["mla_stored_data"].keys() == {
        "terms",
        "use",
        "data_protection",
        "onward_transfer",
    }
    assert {*by_kind["spontaneous_information"].values()} >= {"40(5)"}
    assert by_kind["preservation"] == {}


def test_a_duty_is_as_certain_as_it_is_for_the_kind():
    assert duty_of(HERE, "consultation", "mla_general").certainty == "parallel"
    assert duty_of(HERE, "consultation", "preservation").certainty == "memory"
    assert duty_of(HERE, "warning", "preservation")


@pytest.mark.law_line(34)
@pytest.mark.parametrize("ground", ["discrimination", "dual_criminality", "personal_data"])
def test_nobody_is_consulted_before_a_refusal_that_article_40_28_does_not_name(ground):
    """Before a refusal for persecution that would ask the persecutor about the persecuted."""
    assert codes("mla_general", ground, consultation=None) == []
    assert codes("mla_general", ground, consultation=None, reasons=None) == [
        "ground-reasons-missing"
    ]


@pytest.mark.law_line(31, 34)
@given(
    kind=st.sampled_from(DECIDED_KINDS) | st.text(max_size=8),
    ground=st.sampled_from(sorted({one.id for one in (*LAW.grounds, *LAW.never)}))
    | st.text(max_size=8),
    decision=st.sampled_from(IntendedReply),
    article=st.none() | st.integers(1, 20),
    reasons=st.none() | st.sampled_from(["", " ", "because"]),
    consulted=st.booleans(),
)
@example(
    kind="policy_notice",
    ground="",
    decision=IntendedReply.EXTENSION_DECLINED,
    article=None,
    reasons=None,
    consulted=False,
)
def test_nothing_outside_the_closed_list_is_ever_let_through(
    kind, ground, decision, article, reasons, consulted
):
    found = refusal_reasons(
        HERE,
        kind,
        ground,
        Offence(article, 5),
        CONSULTED if consulted else None,
        reasons=reasons,
        decision=decision,
    )
    if not found:
        parts = {
            IntendedReply.EXTENSION_DECLINED: "preservation_extension",
            IntendedReply.PATH_WITHHELD: "preserved_traffic_disclosure",
        }
        judged = parts.get(decision, kind) if kind == "preservation" else kind
        lists = postponements_for if decision is IntendedReply.POSTPONEMENT else grounds_for
        assert ground in {one.id for one in lists(HERE, judged)}
        assert ground != "dual_criminality_reservation"
        assert reasons == "because"
        duty = duty_of(HERE, "consultation", judged)
        assert consulted or duty is None or not duty.is_owed(ground, decision)
    for reason in found:
        assert reason.sentence()


def test_another_obligation_closes_a_closed_list_where_its_provision_is_named():
    named = {"provision": "Constitution of Borealia, article 12"}
    assert codes("preservation", "other_obligation", consultation=None, **named) == []
    assert codes("mla_general", "other_obligation", consultation=None, **named) == []
    for nothing in ("", " ", "-", "6", "6(1)", "40(21)(b)", "42(6), 40(22)"):
        assert codes("preservation", "other_obligation", provision=nothing) == [
            "ground-obligation-unnamed"
        ]


@pytest.mark.parametrize(
    ("provision", "expected"),
    [
        ("29(5)(b) of ETS 185", ["ground-obligation-unnamed"]),
        ("29(5)(b)", ["ground-obligation-unnamed"]),
        ("3 of ETS 5", []),
        ("Constitution, article 12", []),
    ],
)
def test_the_list_of_the_request_itself_is_no_other_obligation(provision, expected):
    regime = regime_of(LAW, "ets-185", "XA", "XB", TODAY)
    found = refusal_reasons(
        regime, "preservation", "other_obligation", FRAUD, None,
        reasons="because", provision=provision,
    )  # fmt: skip
    assert [one.code.id for one in found] == expected


def test_a_dash_is_no_reason_and_no_ground_is_named_as_such():
    assert codes("mla_general", "essential_interests", reasons=" - ") == ["ground-reasons-missing"]
    assert codes("mla_general", " ") == ["ground-missing"]


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (IntendedReply.REFUSAL, "a refusal"),
        (IntendedReply.POSTPONEMENT, "a postponement"),
        (IntendedReply.EXTENSION_DECLINED, "declining an extension"),
        (IntendedReply.PATH_WITHHELD, "withholding a path"),
    ],
)
def test_a_decision_is_named_in_words(decision, words):
    found = refusal_reasons(HERE, "preservation", "haste", FRAUD, None, decision=decision)
    assert words in found[0].sentence()
    named = found[0].sentence().split(";")[0]
    for kind in ("preservation_extension", "preserved_traffic_disclosure"):
        named = named.replace(kind, "")
    assert "_" not in named


@pytest.mark.parametrize(
    ("instrument", "ground", "cited"),
    [
        ("ets-185", "political_offence", ["27(4)(a)", "27(4)(a) of ETS 185", "27(4)", "27"]),
        ("ets-30", "political_offence", ["2(a)", "2(a) of ETS 30", "2 of ETS 30"]),
        (None, "essential_interests", ["40(21)(b) by 42(6)", "42(6)", "40(21)(b), 42(6)"]),
    ],
)
def test_a_ground_is_cited_by_its_article_with_or_without_its_instrument(instrument, ground, cited):
    found = found_ground(instrument, ground)
    assert [one for one in cited if not found.is_cited_as(one)] == []


@pytest.mark.parametrize(
    ("instrument", "ground", "cited"),
    [
        ("ets-185", "political_offence", ["2", "7", "(a)", "4)(a", "2(a) of ETS 30", "27(4)(b)"]),
        ("ets-185", "political_offence", ["27(4)(a) of ETS 30", "27(4)(a), 29(4)", "of ETS 185"]),
        ("ets-30", "political_offence", ["2(b) of ETS 30", "2(a) of ETS 185", "27(4)(a)"]),
        (
            None,
            "essential_interests",
            ["b", "by", "40(2)", "40(21)(a)", "40(21)-(22)", "Article 42"],
        ),
    ],
)
def test_a_ground_is_not_cited_by_a_piece_of_its_article_or_by_another(instrument, ground, cited):
    found = found_ground(instrument, ground)
    assert [one for one in cited if found.is_cited_as(one)] == []


def found_ground(instrument, ground):
    kind = "preservation" if instrument is None else "mla_stored_data"
    regime = regime_of(LAW, instrument, "XA", "XB", TODAY)
    return next(one for one in grounds_for(regime, kind) if one.id == ground)


@pytest.mark.parametrize(
    ("instrument", "kind", "owed"),
    [
        (None, "mla_stored_data", {"refusal"}),
        (None, "preservation_extension", {"extension_declined"}),
        (None, "preserved_traffic_disclosure", {"path_withheld"}),
        ("ets-185", "mla_stored_data", {"refusal", "postponement"}),
        ("ets-30", "mla_stored_data", {"refusal"}),
        ("ets-182", "mla_stored_data", {"postponement"}),
        ("untoc", "mla_stored_data", {"refusal"}),
        ("uncac", "mla_stored_data", {"refusal"}),
    ],
)
def test_for_which_reply_reasons_are_owed_is_data(instrument, kind, owed):
    """UNCAC 46(23), and the Convention after it, ask for reasons of a refusal; ETS 185 27(7) of both."""
    regime = HERE if instrument is None else regime_of(LAW, instrument, "XA", "XB", TODAY)
    meant = {"mla_stored_data": {"refusal", "postponement"}}.get(kind, owed | {"postponement"})
    found = {one for one in meant if owed_duty(regime, "reasons", kind, "any", one)}
    assert found == owed


def test_every_shipped_duty_to_give_reasons_names_the_replies_that_owe_them():
    named = {one.instrument: one.replies for one in LAW.duties if one.id == "reasons"}
    assert named
    assert all(named.values())


ONLY_RIGHTS = [
    *("6", "6(1)", "6(2)", " 6(2) ", "6(1)-(2)", "6(1), 6(2)", "Article 6(2)", "Art. 6", "articles 6(1) and (2)"),
    *("artículo 6", "статья 6(2)", "المادة 6(2)", "第6条", "6(1) et 6(2)", "6(2) of the Convention"),
    "Article 6, United Nations Convention against Cybercrime",
]  # fmt: skip
"""Ways to cite the clause on human rights and nothing else."""


@pytest.mark.law_line(31)
@pytest.mark.parametrize("cited", ONLY_RIGHTS)
@pytest.mark.parametrize("decision", ["refusal", "postponement", "path_withheld"])
def test_the_clause_on_human_rights_is_never_cited_alone(cited, decision):
    reply = IntendedReply(decision)
    kind = "preservation" if reply is IntendedReply.PATH_WITHHELD else "mla_stored_data"
    ground = "domestic_case" if reply is IntendedReply.POSTPONEMENT else "essential_interests"
    regime = regime_of(LAW, None, "XA", "XB", TODAY)

    def found(provision):
        offence = Offence(convention_article=13, maximum_years=5)
        against = refusal_reasons(
            regime, kind, ground, offence, "held", reasons="As filed.", decision=reply, provision=provision
        )  # fmt: skip
        return [one.code.id for one in against]

    assert found(cited) == ["ground-rights-clause-alone"]
    (listed, *_) = [
        one for one in list_for(regime, decided_kind(kind, reply), reply) if one.id == ground
    ]
    for allowed in (
        listed.article,
        f"{cited.strip()}, {listed.article}",
        "6 of the Constitution",
        "",
    ):
        assert found(allowed) == []


@pytest.mark.law_line(31)
def test_an_article_6_of_another_instrument_is_no_clause_on_human_rights():
    regime = regime_of(LAW, "ets-185", "XA", "XB", TODAY)
    offence = Offence(convention_article=13, maximum_years=5)
    against = refusal_reasons(
        regime, "mla_stored_data", "political_offence", offence, "held", reasons="As filed.", provision="6(2)"
    )  # fmt: skip
    assert against == []


@pytest.mark.law_line(31)
@pytest.mark.parametrize("cited", ["47", "25(4)", "Article 47 of the Convention", "47 of ETS 185"])
def test_an_article_of_the_treaty_is_no_provision_of_the_domestic_law_that_it_opens_its_list_to(
    cited,
):
    def found(basis, provision):
        regime = regime_of(LAW, basis, "XA", "XB", TODAY)
        against = refusal_reasons(
            regime, "mla_stored_data", "treaty_ended", FRAUD, "held", reasons="As filed.", provision=provision
        )  # fmt: skip
        return [one.code.id for one in against]

    assert found("ets-185", cited) == ["ground-provision-of-treaty"]
    assert found("ets-185", "Assistance Act of Borealia, section 47") == []
    # Comity has no articles: a number is that of a provision of the State's own.
    assert found("comity", "47") == []
