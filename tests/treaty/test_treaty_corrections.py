# SPDX-License-Identifier: Apache-2.0
"""The law as a value: its version, its document, and what a ministry's corrections make of it."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casts.law.stored import finder, objects_of, read_back
from rogatory.errors import Refused
from rogatory.treaty.corrections import (
    LARGEST_CORRECTION,
    Correction,
    correction_document,
    parse_correction,
)
from rogatory.treaty.law import corrected, law_document, packaged_law
from rogatory.treaty.rows import written
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.stored.stored_law import open_law, read_law
from rogatory.wire.canonical import encode
from rogatory.wire.digests import sha256

LAW = packaged_law("federation")
DAY = date(2026, 11, 25)


def correction(section, row, name="one", *, replaces=None, dated=DAY):
    return Correction(name, section, row, "checked", "invented", "practice", dated, replaces)


def party(state="XA", instrument="untoc", **more):
    return {
        "state": state,
        "instrument": instrument,
        "source": "invented",
        "certainty": "practice",
    } | more


def reservation(name="xb-1", **more):
    return {
        "id": name,
        "state": "XB",
        "instrument": "un-cybercrime",
        "article": "42(5)",
        "made": "2026-03-03",
        "source": "invented",
        "certainty": "practice",
    } | more


@pytest.mark.parametrize("name", ["world", "federation"])
def test_the_law_reads_back_from_its_document(name):
    law = packaged_law(name)
    assert read_back(law) == law
    assert read_back(law).version == law.version == sha256(law_document(law))


@st.composite
def corrections(draw):
    """Corrections that are sound: of any section, adding, replacing or restating a row."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        choice = draw(st.integers(0, 3))
        dated = draw(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
        name = f"c-{number}"
        if choice == 0:
            section = draw(st.sampled_from(sorted(name for name in SECTIONS if getattr(LAW, name))))
            value = draw(st.sampled_from(getattr(LAW, section)))
            found.append(correction(section, written(value), name, dated=dated))
        elif choice == 1:
            day = draw(st.dates(date(2000, 1, 1), date(2030, 1, 1))).isoformat()
            state = draw(st.sampled_from(["XA", "XB", "XC", "XM"]))
            row = party(state, draw(st.sampled_from(["untoc", "uncac"])), in_force_from=day)
            found.append(correction("parties", row, name, dated=dated))
        elif choice == 2:
            row = reservation(
                draw(st.sampled_from(["xb-1", "xb-2"])), gap=draw(st.text("äé b", min_size=1))
            )
            found.append(correction("reservations", row, name, dated=dated))
        else:
            limit = draw(st.sampled_from(LAW.limits))
            row = written(replace(limit, rule=draw(st.text("abc ", min_size=1, max_size=9))))
            found.append(
                correction("limits", row, name, replaces=SECTIONS["limits"].key(limit), dated=dated)
            )
    return found


FEW = settings(max_examples=15)
"""Each example reads or corrects the whole law, which takes a twentieth of a second."""


@FEW
@given(corrections())
def test_a_corrected_law_reads_back_from_its_document(found):
    law = corrected(LAW, found)
    assert read_back(law) == law
    assert law.corrections == tuple(found)
    assert (law.version == LAW.version) == (not found)


@FEW
@given(corrections(), st.integers(0, 6))
def test_corrections_one_by_one_give_the_law_that_all_at_once_give(found, cut):
    assert corrected(corrected(LAW, found[:cut]), found[cut:]) == corrected(LAW, found)


@given(corrections())
def test_a_correction_reads_back_from_its_document(found):
    for one in found:
        assert parse_correction(correction_document(one)) == one
        assert parse_correction(json.loads(correction_document(one))) == one


def test_the_later_correction_wins():
    first = correction("parties", party(in_force_from="2010-01-01"), "first")
    second = correction("parties", party(in_force_from="2011-01-01"), "second")
    law = corrected(LAW, [first, second])
    assert law.records["XA", "untoc"].in_force_from == date(2011, 1, 1)
    assert len(law.parties) == len(LAW.parties)
    law = corrected(LAW, [second, first])
    assert law.records["XA", "untoc"].in_force_from == date(2010, 1, 1)


def test_a_row_may_be_added_moved_or_taken_away():
    packaged = [found.id for found in LAW.reservations]
    law = corrected(LAW, [correction("reservations", reservation())])
    assert [found.id for found in law.reservations] == [*packaged, "xb-1"]
    law = corrected(law, [correction("reservations", reservation("xb-2"), "b", replaces="xb-1")])
    assert [found.id for found in law.reservations] == [*packaged, "xb-2"]
    law = corrected(law, [correction("reservations", None, "c", replaces="xb-2")])
    assert law.reservations == LAW.reservations
    assert [one.id for one in law.corrections] == ["one", "b", "c"]


def test_the_law_is_as_of_the_newest_correction():
    assert corrected(LAW, [correction("parties", party())]).as_of == DAY
    old = correction("parties", party(), dated=date(2020, 1, 1))
    assert corrected(LAW, [old]).as_of == LAW.as_of


def test_all_that_is_wrong_in_corrections_is_reported_at_once_and_nothing_changes():
    before = LAW.version
    with pytest.raises(Refused) as refused:
        corrected(
            LAW,
            [
                correction("parties", party(instrument="treaty-of-nowhere"), "a"),
                correction("parties", party(signed="soon", remark="x"), "b"),
                correction("limits", None, "c", replaces="haste"),
                correction("parties", party("XB"), "a"),
                correction("instruments", None, "d", replaces="un-cybercrime"),
            ],
        )
    reasons = {
        (reason.fields["place"], reason.fields["problem"]) for reason in refused.value.reasons
    }
    places = {place for place, _ in reasons}
    assert ("correction a", "its id occurs more than once") in reasons
    assert ("correction b, parties", "signed is not a date") in reasons
    assert ("correction b, parties", "the entry remark is unknown") in reasons
    assert ("correction c, limits", "there is no row haste to replace") in reasons
    assert ("instruments", "un-cybercrime is missing") in reasons
    assert "parties XA/treaty-of-nowhere" in places
    assert packaged_law("federation").version == before


def test_a_register_may_become_complete_for_an_instrument_and_keeps_its_name():
    head = written(LAW.register) | {"complete": [*LAW.register.complete, "interpol"]}
    law = corrected(LAW, [correction("register", head)])
    assert law.register.complete[-1] == "interpol"
    assert read_back(law) == law
    for row, replaces in ((head | {"name": "world"}, None), (None, "federation")):
        with pytest.raises(Refused):
            corrected(LAW, [correction("register", row, replaces=replaces)])


def test_a_row_is_kept_in_the_form_in_which_it_is_read_back():
    row = party(gap=None, signed=date(2020, 1, 1))
    law = corrected(LAW, [correction("parties", row)])
    assert law.corrections[0].row == party(signed="2020-01-01")
    assert read_back(law) == law
    assert parse_correction({**vars_of(correction("parties", row))}).row == party(
        signed="2020-01-01"
    )


def vars_of(one):
    return {name: getattr(one, name) for name in one.__slots__}


def test_a_row_that_holds_itself_ends_as_a_refusal():
    row = party()
    row["gap"] = row
    with pytest.raises(Refused):
        parse_correction(vars_of(correction("parties", row)))


def test_an_article_cannot_be_added_or_taken_away():
    for one in (
        correction("articles", None, replaces="7"),
        correction("articles", {"number": 69, "title": "x", "certainty": "seen", "source": "x"}),
    ):
        with pytest.raises(Refused):
            corrected(LAW, [one])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found.pop("id"),
        lambda found: found.pop("dated"),
        lambda found: found.update(dated="tomorrow"),
        lambda found: found.update(dated="2026-02-30"),
        lambda found: found.update(section="corrections"),
        lambda found: found.update(section="register"),
        lambda found: found.update(certainty="sure"),
        lambda found: found.update(row="XA"),
        lambda found: found.pop("row"),
        lambda found: found.update(reason=""),
        lambda found: found.update(officer="XA-1"),
        lambda found: found["row"].update(state="xa"),
        lambda found: found["row"].update(certainty=None),
    ],
)
def test_a_correction_that_is_wrong_is_refused(spoil):
    found = json.loads(correction_document(correction("parties", party())))
    spoil(found)
    with pytest.raises(Refused) as refused:
        parse_correction(found)
    assert set(refused.value.codes) == {"treaty-data"}


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b'{"a":1.5}', b" {}", b'{"a":"' + b"x" * LARGEST_CORRECTION + b'"}'],
)
def test_bytes_that_are_no_correction_are_refused(data):
    with pytest.raises(Refused):
        parse_correction(data)


