# SPDX-License-Identifier: Apache-2.0
"""How large the law becomes: decision 30 allows each of its objects one megabyte."""

from datetime import date
from itertools import combinations
from pathlib import Path

from casts.law.cases import a_treaty
from casts.law.stored import read_back
from rogatory.treaty.bilateral.loading import MOST_TREATIES
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.objects.law_parts import LARGEST_LAW_OBJECT
from rogatory.treaty.rows import written

LAW = packaged_law("world")
MEGABYTE = 1_000_000
REGIMES = 60
TREATY = Path(__file__).with_name("ministry_treaty.yaml").read_text("utf-8")
PAIRS = [tuple(one.code for one in pair) for pair in combinations(LAW.states, 2)]


def between(one, other):
    """Return the invented treaty of some sixty rows, as one of these two States."""
    name = f"mlat-{one}-{other}".lower()
    text = TREATY.replace("mlat-xa-xb", name).replace("XA-XB", f"{one}-{other}")
    return a_treaty(text.replace("[XA, XB]", f"[{one}, {other}]"), LAW)


def test_the_law_with_sixty_regimes_is_far_below_a_megabyte():
    """Seven are packaged; the others are treaties of two States. Each is an object of its own."""
    assert len(LAW.regimes) == 7
    treaties = [between(*pair) for pair in PAIRS[: REGIMES - len(LAW.regimes)]]
    find = {one.loaded.document: one for one in treaties}.get
    law = corrected(
        LAW,
        [
            Correction(f"load-{n}", "treaties", written(one.loaded), "x", "y", "seen", date(2026, 12, 1), None)
            for n, one in enumerate(treaties)
        ],
        find,
    )  # fmt: skip
    each = (len(law.document) - len(LAW.document)) / len(treaties)
    assert len(law.document) < 0.25 * MEGABYTE
    assert read_back(law) == law
    # Of twelve kilobytes the law has a sixth: which States the treaty binds, and what is asked of it.
    assert min(len(one.document) for one in treaties) > 5 * each
    assert len(LAW.document) + MOST_TREATIES * each < LARGEST_LAW_OBJECT


def test_each_packaged_regime_is_far_below_the_limit_of_an_object():
    sizes = {name: len(part.document) for name, part in LAW.regimes.items()}
    assert len(sizes) == 7
    assert max(sizes.values()) < LARGEST_LAW_OBJECT / 6
    assert len(LAW.document) < LARGEST_LAW_OBJECT / 8
