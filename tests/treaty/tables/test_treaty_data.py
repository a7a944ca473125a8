# SPDX-License-Identifier: Apache-2.0
"""The data of the law: whole, graded, and refused with every reason when a file is wrong."""

import itertools
from datetime import date, timedelta

import pytest
import yaml

from rogatory.errors import Refused
from rogatory.treaty.articles import article, articles_cited
from rogatory.treaty.data_files import LARGEST_FILE, packaged
from rogatory.treaty.grounds import grounds_for, never_grounds_for, postponements_for
from rogatory.treaty.instruments import instrument
from rogatory.treaty.law import FILES, law_of_files, packaged_law
from rogatory.treaty.regimes import regime_of
from rogatory.treaty.rows import CERTAINTIES
from rogatory.treaty.safeguards import questions_before_executing, questions_before_sending
from rogatory.treaty.tables.articles import LAST
from rogatory.treaty.tables.kinds import DECIDED_KINDS
from rogatory.treaty.vocabulary import sentences

LAW = packaged_law("federation")
LIMITS = {one.id: one for one in LAW.limits if one.instrument is None}
HERE = regime_of(LAW, None, "XA", "XB", date(2026, 11, 24))


def test_the_convention_has_its_articles_in_order():
    assert [found.number for found in LAW.articles] == list(range(1, LAST + 1))
    assert all(found.certainty in CERTAINTIES for found in LAW.articles)


def test_every_article_is_in_one_chapter():
    spans = [(chapter.first, chapter.last) for chapter in LAW.chapters]
    assert spans[0][0] == 1
    assert spans[-1][1] == LAST
    assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(spans))


def test_a_title_that_was_only_recalled_is_not_called_seen():
    assert article(LAW, 2).certainty == "seen"
    assert article(LAW, 42).certainty == "memory"


@pytest.mark.parametrize(
    ("reference", "number"), [("42(3)(a)", 42), ("40(15)", 40), ("6", 6), ("2(o)", 2)]
)
def test_a_reference_leads_to_its_article(reference, number):
    assert articles_cited(LAW, reference) == (article(LAW, number),)


@pytest.mark.parametrize("reference", ["0", "69", "", "42(3", "42 (3)", "Art. 42", "42(3)\n"])
def test_what_is_no_article_is_refused(reference):
    with pytest.raises(Refused) as refused:
        articles_cited(LAW, reference)
    assert refused.value.codes == ("treaty-article-unknown",)


@pytest.mark.parametrize("kind", DECIDED_KINDS)
def test_every_statement_of_the_law_carries_article_and_certainty(kind):
    for found in (
        *grounds_for(HERE, kind),
        *postponements_for(HERE, kind),
        *never_grounds_for(HERE, kind),
        *(one for one in LAW.required if one.kind == kind and one.instrument != "comity"),
        *questions_before_sending(HERE, kind),
        *questions_before_executing(HERE, kind),
        *LIMITS.values(),
    ):
        assert articles_cited(LAW, found.article)
        assert found.certainty in CERTAINTIES
        assert found.source


def test_the_grounds_for_refusing_a_preservation_are_a_closed_list():
    assert {ground.id for ground in grounds_for(HERE, "preservation")} == {
        "essential_interests",
        "domestic_prohibition",
        "discrimination",
        "dual_criminality_reservation",
    }
    (reserved,) = [ground for ground in grounds_for(HERE, "preservation") if ground.reservation]
    assert (reserved.id, reserved.reservation) == ("dual_criminality_reservation", "42(5)")


def test_the_grounds_for_refusing_a_disclosure_are_three():
    assert {ground.id for ground in grounds_for(HERE, "preserved_traffic_disclosure")} == {
        "essential_interests",
        "domestic_prohibition",
        "discrimination",
    }


def test_form_and_plain_dual_criminality_never_refuse_a_preservation():
    never = {ground.id: ground.article for ground in never_grounds_for(HERE, "preservation")}
    assert never["form"] == "42(6)"
    assert never["dual_criminality_plain"] == "42(4)"
    assert {"fiscal", "bank_secrecy"} <= never.keys()
    assert not never.keys() & {ground.id for ground in grounds_for(HERE, "preservation")}


def test_a_like_ground_is_less_certain_where_it_is_only_recalled():
    by_kind = {
        kind: next(g.certainty for g in grounds_for(HERE, kind) if g.id == "essential_interests")
        for kind in ("preservation", "mla_stored_data")
    }
    assert by_kind == {"preservation": "memory", "mla_stored_data": "parallel"}


def test_an_unknown_kind_has_no_grounds_or_questions():
    assert grounds_for(HERE, "haircut") == ()
    assert questions_before_sending(HERE, "haircut") == ()


@pytest.mark.parametrize("ask", [questions_before_sending, questions_before_executing])
@pytest.mark.parametrize("kind", ["preservation", "mla_stored_data"])
def test_human_rights_and_persecution_are_asked_on_both_sides(ask, kind):
    questions = {question.id: question for question in ask(HERE, kind)}
    assert questions["human-rights"].blocks == "no"
    assert questions["discrimination"].blocks == "yes"
    assert questions["proportionality"].blocks == "empty"


def test_a_question_is_asked_at_a_known_time_of_a_known_kind():
    for question in LAW.questions:
        assert question.when
        assert question.when <= {"sending", "executing", "refusing"}
        assert question.kinds <= set(DECIDED_KINDS)
        assert question.blocks in {None, "yes", "no", "empty"}


def test_the_hold_lasts_at_least_sixty_days_and_assistance_has_no_number():
    (hold,) = [one for one in LAW.terms if (one.instrument, one.id) == (None, "hold")]
    assert (hold.days, hold.bound, hold.starts) == (60, "least", ("hold_start", "received"))
    assert LIMITS["assistance"].days is None