def test_one_statement_has_one_spelling():
    found = json.loads(correction_document(correction("parties", party())))
    with pytest.raises(Refused):
        parse_correction(encode(found | {"replaces": None}))
    law = json.loads(law_document(LAW))
    law["parties"][0]["gap"] = None
    with pytest.raises(Refused):
        read_law(encode(law))
    law = json.loads(law_document(LAW))
    law["articles"][0]["is_safeguard"] = False
    with pytest.raises(Refused):
        read_law(encode(law))


@pytest.mark.parametrize("text", ["e\u0301", "\ud800"])
def test_a_text_without_a_canonical_form_is_refused_before_the_law_has_it(text):
    row = party(gap=text)
    with pytest.raises(Refused):
        parse_correction(
            {**json.loads(correction_document(correction("parties", party()))), "row": row}
        )
    with pytest.raises(Refused):
        corrected(LAW, [correction("parties", row)])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found.pop("questions"),
        lambda found: found.pop("regimes"),
        lambda found: found["regimes"].append(found["regimes"][0]),
        lambda found: found["regimes"].reverse(),
        lambda found: found["regimes"][0].update(id="nowhere"),
        lambda found: found["regimes"][0].update(document="A" * 64),
        lambda found: found["regimes"][0].update(document=found["regimes"][1]["document"]),
        lambda found: found["regimes"][0].update(certainty="seen"),
        lambda found: found.update(limits=[]),
        lambda found: found.pop("register"),
        lambda found: found.pop("corrections"),
        lambda found: found.update(version=1),
        lambda found: found.update(version=3),
        lambda found: found.update(as_of="yesterday"),
        lambda found: found.update(more=[]),
        lambda found: found["articles"].pop(),
        lambda found: found["questions"][0].update(kinds=["haircut"]),
        lambda found: found["questions"][0].update(when=["sleeping"]),
        lambda found: found["questions"][0].update(categories=["thoughts"]),
        lambda found: found["questions"][0].update(blocks="empty"),
        lambda found: found["categories"][0].update(powers=["magic"]),
        lambda found: found["orders"][0].update(categories=["thoughts"]),
        lambda found: found["instruments"][0]["serves"]["preservation"].update(articles=[]),
        lambda found: found["instruments"][0]["serves"]["preservation"].pop("articles"),
        lambda found: found["precedence"][0].update(voices=["press"]),
        lambda found: found["offences"][0]["elements"].append(found["offences"][0]["elements"][0]),
        lambda found: found.update(corrections=[{}]),
        lambda found: found.update(corrections="0" * 64),
    ],
)
def test_a_document_of_the_law_that_was_changed_into_nonsense_is_refused(spoil):
    found = json.loads(law_document(LAW))
    spoil(found)
    with pytest.raises(Refused) as refused:
        read_law(encode(found), finder(objects_of(LAW)))
    assert set(refused.value.codes) == {"treaty-data"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found["grounds"][0]["kinds"]["mla_general"].update(article="Article 40"),
        lambda found: found["grounds"][0]["kinds"].update(haircut={}),
        lambda found: found["grounds"][0]["kinds"].update(
            haircut=found["grounds"][0]["kinds"]["mla_general"]
        ),
        lambda found: found["limits"][0].update(article="Article 40"),
        lambda found: found["limits"][0].update(article="69"),
        lambda found: found["limits"][0].update(instrument="ets-185"),
        lambda found: found["limits"][0].update(gap=None),
        lambda found: found["limits"].append(found["limits"][0]),
        lambda found: found["duties"][0].update(grounds=["whim"]),
        lambda found: found.update(instrument="ets-185"),
        lambda found: found.pop("instrument"),
        lambda found: found.update(version=2),
        lambda found: found.update(parties=[]),
        lambda found: found.update(limits={}),
        lambda found: found.update(terms=[]),
    ],
)
def test_a_regime_that_was_changed_into_nonsense_is_refused_once_it_is_asked_for(spoil):
    """The law of other requests can be read all the same."""
    lines = json.loads(LAW.regimes["un-cybercrime"].document)
    spoil(lines)
    data, found = encode(lines), json.loads(law_document(LAW))
    found["regimes"][0]["document"] = sha256(data)
    law = open_law(encode(found), finder({**objects_of(LAW), sha256(data): data}))
    assert law.of("ets-185") == LAW.of("ets-185")
    with pytest.raises(Refused) as refused:
        law.of("un-cybercrime")
    assert set(refused.value.codes) == {"treaty-data"}


