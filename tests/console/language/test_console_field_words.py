# SPDX-License-Identifier: Apache-2.0
"""Fields of sentences in the reader's language: nothing of ours is shown there as a code."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rogatory.console.language import field_words, reason_words
from rogatory.console.language.names import authority_called, called_by, state_called
from rogatory.errors import Code
from rogatory.node.case_files import refusals
from rogatory.node.peers.names import Names
from rogatory.treaty.law import WORLD, packaged_law
from rogatory.treaty.refusing import OTHER_OBLIGATION
from rogatory.wire.words import FilledText, Theirs

NAMES = Names(
    {"XB": {"en": "Borealia", "fr": "Boréalie"}},
    {"xb/contact-point": {"en": "24/7 contact point", "fr": "Point de contact 24/7"}},
)


@pytest.mark.parametrize(
    ("language", "name", "value", "expected"),
    [
        ("en", "state", "XB", "Borealia (XB)"),
        ("fr", "state", "XB", "Boréalie (XB)"),
        ("zh-hans", "state", "FR", "法国（FR）"),
        ("zh-hans", "article", "13", "十三"),
        ("ru", "article", "13", "13"),
        ("en", "state", "XX", "XX"),
        ("en", "state", "not a State", "not a State"),
        ("fr", "authority", "xb/contact-point", "Point de contact 24/7 (xb/contact-point)"),
        ("en", "found", "xb/contact-point", "24/7 contact point (xb/contact-point)"),
        ("en", "found", "xb/unheard-of", "xb/unheard-of"),
        (
            "fr",
            "kind",
            "preservation",
            "« Demande de conservation de données stockées »",
        ),
        ("en", "kind", "no_such_kind", "no_such_kind"),
        ("fr", "language", "ar", "arabe"),
        ("en", "accepted", "en, fr", "English and French"),
        ("ru", "until", "2027-01-26T20:00:00Z", "26 янв. 2027 г., 20:00 UTC"),
        ("fr", "known", "2027-01-26T20:00:00Z", "26 janv. 2027, 20:00 UTC"),
        ("fr", "on", "2027-01-26", "26 janv. 2027"),
        ("en", "until", "2027-13-45", "2027-13-45"),
        ("en", "until", "2027-13-45T99:00:00Z", "2027-13-45T99:00:00Z"),
        ("fr", "certainty", "memory", "non encore vérifié"),
        ("fr", "thread", "01a20b7e-f780-7de3-a00c-e6fc4863e31c", "4863-E31C"),
        ("zh-hans", "policy", "01a20c8a-2080-7e75-892f-b775fc11a380", "FC11-A380"),
        ("en", "thread", "not an identifier", "not an identifier"),
        ("en", "channel", "diplomatic", "the diplomatic channel"),
        ("en", "channel", "post", "post"),
        ("fr", "channel", "diplomatic", "par la voie diplomatique"),
        ("en", "channel", "pigeon", "pigeon"),
    ],
)
def test_a_field_is_shown_by_its_name_or_by_what_its_value_is(language, name, value, expected):
    with translation.override(language), called_by(lambda: NAMES):
        found = field_words.field_text(name, value)
    spaced = " ".join(found.split())  # what breaks no line is the language's own
    assert spaced == expected


def test_a_reason_names_states_kinds_and_moments_in_words():
    code = Code("example-fields", "{state} takes {kind} until {until}.", "Ask {state}.")
    reason = code.because(state="XB", kind="preservation", until="2027-01-26T20:00:00Z")
    with translation.override("en"), called_by(lambda: NAMES):
        sentence = f"{reason_words.what(reason)} {reason_words.remedy(reason)}"
    assert sentence == (
        "Borealia (XB) takes “Request to preserve stored data” until 26 Jan 2027, 20:00 UTC."
        " Ask Borealia (XB)."
    )


def test_names_are_looked_for_once_and_only_while_they_are_said_to_hold():
    looked = []
    with translation.override("en"):
        with called_by(lambda: looked.append(1) or NAMES):
            assert not looked
            assert state_called("XB") == "Borealia (XB)"
            assert authority_called("xb/contact-point") == "24/7 contact point (xb/contact-point)"
        assert looked == [1]
        assert state_called("XB") == "XB"


@given(st.sampled_from(["state", "kind", "until", "allowed", "found", "accepted"]), st.text())
def test_what_is_nothing_of_ours_stays_as_it_is_and_fails_nowhere(name, value):
    with translation.override("en"), called_by(lambda: NAMES):
        text = field_words.field_text(name, value)
    if name in {"found", "until"} and not value[:4].isdigit() and "/" not in value:
        assert text == value


def test_no_ground_of_the_law_is_shown_by_its_code():
    """Somebody may name what is never a ground, so it has words as well."""
    law = packaged_law(WORLD)
    rows = (*law.grounds, *law.postponements, *law.never)
    with translation.override("en"):
        for name in (*(row.id for row in rows), OTHER_OBLIGATION):
            assert field_words.field_text("ground", name) not in {name, f"“{name}”"}
            both = field_words.field_text("grounds", f"{name} (40(21)), {name}")
            assert both.count("“") == 2, both


AT = "24/7 contact point (xb/contact-point), in the request 4863-E31C."
CHEZ = "Point de contact 24/7 (xb/contact-point), dans la demande 4863-E31C."


@pytest.mark.parametrize(("language", "expected"), [("en", f"at {AT}"), ("fr", f"chez {CHEZ}")])
def test_a_text_inside_a_sentence_names_things_as_the_sentence_does(language, expected):
    """A request by its reference and an authority by its name, two sentences deep as well."""
    who = FilledText(
        "{authority}, in the request {thread}",
        authority="xb/contact-point",
        thread="01a20b7e-f780-7de3-a00c-e6fc4863e31c",
    )
    reason = refusals.SAME_TARGET.because(who=who)
    with translation.override(language), called_by(lambda: NAMES):
        found = reason_words.what(reason)
        marked = str(reason_words.marked(reason.code.what, reason))
    assert " ".join(found.split()).endswith(expected)
    assert "01a20b7e" not in marked


def test_what_another_node_wrote_is_shown_as_it_came_inside_a_text_too():
    code = Code("test-theirs", "They wrote: {problem}.", "")
    text = FilledText("answer {thread}", thread=Theirs("01a20b7e-f780-7de3-a00c-e6fc4863e31c"))
    reason = code.because(problem=text)
    with translation.override("en"):
        assert "01a20b7e-f780-7de3-a00c-e6fc4863e31c" in reason_words.what(reason)
        marked = str(reason_words.marked(code.what, reason))
    assert '<bdi lang="en">01a20b7e-f780-7de3-a00c-e6fc4863e31c</bdi>' in marked
