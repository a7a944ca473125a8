# SPDX-License-Identifier: Apache-2.0
"""A treaty between two States from a file: its form, its place in the law, and what it does not change."""

from datetime import date

import pytest

from casts.law.cases import TREATY_FILE as FILE
from casts.law.cases import a_treaty, second_edition
from casts.law.stored import finder as in_store
from casts.law.stored import objects_of, read_back
from rogatory.errors import Refused
from rogatory.treaty.bases import bases
from rogatory.treaty.bilateral.template import treaty_template
from rogatory.treaty.bilateral.treaty_file import LARGEST_TREATY, parse_treaty
from rogatory.treaty.corrections import Correction
from rogatory.treaty.grounds import grounds_for
from rogatory.treaty.law import corrected, law_document, packaged_law
from rogatory.treaty.offences import Offence, offence_in
from rogatory.treaty.refusing import refusal_reasons
from rogatory.treaty.regimes import limit_of, regime_of
from rogatory.treaty.rows import written
from rogatory.treaty.stored.stored_law import read_law
from rogatory.wire.canonical import encode

LAW = packaged_law("federation")
ON = date(2026, 11, 24)
ANY = offence_in({})


def loading(treaty, name="load"):
    return Correction(name, "treaties", written(treaty.loaded), "x", "y", "seen", ON, None)


def finder(*treaties):
    return {one.loaded.document: one for one in treaties}.get


def loaded(*treaties, law=LAW, more=()):
    found = [loading(one, f"load-{count}") for count, one in enumerate(treaties)]
    return corrected(law, [*found, *more], finder(*treaties))


def problems(text, law=LAW):
    with pytest.raises(Refused) as caught:
        a_treaty(text, law)
    assert set(caught.value.codes) == {"treaty-file-line"}
    return {(one.fields["line"], str(one.fields["problem"])) for one in caught.value.reasons}


def ground(law, requesting="XA", requested="XB"):
    regime = regime_of(law, "mlat-xa-xb", requesting, requested, ON)
    return [one.id for one in grounds_for(regime, "mla_stored_data")]


def test_a_loaded_treaty_is_a_basis_between_its_two_states_alone():
    law = loaded(a_treaty())

    def serves(one, other):
        found = bases(law, "mla_stored_data", one, other, ANY, ON)
        return next(each for each in found if each.instrument == "mlat-xa-xb")

    assert serves("XA", "XB").serves
    assert serves("XB", "XA").serves
    for pair in (("XA", "XM"), ("XM", "XB"), ("XM", "XT")):
        assert [one.code.id for one in serves(*pair).why_not] == ["basis-other-pair"]


def test_its_own_ground_counts_and_one_of_the_convention_does_not():
    regime = regime_of(loaded(a_treaty()), "mlat-xa-xb", "XA", "XB", ON)

    def against(name):
        found = refusal_reasons(
            regime, "mla_stored_data", name, ANY, "held", reasons="Dues are owed."
        )
        return [one.code.id for one in found]

    assert against("harbour_dues") == []
    assert against("domestic_prohibition") == ["ground-not-listed"]
    assert limit_of(regime, "answer", "mla_stored_data").days == 120


def test_the_law_names_the_digest_and_has_none_of_the_lines():
    law = loaded(a_treaty())
    assert b"harbour_dues" not in law_document(law)
    assert b"harbour_dues" in law.regimes["mlat-xa-xb"].document
    assert a_treaty().loaded.document.encode() in law_document(law)
    assert read_back(law) == law
    assert law.version != LAW.version
    assert len(law_document(law)) - len(law_document(LAW)) < 1500


def test_a_law_without_treaties_has_the_document_that_it_had():
    assert b'"treaties":' not in law_document(LAW)


def test_a_law_is_not_read_without_the_document_that_it_names():
    law = loaded(a_treaty())
    objects = objects_of(law)
    del objects[law.regimes["mlat-xa-xb"].digest]
    with pytest.raises(Refused) as caught:
        read_law(law_document(law), in_store(objects))
    assert set(caught.value.codes) == {"law-object-missing"}
    assert caught.value.reasons[0].fields["name"] == "mlat-xa-xb"


