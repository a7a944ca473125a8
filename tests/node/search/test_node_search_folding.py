# SPDX-License-Identifier: Apache-2.0
"""Folded texts and the terms of a query: every part of a text finds it, however it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.node.search.folding import document, fold, query_terms


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aé 数据保全请求اأإ一", min_size=2, max_size=12), st.data())
def test_every_part_of_a_text_finds_it(text, data):
    folded = fold(text)
    words = [word for word in folded.split() if len(word) >= 2]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    start = data.draw(st.integers(0, len(word) - 2))
    part = word[start : data.draw(st.integers(start + 2, len(word)))]
    if len(part) == 2 and part != word and not all("\u3400" <= one <= "\u9fff" for one in part):
        return  # Words of two letters are found whole; parts of two only where no spaces are written.
    assert all(term in document(text) for term in query_terms(part))


@pytest.mark.parametrize(
    "query", ["", " ", "a", "数", '""', "abc d", "x" * 201, "ab " * 9 + "cd ef gh ij kl mn op qr"]
)
def test_a_query_that_is_too_short_or_too_long_is_refused(query):
    with pytest.raises(Refused):
        query_terms(query)
