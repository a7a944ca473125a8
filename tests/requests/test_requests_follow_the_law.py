# SPDX-License-Identifier: Apache-2.0
"""The packages of requests and of treaty never meet, and yet say the same: held together here."""

import ast
import inspect
import re
from pathlib import Path

import pytest

import rogatory
from casts.law.provisions import cited
from rogatory.errors import NO_ARTICLE, PRACTICE, Code
from rogatory.requests import refusals
from rogatory.requests.contents.body import schema
from rogatory.requests.contents.labels import VALUES
from rogatory.requests.deadlines import hold_deadlines, reply_deadlines, thread_deadlines
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.requests.thread.crossings import CROSSINGS
from rogatory.requests.thread.kind_places import PLACES
from rogatory.treaty.articles import articles_cited
from rogatory.treaty.law import WORLD, packaged_law
from rogatory.treaty.offences import convention_offences

LAW = packaged_law(WORLD)


DEMANDED_TOO = {"extension_declined": {"article"}}
"""Contents that the form leaves to practice and the Convention demands."""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_a_kind_asks_for_is_what_the_law_lists(kind):
    mine = [
        (content.key, content.condition)
        for content in KINDS[kind].contents
        if not content.is_practice
    ]
    by_practice = {content.key for content in KINDS[kind].contents if content.is_practice}
    listed = [one for one in LAW.required if one.kind == kind and one.instrument is None]
    assert {one.key for one in listed if one.key in by_practice} == DEMANDED_TOO.get(kind, set())
    assert mine == [(one.key, one.condition) for one in listed if one.key not in by_practice]


def test_every_ground_of_the_law_has_its_words_and_a_decision_may_name_it():
    law = {ground.id for ground in (*LAW.grounds, *LAW.postponements)}
    stated = schema("definitions")["$defs"]["ground"]
    assert law <= set(stated["examples"]) <= VALUES.keys()
    assert all(re.search(stated["pattern"], ground) for ground in law)


def test_an_offence_may_name_every_article_of_the_catalogue_and_no_other():
    stated = schema("definitions")["$defs"]["offence"]["properties"]["convention_article"]
    assert set(range(stated["minimum"], stated["maximum"] + 1)) == set(convention_offences(LAW))


def clock_ids():
    """Yield the ids that clocks cite, read from the modules: a clock that no thread of the tests has counts too."""
    modules = (hold_deadlines, reply_deadlines, thread_deadlines)
    for module in modules:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.keyword) and node.arg == "cites":
                yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
    yield from (one.cites for one in vars(reply_deadlines).values() if hasattr(one, "starts_from"))
    yield from (cites for _, cites in thread_deadlines._DATES.values() if cites is not None)
    dated = thread_deadlines.REQUESTED_DATE
    for kind in KINDS.values():
        if any(one.key == dated for one in kind.contents):
            yield f"{kind.name}/{dated}"


CITED = {
    *(kind.cites for kind in KINDS.values()),
    *(place.cites for place in PLACES.values()),
    *(crossing.cites for crossing in CROSSINGS.values()),
    *(code.cites for code in vars(refusals).values() if isinstance(code, Code) and code.cites),
    *(one for one in clock_ids() if isinstance(one, str)),
} - {None}


@pytest.mark.parametrize("cites", sorted(CITED))
def test_whatever_is_cited_is_a_line_of_the_convention(cites):
    found = {cited(cites, kind).article for kind in OPENING_KINDS} - {NO_ARTICLE}
    assert found
    assert all(articles_cited(LAW, one) for article in found for one in article.split(", "))


def test_no_line_on_messages_is_there_that_nothing_cites():
    questions = {one.id for one in LAW.questions}
    written = "".join(path.read_text() for path in Path(rogatory.__file__).parent.rglob("*.py"))
    for one in LAW.provisions:
        assert one.id in CITED | questions or f'"{one.id}"' in written, one.id


@pytest.mark.parametrize("cites", sorted(CITED))
@pytest.mark.parametrize("instrument", ["ets-185", "ets-30", "uncac", "untoc"])
def test_under_another_instrument_the_convention_is_never_cited(instrument, cites):
    name = next(one.reference for one in LAW.instruments if one.id == instrument)
    for kind in OPENING_KINDS:
        article = cited(cites, kind, instrument).article
        assert article == NO_ARTICLE or article.endswith(f" of {name}")


@pytest.mark.parametrize("cites", sorted(CITED))
def test_under_comity_nothing_is_cited(cites):
    assert {cited(cites, kind, "comity") for kind in OPENING_KINDS} == {PRACTICE}
