# SPDX-License-Identifier: Apache-2.0
"""An unfinished text as a letter: what is given is as in the letter that leaves, what is missing is
a gap.
"""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casts.node.drafting import a_text, refused
from casts.node.world import bodies
from rogatory.node.drafting.form_body import as_typed
from rogatory.node.drafting.judge import judge_text
from rogatory.node.drafting.write_down import write_down
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.missing_items import TO_COMPLETE, with_gaps
from rogatory.node.letters.of_node import values_of
from rogatory.node.letters.of_unfinished import unfinished_letter
from rogatory.node.letters.prose.sentences import ACKNOWLEDGE
from rogatory.node.letters.prose.sentences_of_parts import UNTIL_REQUEST
from rogatory.node.letters.write import letter_document
from rogatory.node.printing.blocks import MissingText, Point
from rogatory.node.printing.html import to_part
from rogatory.node.printing.languages import LANGUAGES
from rogatory.requests.contents.body import schema
from rogatory.requests.kinds.registry import KINDS


def letter_of(node, text, language):
    return unfinished_letter(node, text, language, judge_text(node, text).of_body)


def points(document):
    return [one for section in document.sections for one in section.blocks if type(one) is Point]


def gaps(document):
    return [
        one.text
        for point in points(document)
        for entry in point.entries
        for one in entry.wordings
        if isinstance(one.text, MissingText)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_lacks_is_a_gap_in_the_letters_language_and_nothing_is_made_up(world, language):
    node = world.node("XA")
    letter = letter_of(node, a_text(node, {"facts": "Half a sentence"}), language)
    gap = words_in(language)(TO_COMPLETE)
    assert set(gaps(letter)) == {f"[{gap}]"}
    texts = [
        one.text
        for point in points(letter)
        for entry in point.entries
        for one in entry.wordings
        if not isinstance(one.text, MissingText)
    ]
    assert "Half a sentence" in texts
    ours = {words_in(language)(ACKNOWLEDGE), words_in(language)(UNTIL_REQUEST)}
    assert set(texts) - {"Half a sentence"} == ours
    wanted = {one.key for one in KINDS["preservation"].required} - {"facts"}
    assert len(gaps(letter)) == len(wanted)
    assert to_part(letter).count('class="gap"') == len(wanted)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_whole_text_reads_as_the_letter_of_its_draft(world, language):
    node = world.node("XA")
    text = a_text(node)
    letter = letter_of(node, text, language)
    draft = write_down(node, text)
    left = letter_document(values_of(node, draft.id), language)
    assert gaps(letter) == []
    assert points(letter) == points(left)
    assert letter.letterhead.addressee == left.letterhead.addressee
    assert letter.letterhead.warning != left.letterhead.warning


def test_what_is_not_of_its_form_stays_as_typed_and_marked(world):
    node = world.node("XA")
    body = as_typed(bodies.preservation())
    body["offence"] = {**body["offence"], "maximum_years": "many", "provision": ""}
    shown = to_part(letter_of(node, a_text(node, body), "en"))
    assert "[needs correction: many]" in shown
    assert shown.count("[to be completed]") == 1


def test_a_basis_without_articles_lacks_nothing(world):
    node = world.node("XA")
    comity = {"legal_basis": {"instrument": "comity"}, "reciprocity": "It would do the same."}
    whole = letter_of(node, a_text(node, bodies.preservation() | comity), "en")
    assert gaps(whole) == []
    unnamed = bodies.preservation() | {"legal_basis": {}}
    assert len(gaps(letter_of(node, a_text(node, unnamed), "en"))) == 1


def test_a_letter_names_no_addressee_where_none_is_chosen(world):
    node = world.node("XA")
    text = replace(a_text(node, {}), addressee="", sender="")
    assert gaps_of_head(letter_of(node, text, "en")) == ["[to be completed]"] * 2


def gaps_of_head(document):
    head = document.letterhead
    return [one for one in (head.authority, *head.addressee) if isinstance(one, MissingText)]


def test_what_is_typed_is_never_markup(world):
    node = world.node("XA")
    text = a_text(node, {"facts": "<script>alert(1)</script>", "case_number": '"><h2>x</h2>'})
    shown = to_part(letter_of(node, text, "en"))
    assert "<script" not in shown
    assert "<h2" not in shown
    assert "&lt;script&gt;" in shown


def test_a_text_in_which_all_is_wrong_is_refused_as_a_letter(world):
    node = world.node("XA")
    text = a_text(node, {"data": [{"description": n, "x": n} for n in range(90)]})
    assert refused(letter_of, node, text, "en") == ("unfinished-too-much-wrong",)


_NAMES = sorted(
    set(schema("preservation")["properties"])
    | set(schema("definitions")["$defs"]["offence"]["properties"])
    | {"unheard"}
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text("a<ب2026-Z:\n", max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=6),
    language=st.sampled_from(LANGUAGES),
)
def test_no_body_breaks_the_letter(world, body, language):
    node = world.node("XA")
    text = replace(
        a_text(node, {}) if not node.store.tables.unfinished else _first(node), body=body
    )
    before = repr(body)
    assert to_part(letter_of(node, text, language))
    assert with_gaps(body, ()) is not body
    assert repr(body) == before


def _first(node):
    return next(iter(node.store.tables.unfinished.values()))


def test_a_confiscation_whose_way_was_not_chosen_requests_neither(world):
    node = world.node("XA")
    obtained, enforced = "obtain an order of confiscation", "give effect to the order"
    order = bodies.asset_confiscation()["confiscation_sought"]
    for way, printed in {
        "": set(),
        "obtain_order": {obtained},
        "enforce_order": {enforced},
    }.items():
        stated = {"way": way} if way == "obtain_order" else {**order, "way": way}
        body = as_typed(bodies.asset_confiscation(confiscation_sought=stated))
        text = a_text(node, body, kind="asset_confiscation")
        shown = to_part(letter_of(node, text, "en"))
        assert {one for one in (obtained, enforced) if one in shown} == printed
        assert ("[to be completed]" in shown) == (not way)