def test_an_instrument_that_is_not_in_the_data_is_refused():
    assert instrument(LAW, "un-cybercrime").reference == "A/RES/79/243"
    with pytest.raises(Refused) as refused:
        instrument(LAW, "treaty-of-nowhere")
    assert refused.value.codes == ("treaty-instrument-unknown",)


def test_an_instrument_serves_a_kind_with_the_certainty_of_its_row():
    """Both state what one article gives; a row of good practice states how it is done, which no text does."""
    of_rows = {(one.instrument, one.kind): one.certainty for one in LAW.kinds}
    of_services = {
        (one.id, kind): service.certainty
        for one in LAW.instruments
        for kind, service in one.serves.items()
        if of_rows.get((one.id, kind), "practice") != "practice"
    }
    assert of_services.keys() >= {("ets-185", "spontaneous_information"), ("untoc", "mla_general")}
    assert {
        name: (found, of_rows[name])
        for name, found in of_services.items()
        if found != of_rows[name]
    } == {}


def test_what_only_practice_knows_cites_no_article():
    for found in LAW.instruments:
        for service in found.serves.values():
            if found.source != "invented":
                assert bool(service.articles) == (service.certainty != "practice")


def test_every_sentence_of_the_data_can_be_translated():
    found = sentences()
    assert len(found) == len(set(found))
    for needed in (
        article(LAW, 41).title,
        LAW.questions[0].text,
        grounds_for(HERE, "preservation")[0].label,
        LIMITS["preservation"].rule,
        instrument(LAW, "comity").serves["preservation"].needs[0],
    ):
        assert needed in found


def with_register(data):
    """The packaged law with another file of parties."""
    return law_of_files({file: packaged(file) for file in FILES} | {"mine.yaml": data})


def refused_at_once(data):
    """The reasons for which a file is refused that is read before the packaged ones, which are not read then."""
    with pytest.raises(Refused) as refused:
        law_of_files({"mine.yaml": data} | {file: packaged(file) for file in FILES})
    assert {reason.fields["file"] for reason in refused.value.reasons} == {"mine.yaml"}
    return refused.value


def changed(change):
    found = yaml.safe_load(packaged("federation.yaml"))
    change(found)
    return yaml.safe_dump(found).encode()


def test_the_packaged_law_reads_as_its_files_do():
    assert with_register(changed(lambda _: None)) == LAW


def test_all_that_is_wrong_in_a_file_is_reported_at_once():
    def spoil(found):
        found["parties"][0]["certainty"] = "surely"
        found["parties"][1]["in_force_from"] = "2026"
        found["parties"][2]["instrument"] = "Treaty of Nowhere"
        found["parties"][3]["remark"] = "x"
        del found["parties"][4]["state"]
        found["parties"][5] = "XM"

    with pytest.raises(Refused) as refused:
        with_register(changed(spoil))
    reasons = [
        (reason.fields["place"], reason.fields["problem"]) for reason in refused.value.reasons
    ]
    assert (
        "parties 1",
        "certainty is not one of seen, parallel, reported, memory, practice",
    ) in reasons
    assert ("parties 2", "in_force_from is not a date") in reasons
    assert [place for place, _ in reasons if place == "parties 3"]
    assert ("parties 4", "the entry remark is unknown") in reasons
    assert ("parties 5", "state is not the code of a State") in reasons
    assert ("parties 6", "it is not a mapping") in reasons
    assert {reason.fields["file"] for reason in refused.value.reasons} == {"mine.yaml"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found.update(version=2),
        lambda found: found.pop("as_of"),
        lambda found: found.update(as_of="yesterday"),
        lambda found: found.update(parties={}),
        lambda found: found.update(instruments="none"),
        lambda found: found["instruments"][0]["serves"].update(mla_stored_data="yes"),
        lambda found: found["instruments"][0]["serves"]["mla_stored_data"].update(rank=True),
        lambda found: found["instruments"][0]["serves"]["mla_stored_data"].update(rank=0),
        lambda found: found["instruments"][0]["serves"]["mla_stored_data"].update(covers="all"),
        lambda found: found["instruments"][0].update(between="XB"),
        lambda found: found["instruments"][0].update(serves=[1]),
    ],
)
def test_a_file_that_is_wrong_is_refused(spoil):
    assert set(refused_at_once(changed(spoil)).codes) == {"treaty-data"}


def test_all_that_does_not_hold_between_rows_is_reported_at_once():
    def spoil(found):
        found["parties"][0]["instrument"] = "treaty-of-nowhere"
        found["parties"][1]["deposited"] = found["parties"][1]["in_force_from"] + timedelta(days=1)
        found["parties"][2] = found["parties"][3]
        found["instruments"][0]["between"] = ["XB"]
        found["instruments"][0]["serves"]["haircut"] = found["instruments"][0]["serves"].pop(
            "mla_general"
        )

    with pytest.raises(Refused) as refused:
        with_register(changed(spoil))
    reasons = {reason.fields["place"] for reason in refused.value.reasons}
    assert reasons == {
        "parties XA/treaty-of-nowhere",
        "parties XB/un-cybercrime",
        "parties XM/un-cybercrime",
        "instruments mlat-xb-xm",
        "instruments mlat-xb-xm.haircut",
    }
    assert len(refused.value.reasons) == 5


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"- 1",
        b"a: [",
        b"!!python/object/apply:os.system ['true']",
        b"a: 1" + b" " * LARGEST_FILE,
        b"\xff\xfe",
        b"as_of: 2026-13-45",
        b"[" * 100_000,
    ],
)
def test_bytes_that_are_no_data_file_are_refused(data):
    assert refused_at_once(data).codes == ("treaty-data",)
