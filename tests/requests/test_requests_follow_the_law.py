# SPDX-License-Identifier: Apache-2.0
"""The packages of requests and of treaty never meet, and yet say the same: held together here."""

import re

import pytest

from rogatory.requests.contents.body import schema
from rogatory.requests.contents.labels import VALUES
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.articles import articles_cited
from rogatory.treaty.law import WORLD, packaged_law
from rogatory.treaty.offences import convention_offences

LAW = packaged_law(WORLD)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_a_kind_asks_for_is_what_the_law_lists(kind):
    mine = [
        (content.key, content.article, content.certainty, content.condition)
        for content in KINDS[kind].contents
        if content.certainty != "practice"
    ]
    law = [
        (found.key, found.article, found.certainty, found.condition)
        for found in LAW.required
        if found.kind == kind and found.instrument is None
    ]
    assert mine == law


def test_every_ground_of_the_law_has_its_words_and_a_decision_may_name_it():
    law = {ground.id for ground in (*LAW.grounds, *LAW.postponements)}
    stated = schema("definitions")["$defs"]["ground"]
    assert law <= set(stated["examples"]) <= VALUES.keys()
    assert all(re.search(stated["pattern"], ground) for ground in law)


def test_an_offence_may_name_every_article_of_the_catalogue_and_no_other():
    stated = schema("definitions")["$defs"]["offence"]["properties"]["convention_article"]
    assert set(range(stated["minimum"], stated["maximum"] + 1)) == set(convention_offences(LAW))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_article_that_a_kind_names_is_one_of_the_convention(kind):
    found = KINDS[kind]
    for stated in (found, *found.contents):
        if stated.certainty != "practice":
            for reference in stated.article.split("-"):
                assert articles_cited(LAW, reference if reference[0] != "(" else f"40{reference}")
