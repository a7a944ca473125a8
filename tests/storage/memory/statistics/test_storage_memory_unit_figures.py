# SPDX-License-Identifier: Apache-2.0
"""Figures of a unit in the twin: medians of any set of times, as Python's own library finds them."""

from datetime import timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from casts.storage.summaries import NOW, a_summary, put
from rogatory.node.repositories.statistics.unit_figures import FigureReader, Milestone
from rogatory.storage.memory.store import MemoryStore

READER = FigureReader("xb-0002", ())
DAY = timedelta(days=1)


@given(seconds=st.lists(st.integers(0, 86_400), min_size=1, max_size=12))
def test_a_median_is_that_of_the_times_to_what_was_reached(seconds):
    store = MemoryStore()
    rows = [
        a_summary(number, opened=NOW - timedelta(seconds=each), acknowledged=NOW)
        for number, each in enumerate(seconds, 1)
    ]
    put(store, *rows, a_summary(len(rows) + 1, opened=NOW - DAY))
    found = store.median_times(READER, Milestone.ACKNOWLEDGED, NOW - DAY, NOW + DAY)
    assert found["requested"].count == len(seconds)
    assert abs(found["requested"].seconds - median(seconds)) < 0.001
