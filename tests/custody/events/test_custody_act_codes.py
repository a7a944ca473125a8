# SPDX-License-Identifier: Apache-2.0
"""The append-only list of codes: its forms, its normative English, and what an event must be to be read."""

import re
import string
from pathlib import Path

import pytest

from casts.custody.events import event
from rogatory.custody.events.act_codes import ACT_CODES, act, action_of, known_act
from rogatory.custody.events.act_fields import FieldType
from rogatory.custody.events.act_text import normative_text
from rogatory.custody.events.event import CustodyAction, build_event, parse_event
from rogatory.custody.events.values import CustodyAct

FROZEN = Path(__file__).with_name("act_codes_frozen.txt")
"""The list as it was agreed; lines are only ever added at its end."""

SPECIFICATION = Path(__file__).parents[3] / "docs" / "specification" / "evidence-and-court.md"

SAMPLES = {
    FieldType.AUTHORITY: "xa/contact-point",
    FieldType.COUNT: 7,
    FieldType.DIGEST: "ab" * 32,
    FieldType.MOMENT: "2026-11-24T03:00:00Z",
    FieldType.OFFICER: "xa-0003",
    FieldType.STATE: "XA",
    FieldType.TEXT: "a text",
    FieldType.WORD: "preservation",
}
WRONG = {
    FieldType.AUTHORITY: "xa",
    FieldType.COUNT: "7",
    FieldType.DIGEST: "ab",
    FieldType.MOMENT: "yesterday",
    FieldType.OFFICER: "Anna",
    FieldType.STATE: "xa",
    FieldType.TEXT: 7,
    FieldType.WORD: "Two words",
}


def sample(field):
    value = SAMPLES[field.type]
    return (value, value) if field.many else value


def fields_of(listed):
    return {one.name: sample(one) for one in listed.fields}


def written(listed):
    forms = "; ".join(one.form for one in listed.fields) or "none"
    return f"{listed.code} | {listed.action.value} | {forms} | {' '.join(listed.sentences)}"


@pytest.mark.parametrize("listed", ACT_CODES, ids=lambda one: one.code)
class TestACode:
    def test_what_fits_it_is_built_read_and_understood(self, listed):
        found = CustodyAct(listed.code, fields_of(listed))
        read = parse_event(build_event(event(action=listed.action, act=found)))
        assert read.act == found
        assert known_act(read) is listed
        assert action_of(found) is listed.action

    def test_its_sentences_name_every_field_and_no_other(self, listed):
        named = {
            name
            for sentence in listed.sentences
            for _text, name, _spec, _how in string.Formatter().parse(sentence)
            if name
        }
        assert named == {one.name for one in listed.fields}
        assert all(re.search(r"^[A-Z{].*\.$", sentence) for sentence in listed.sentences)

    def test_it_says_less_where_a_field_is_null_and_never_null(self, listed):
        fields = {one.name: None if one.or_null else sample(one) for one in listed.fields}
        text = normative_text(event(action=listed.action, act=CustodyAct(listed.code, fields)))
        assert text
        assert "None" not in text
        assert "{" not in text

    def test_a_field_of_another_form_is_not_understood_and_yet_read(self, listed):
        for one in listed.fields:
            wrong = WRONG[one.type]
            for value in ((wrong,) if one.many else wrong, None if not one.or_null else wrong):
                fields = fields_of(listed) | {one.name: value}
                changed = event(action=listed.action, act=CustodyAct(listed.code, fields))
                assert known_act(parse_event(build_event(changed))) is None, one.name

    def test_more_or_fewer_fields_or_another_action_are_not_understood(self, listed):
        fields, other = (
            fields_of(listed),
            next(one for one in CustodyAction if one is not listed.action),
        )
        more = CustodyAct(listed.code, fields | {"surplus": 1})
        assert known_act(event(action=listed.action, act=more)) is None
        assert known_act(event(action=other, act=CustodyAct(listed.code, fields))) is None
        for name in fields:
            fewer = {key: value for key, value in fields.items() if key != name}
            assert (
                known_act(event(action=listed.action, act=CustodyAct(listed.code, fewer))) is None
            )


def test_no_code_occurs_twice():
    assert len({one.code for one in ACT_CODES}) == len(ACT_CODES)


def test_the_list_only_grows_at_its_end():
    """A code, its action, its fields and its English never change: old events must stay readable."""
    frozen = FROZEN.read_text(encoding="utf-8").splitlines()
    assert [written(one) for one in ACT_CODES[: len(frozen)]] == frozen


def test_the_specification_has_the_same_list():
    text = SPECIFICATION.read_text(encoding="utf-8")
    head = "| Code | Action | Fields | Normative English |\n"
    assert text.count(head) == 1
    table = text.split(head)[1].split("\n\n")[0].splitlines()[1:]
    cells = [[cell.strip().replace("`", "") for cell in row.strip("|").split("|")] for row in table]
    assert [" | ".join(row) for row in cells] == [written(one) for one in ACT_CODES]


def test_fields_that_a_code_does_not_have_are_our_fault():
    with pytest.raises(ValueError, match="does not have"):
        act("collected", files="seven")
    with pytest.raises(KeyError):
        act("weighed")