def test_comments_and_layout_do_not_make_another_treaty():
    other = FILE.replace("# Invented", "# Made up").replace("[XA, XB]", "[ XB, XA ]")
    assert a_treaty(other).loaded == a_treaty().loaded
    assert parse_treaty(a_treaty().document) == a_treaty()


def test_a_document_that_is_spelled_otherwise_is_refused():
    for data in (
        a_treaty().document.replace(b'"edition":1', b'"edition": 1'),
        encode({"version": 1, "as_of": "2026-11-24", "edition": 1}),
    ):
        with pytest.raises(Refused):
            parse_treaty(data)


def test_a_later_edition_takes_the_place_of_all_lines():
    first, second = a_treaty(), a_treaty(second_edition())
    law = loaded(first, second)
    assert ground(law) == ["light_dues"]
    assert [one.edition for one in law.treaties] == [2]
    assert [one.document for one in law.treaties] == [second.loaded.document]


@pytest.mark.parametrize(
    "changed",
    [
        FILE,
        second_edition().replace("[XA, XB]", "[XA, XM]"),
    ],
)
def test_an_edition_that_is_not_later_or_of_other_states_is_refused(changed):
    law = loaded(a_treaty())
    problems(changed, law)
    with pytest.raises(Refused):
        corrected(law, [loading(a_treaty(changed), "again")], finder(a_treaty(changed)))


def test_a_row_that_names_another_document_is_refused():
    """A row with the first treaty's names and the second one's digest would show one and load another."""
    first, second = a_treaty(), a_treaty(FILE.replace("harbour_dues", "light_dues"))
    row = written(first.loaded) | {"document": second.loaded.document, "edition": 3}
    for find in (finder(first, second), finder()):
        with pytest.raises(Refused):
            corrected(LAW, [Correction("x", "treaties", row, "x", "y", "seen", ON, None)], find)


def test_no_file_takes_the_name_of_an_instrument_of_the_law():
    for name in ("ets-185", "mlat-xb-xm", "un-cybercrime"):
        found = problems(FILE.replace("mlat-xa-xb", name))
        assert found == {(6, f"the law has an instrument {name} already")}
    treaty = a_treaty()
    taken = corrected(LAW, [Correction("i", "instruments", written(treaty.instrument), "x", "y", "seen", ON, None)])  # fmt: skip
    with pytest.raises(Refused):
        corrected(taken, [loading(treaty)], finder(treaty))


def a_ground(label, name="harbour_dues"):
    row = {
        "instrument": "mlat-xa-xb", "id": name, "label": label, "offences": "all",
        "kinds": {"mla_stored_data": {"article": "5(1)(b)", "certainty": "seen", "source": "read"}},
    }  # fmt: skip
    return Correction(f"ground-{label}", "grounds", row, "x", "y", "seen", ON, None)


def test_a_line_is_corrected_and_the_correction_ends_with_its_edition():
    first, second = a_treaty(), a_treaty(FILE.replace("edition: 1", "edition: 2"))
    law = loaded(first, more=[a_ground("dues")])
    (found,) = (one for one in law.grounds if one.instrument == "mlat-xa-xb")
    assert found.label == "dues"
    assert read_back(law) == law
    later = corrected(law, [loading(second, "second")], finder(second))
    (found,) = (one for one in later.grounds if one.instrument == "mlat-xa-xb")
    assert found.label == "the offence concerns harbour dues"


def test_a_line_and_a_whole_treaty_are_taken_away():
    first = a_treaty()
    gone = Correction(
        "gone", "grounds", None, "x", "y", "seen", ON, replaces="mlat-xa-xb/harbour_dues"
    )
    law = loaded(first, more=[gone])
    assert ground(law) == []
    assert read_back(law) == law
    none = Correction("none", "treaties", None, "x", "y", "seen", ON, replaces="mlat-xa-xb")
    law = corrected(law, [none])
    assert law.treaties == ()
    assert {one.instrument for one in law.kinds} == {one.instrument for one in LAW.kinds}
    assert read_back(law) == law


