# SPDX-License-Identifier: Apache-2.0
"""What a node writes down in English is read again: its own sentences, and the reasons of errors."""

import string
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rogatory.node
from rogatory.errors import Code, Refused
from rogatory.node.drafts import draft_refusals
from rogatory.node.texts import sentences
from rogatory.node.texts.sentences import LONGEST_READ, read_reasons, read_sentence

SAMPLES = {
    "codes": "exchange-of-others, signature-other-document",
    "digests": f"{'ab' * 32}, {'cd' * 32} and 2 more",
    "state": "XA",
    "states": "XA, XT",
    "officer": "xa-0002",
    "moment": "2026-11-24T03:00:00Z",
    "until": "2026-12-24T03:00:00Z",
    "digest": "ab" * 32,
    "other": "cd" * 32,
    "count": "17",
    "rest": "3",
    "level": "overdue",
    "way": "ahead of",
    "title": "Data held",
    "day": "2026-12-24",
    "proof": "0123456789abcdef",
    "name": "quorum 2 of 3",
    "who": "xb/contact-point",
    "reason": "The line: was (not) open; nobody answered.",
    "problem": "[peer-later] It waits.",
    "job": "deliver/0123",
}
TEMPLATES = [
    text
    for name, text in vars(sentences).items()
    if name.isupper() and not name.startswith("_") and isinstance(text, str)
]
NODE = Path(rogatory.node.__file__).parent


def _module_of(path):
    return ".".join(("rogatory", *path.relative_to(NODE.parent).with_suffix("").parts))


CODES = [
    one
    for path in sorted(NODE.rglob("*refusals.py"))
    for one in vars(import_module(_module_of(path))).values()
    if isinstance(one, Code)
]


def fields_of(template):
    return {name for _text, name, _spec, _how in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_sentence_is_read_as_what_it_was_written_from(template):
    fields = {name: SAMPLES[name] for name in fields_of(template)}
    found = read_sentence(template.format(**fields))
    assert (found.template, found.fields) == (template, fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The officer's own words.",
        "Received from xa/contact-point: preservation",
        "Opened by xa/contact-point",
        "Something (soon)",
        "The log has not begun a new epoch" + "x" * LONGEST_READ,
    ],
)
def test_what_is_no_sentence_of_ours_is_not_read(text):
    assert read_sentence(text) is None


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_the_reasons_of_an_error_are_read_from_how_it_prints(code):
    names = fields_of(code.what) | fields_of(code.remedy)
    reason = code.because(**{name: f"a {name} there" for name in names})
    other = draft_refusals.HEADS_MOVED.because()
    found = read_reasons(str(Refused([other, reason])))
    if len(names) > sentences.MOST_FREE_FIELDS:
        assert found == ()
    else:
        assert [one.sentence() for one in found] == [other.sentence(), reason.sentence()]


@pytest.mark.parametrize(
    "text",
    [
        "It failed.",
        "[nobody-knows-this] It failed. Look there.",
        "[heads-moved] Another sentence than the code's. Look there.",
        "Before it: " + str(Refused(draft_refusals.HEADS_MOVED.because())),
    ],
)
def test_what_is_no_known_reason_is_not_read(text):
    assert read_reasons(text) == ()


@given(st.text(max_size=300))
def test_any_text_is_read_or_not_and_never_fails(text):
    read_sentence(text)
    read_reasons(f"[heads-moved] {text}")