@pytest.mark.parametrize(
    ("cites", "problem"),
    [
        ([{"instrument": "treaty-of-nowhere", "article": "5"}], "instrument is not one of"),
        ([{"instrument": "uncac", "article": "art. 46(5) and 46(19)"}], "is not an article"),
        ([{"instrument": "uncac", "article": "46", "role": "nearly"}], "role is not one of"),
        ("UNCAC art. 46(5)", "cites is not a list"),
    ],
)
def test_a_row_that_cites_no_article_of_a_known_treaty_is_refused(cites, problem):
    row = written(next(one for one in LAW.limits if one.id == "preservation")) | {"cites": cites}
    before = LAW.version
    with pytest.raises(Refused) as refused:
        corrected(LAW, [correction("limits", row)])
    assert problem in str(refused.value)
    assert LAW.version == before
    assert next(one for one in LAW.limits if one.id == "preservation").cites


def test_the_articles_that_a_row_cites_are_fields_of_the_law_and_older_rows_have_none():
    row = written(next(one for one in LAW.limits if one.id == "preservation"))
    assert row["cites"] == [{"instrument": "ets-185", "article": "29(7)"}]
    older = {name: value for name, value in row.items() if name != "cites"}
    law = corrected(LAW, [correction("limits", older | {"source": "ETS 185 art. 29(7)"})])
    found = next(one for one in law.limits if one.id == "preservation")
    assert (found.cites, found.source) == ((), "ETS 185 art. 29(7)")
    assert read_back(law) == law