def test_everything_that_is_wrong_is_reported_at_once_with_its_line():
    text = FILE
    for old, new in (
        ("rank: 15", "rank: 0"),  # line 17
        ("effort: duty", "effort: duties"),  # line 19
        ('"5(1)(b)", certainty: memory', '"5(1)(b)", certainty: sure'),  # line 25
        ('article: "5(3)"', 'article: "V"'),  # line 31
        ("days: 120, bound: most", "days: 120"),  # line 33
    ):
        assert old in text
        text = text.replace(old, new)
    text += "surprises: []\n"
    found = problems(text)
    assert {line for line, _ in found} == {17, 19, 25, 31, 33, 34}
    assert (31, "V is not an article, such as 5(1)(a)") in found


def test_rows_of_another_instrument_or_of_the_convention_are_refused():
    """A treaty's file that brings grounds of the Convention would change every other request."""
    found = problems(
        FILE.replace("duties:\n  - instrument: mlat-xa-xb", "duties:\n  - instrument: ets-185")
        .replace("limits:\n  - {instrument: mlat-xa-xb, ", "limits:\n  - {")
        .replace("grounds:\n  - instrument: mlat-xa-xb\n", "grounds:\n  -\n")
    )
    assert {problem for _, problem in found} == {"instrument is not mlat-xa-xb"}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("[XA, XB]", "[XA]", 6, "between two States"),
        ("[XA, XB]", "[XA, ZZ]", 10, "the law has no State ZZ"),
        ("membership: pair", "membership: parties", 6, "between two States"),
        ("addressee: state", "addressee: provider", 11, "not addressed to a State"),
        ("version: 1\n", "", 2, "it is not 1"),
        ("as_of: 2026-11-24", "as_of: 2026-13-24", 3, "no date or number"),
        ("edition: 1", "edition: 0", 4, "not a number"),
        ("edition: 1", "edition: 1\nedition: 2", 5, "occurs twice"),
        ("kinds:\n", "kinds: [\n", 19, "not YAML"),
        ("id: answer,", "id: answer],", 33, "not YAML"),
        ("duties:", "kinds_:", 26, "unknown"),
        ("limits:\n  - {instrument: mlat-xa-xb, id: answer", "limits:\n  - {instrument: mlat-xa-xb, id: !!python/name:os.system ''", 33, "not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_a_line(old, new, line, problem):
    assert old in FILE
    found = problems(FILE.replace(old, new, 1))
    assert [at for at, text in found if problem in text] == [line], found


def test_a_file_that_would_grow_when_it_is_read_is_refused():
    nested = "version: 1\na0: &a0 {x: 1}\n" + "".join(
        f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 40)
    )
    wide = "version: 1\nw: &w {" + ", ".join(f"k{n}: 1" for n in range(2000)) + "}\n"
    wide += "".join(f"m{n}: {{<<: *w}}\n" for n in range(2000))
    for text in (nested, wide, "[" * 3000, FILE + "#" * LARGEST_TREATY, "a: &a [*a]", "", "\x00"):
        assert problems(text)


def test_the_template_is_refused_until_it_is_filled_in_and_then_loads():
    template = treaty_template("mlat-xa-xb", "XA", "XB")
    assert len(problems(template)) > 10
    filled = template
    for old, new in (
        ("as_of: ", "as_of: 2026-11-24"),
        ("name: ", "name: Treaty"),
        ("reference: ", "reference: MLAT"),
        ("articles: []", 'articles: ["3"]'),
        ("article:", 'article: "3(1)"'),
        ("certainty:", "certainty: seen"),
        ("source:", "source: journal"),
    ):
        filled = "\n".join(
            line if line.lstrip().startswith("#") else line.replace(old, new)
            for line in filled.splitlines()
        )
    treaty = a_treaty(filled)
    assert ground(loaded(treaty)) == ["political_offence"]
    assert isinstance(ANY, Offence)
