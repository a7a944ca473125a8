# SPDX-License-Identifier: Apache-2.0
"""Forms: every field has its place, what goes out comes back, and nothing that came is passed over."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casts.requests import bodies
from rogatory.errors import Refused
from rogatory.requests.contents.body import check, schema
from rogatory.requests.forms import form as forms_package
from rogatory.requests.forms.exporting import export, leaves
from rogatory.requests.forms.form import FORMS, form, forms, forms_for, shape_at
from rogatory.requests.forms.importing import import_answers
from rogatory.requests.forms.reading import LARGEST_FORM, read_csv, read_json
from rogatory.requests.kinds.registry import KINDS

HEAD = {"date": "2026-11-24T03:05:00Z", "status": "new", "addressee": "xb/contact-point"}


@pytest.mark.parametrize("name", FORMS)
def test_every_field_has_one_place_of_its_kind_or_says_why_it_has_none(name):
    found = form(name)
    assert found.kind in KINDS
    numbers = [one.number for one in found.fields]
    assert len(set(numbers)) == len(numbers)
    paths = [one.path for one in found.fields if one.path]
    assert len(set(paths)) == len(paths)
    for one in found.fields:
        assert [bool(one.path), bool(one.head), bool(one.elsewhere)].count(True) == 1, one
        assert one.certainty in {"seen", "parallel", "reported", "memory", "practice"}
        if one.path:
            assert shape_at(found.kind, one.path) is not None, one
            for heading in found.numbering(one):
                assert one.number.startswith(heading)


def test_fields_that_we_added_say_that_they_are_practice():
    for found in forms().values():
        for one in found.fields:
            if one.number.startswith("R"):
                assert one.certainty == "practice"


def test_only_fields_that_were_read_are_called_seen():
    seen = {
        name: {one.number.split(".")[0] for one in found.fields if one.certainty == "seen"}
        for name, found in forms().items()
    }
    assert seen["t-cy-2018-11"] == {str(n) for n in range(1, 8)}
    assert seen["t-cy-art-31"] == {"1", "2", "3", *(str(n) for n in range(5, 12))}
    assert not any(numbers for name, numbers in seen.items() if name.startswith("unodc"))


@pytest.mark.parametrize("name", FORMS)
def test_no_form_loses_a_part_of_a_whole_body(name):
    """With the fields that we added, each form has space for all that a body of its kind says."""
    found = form(name)
    filled = export(found, found.kind, bodies.one_of_each()[found.kind], HEAD)
    assert filled.left == {}


@pytest.mark.parametrize("name", FORMS)
def test_a_body_comes_back_from_its_form_and_is_still_of_its_kind(name):
    found = form(name)
    body = bodies.one_of_each()[found.kind]
    filled = export(found, found.kind, body, HEAD)
    back = import_answers(found, [(one.number, one.value) for one in filled.answers])
    assert back.body == body
    assert check(found.kind, back.body) == []
    assert (back.problems, back.left) == ((), ())


def resolved(shape):
    reference = shape.get("$ref")
    return schema("definitions")["$defs"][reference.rpartition("/")[2]] if reference else shape


WRITTEN = st.text(min_size=1, max_size=30).filter(lambda text: text.strip() != "")
FORMATS = {
    "date-time": st.datetimes().map(lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}"),
    "date": st.dates().map(str),
}


@st.composite
def of_shape(draw, shape):
    """Anything of the shape's types, valid or not as to its limits; parts are left out at will."""
    shape = resolved(shape)
    if "properties" in shape:
        names = draw(
            st.lists(st.sampled_from(sorted(shape["properties"])), min_size=1, unique=True)
        )
        return {name: draw(of_shape(shape["properties"][name])) for name in names}
    if "items" in shape:
        return draw(st.lists(of_shape(shape["items"]), min_size=1, max_size=3))
    if "enum" in shape:
        return draw(st.sampled_from(shape["enum"]))
    if "const" in shape or shape.get("type") == "boolean":
        return draw(st.booleans())
    if "integer" in shape.get("type", ""):
        return draw(st.integers(0, 10**9))
    if "format" in shape:
        return draw(FORMATS[shape["format"]])
    if shape.get("pattern") not in {None, r"\S"}:
        return draw(st.text("abcdef0123456789-", min_size=1))
    return draw(WRITTEN)


def as_csv(answers):
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("field", "value"), *answers])
    return stream.getvalue().encode()


def as_json(answers):
    return json.dumps({"form": "any", "fields": dict(answers)}).encode()


def without_gaps(body, left):
    """Return what is kept of a body, by place. An item of a list of which all was left is not there: those behind it
    move up, as on the form.
    """
    kept = [place.split("/") for place in body if place not in left]
    ranks = {}
    for parts in kept:
        for at, part in enumerate(parts):
            if part.isdecimal():
                ranks.setdefault(tuple(parts[:at]), set()).add(int(part))

    def moved(parts):
        return "/".join(
            str(sorted(ranks[tuple(parts[:at])]).index(int(part))) if part.isdecimal() else part
            for at, part in enumerate(parts)
        )

    return {moved(parts): body["/".join(parts)] for parts in kept}


