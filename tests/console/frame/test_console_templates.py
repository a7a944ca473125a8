# SPDX-License-Identifier: Apache-2.0
"""Templates load the libraries of words that they use, and no other."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.library import Library

import rogatory.console

HERE = Path(rogatory.console.__file__).parent
TEMPLATES = sorted(HERE.rglob("*.html"))

_LOAD = re.compile(r"\{% load ([^%]+) %\}")
_TAG = re.compile(r"\{%\s*(\w+)")
_FILTER = re.compile(r"\|(\w+)")
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


OURS = {path.stem for path in HERE.joinpath("templatetags").glob("[a-z]*.py")}


def libraries() -> dict[str, Library]:
    known = engines["django"].engine.template_libraries
    return {name: known[name] for name in OURS}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_loads_what_it_uses_and_no_more(path):
    text = path.read_text("utf-8")
    engines["django"].from_string(text)  # what it lacks is refused here
    loaded = {name for found in _LOAD.findall(text) for name in found.split()} & OURS
    code = _CODE.findall(text)
    tags = {found[1] for one in code if (found := _TAG.match(one))}
    filters = {name for one in code for name in _FILTER.findall(one)}
    used = {
        name
        for name, library in libraries().items()
        if tags & library.tags.keys() or filters & library.filters.keys()
    }
    assert loaded == used


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_field_cuts_what_is_pasted_into_it(path):
    """A browser would cut it without a word; the node refuses it, and says why."""
    assert "maxlength" not in path.read_text("utf-8").lower()


def test_no_name_is_given_by_two_libraries():
    """The one that is loaded later would hide the other's."""
    names = [name for one in libraries().values() for name in {*one.tags, *one.filters}]
    assert len(names) == len(set(names)) > 40


_REFERENCE = re.compile(r"([^<>]*<[^<>]*>)\{\{ [\w.]+\|reference \}\}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_number_of_a_request_reads_from_left_to_right_in_each_language(path):
    """In Arabic `0285-C4F9` is shown as `C4F9-0285` where nothing holds its direction."""
    text = path.read_text("utf-8")
    held = [one for one in _REFERENCE.findall(text) if 'class="ref"' in one]
    assert len(held) == text.count("|reference }}")