def test_an_item_whose_every_field_the_form_lacks_leaves_no_gap():
    found = form("t-cy-art-31")
    body = {"items_or_accounts": [{"state": "XA"}, {"description": "a disk"}]}
    filled = export(found, found.kind, body, HEAD)
    assert filled.left == {"/items_or_accounts/0/state": "XA"}
    back = import_answers(
        found, read_json(as_json([(one.number, one.value) for one in filled.answers]))
    )
    assert back.body["items_or_accounts"] == [{"description": "a disk"}]


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_what_goes_out_comes_back_as_far_as_the_form_has_fields_for_it(data):
    found = form(data.draw(st.sampled_from(FORMS)))
    body = data.draw(of_shape(schema(found.kind)))
    filled = export(found, found.kind, body, HEAD)
    answers = [(one.number, one.value) for one in filled.answers]
    for read in (read_json(as_json(answers)), read_csv(as_csv(answers))):
        back = import_answers(found, read)
        kept = dict(leaves(back.body))
        assert kept == without_gaps(dict(leaves(body)), filled.left)
        assert not back.left
        assert not {one.code.id for one in back.problems} & {
            "form-field-unknown",
            "form-field-twice",
            "form-field-value",
            "form-field-index",
        }


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(FORMS),
    st.lists(
        st.tuples(
            st.one_of(
                st.text(max_size=12), st.from_regex(r"R?\d{1,2}(\[\d\])?(\.\d)?", fullmatch=True)
            ),
            WRITTEN,
        ),
        max_size=12,
    ),
)
def test_nothing_that_was_filled_in_is_passed_over(name, answers):
    back = import_answers(form(name), answers)
    values = {str(value) for _, value in leaves(back.body)}
    kept = values | set(back.head.values()) | {one.value for one in back.left}
    for _, value in answers:
        assert (
            value in kept
            or value.strip() in kept
            or value.strip().casefold() in {"x", "1", "0"}
            or value.strip().isdecimal()
        )


def problems(name, *answers):
    return {
        (one.code.id, one.fields.get("number"))
        for one in import_answers(form(name), list(answers)).problems
    }


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (("99", "x"), ("form-field-unknown", "99")),
        (("1.1", "x"), ("form-field-unknown", "1.1")),
        (("facts", "x"), ("form-field-unknown", "facts")),
        (("11.1", "x"), ("form-field-index", "11.1")),
        (("11[1].4.1", "email"), ("form-field-index", "11[1].4.1")),
        (("2[1]", "x"), ("form-field-index", "2[1]")),
        (("9", "Fraud"), ("form-field-heading", "9")),
        (("16", "perhaps"), ("form-field-value", "16")),
        (("9.3", "five"), ("form-field-value", "9.3")),
        (("11[1].2", "everything"), ("form-field-value", "11[1].2")),
        (("3", "extension"), ("form-field-value", "3")),
    ],
)
def test_every_problem_is_named_by_the_number_of_its_field(answer, expected):
    assert expected in problems("t-cy-2018-11", answer)
    assert answer[1] in {
        one.value for one in import_answers(form("t-cy-2018-11"), [answer]).left
    } | {"extension"}


def test_what_the_body_lacks_is_reported_at_the_number_of_the_form():
    found = problems("t-cy-2018-11", ("11[2].1", "Log-in records"), ("11[2].4[1].2", "a@b.example"))
    assert {("form-field-content", number) for number in ("10", "12", "14")} <= found
    assert ("form-field-content", "11[1].2") in found  # its category
    assert ("form-field-content", "11[1].4[1].1") in found  # the identifier's type


def test_an_answer_given_twice_is_reported_and_the_second_is_kept():
    back = import_answers(form("t-cy-2018-11"), [("10", "One."), ("10", "Other.")])
    assert back.body["facts"] == "One."
    assert [(one.number, one.value) for one in back.left] == [("10", "Other.")]


def test_what_our_messages_have_no_place_for_is_listed_with_why():
    back = import_answers(form("t-cy-2018-11"), [("5.7", "+999 1234"), ("8", "Court of Arcadia")])
    assert [one.number for one in back.left] == ["5.7", "8"]
    assert all(one.why for one in back.left)


def test_entries_of_a_list_keep_their_order_whatever_numbers_they_have():
    back = import_answers(
        form("t-cy-2018-11"), [("11[10].1", "third"), ("11[2].1", "first"), ("11[7].1", "second")]
    )
    assert [one["description"] for one in back.body["data"]] == ["first", "second", "third"]


def test_a_choice_is_read_by_its_code_and_by_its_words():
    for spelling in ("traffic", "Traffic data", " TRAFFIC "):
        back = import_answers(form("t-cy-2018-11"), [("11[1].2", spelling)])
        assert back.body["data"] == [{"category": "traffic"}]


def test_a_form_for_another_kind_is_refused():
    with pytest.raises(Refused) as refused:
        export(form("t-cy-2018-11"), "mla_stored_data", {}, {})
    assert refused.value.codes == ("form-kind",)
    with pytest.raises(Refused) as refused:
        form("t-cy-2099")
    assert refused.value.codes == ("form-unknown",)
    assert {one.id for one in forms_for("mla_stored_data")} >= {"t-cy-art-31", "unodc-mla-stored"}


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (read_json, b"["),
        (read_json, b"[1]"),
        (read_json, b'{"fields": [1]}'),
        (read_json, b'{"fields": {"1": {"a": 1}}}'),
        (read_json, b'{"1": "a", "1": "b"}'),
        (read_json, b"[" * 200_000),
        (read_json, b"\xff"),
        (read_json, b" " * (LARGEST_FORM + 1)),
        (read_csv, b"1,2,3\n"),
        (read_csv, b'1,"a\n'),
        (read_csv, b"\xff"),
        (read_csv, b"1,x\n" * 5001),
    ],
)
def test_what_is_no_filled_form_is_refused_whole(read, data):
    with pytest.raises(Refused) as refused:
        read(data)
    assert refused.value.codes == ("form-unreadable",)


def test_a_spreadsheet_file_is_read_with_its_heading_and_its_mark():
    assert read_csv("\ufeffField,Value\r\n10,Facts\r\n,\r\n".encode()) == [("10", "Facts")]


def test_the_list_of_forms_is_that_of_the_data():
    data = Path(forms_package.__file__).parent / "data"
    assert {one.stem for one in data.iterdir()} == set(FORMS)
