# SPDX-License-Identifier: Apache-2.0
"""How large the law becomes: decision 30 allows its document one megabyte, and each decision keeps one."""

from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

from casts.law.cases import a_treaty
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import corrected, packaged_law, read_law
from rogatory.treaty.regimes import instrument_of
from rogatory.treaty.rows import written
from rogatory.treaty.sections import OF_A_TREATY
from rogatory.wire.canonical import encode

LAW = packaged_law("world")
MEGABYTE = 1_000_000
REGIMES = 60
TREATY = Path(__file__).with_name("ministry_treaty.yaml").read_text("utf-8")
PAIRS = [tuple(one.code for one in pair) for pair in combinations(LAW.states, 2)]


def sizes():
    """Return the bytes of the lines that the law itself has of each instrument."""
    found = Counter()
    for section in OF_A_TREATY:
        for row in getattr(LAW, section):
            owner = row.id if section == "instruments" else instrument_of(row)
            found[owner] += len(encode(written(row))) + 1
    return found


def between(one, other):
    """Return the invented treaty of some sixty rows, as one of these two States."""
    name = f"mlat-{one}-{other}".lower()
    text = TREATY.replace("mlat-xa-xb", name).replace("XA-XB", f"{one}-{other}")
    return a_treaty(text.replace("[XA, XB]", f"[{one}, {other}]"), LAW)


def test_the_law_with_sixty_regimes_is_far_below_a_megabyte():
    """Seven are packaged; the others are treaties of two States, each a document of its own."""
    packaged = [name for name, size in sizes().items() if size > 5_000]
    assert len(packaged) == 7
    treaties = [between(*pair) for pair in PAIRS[: REGIMES - len(packaged)]]
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
    assert each < 600
    assert len(law.document) < 0.4 * MEGABYTE
    assert read_law(law.document, find) == law
    # Lines in the law itself would be ten times as many bytes: that is why they are not there.
    assert min(len(one.document) for one in treaties) > 10 * each


def test_the_packaged_regimes_and_twenty_five_more_fit_into_a_megabyte():
    """Treaties of more than two States are lines of the law. When this fails, decision 93 says what to do."""
    found = sorted(sizes().values())[-7:-1]
    average = sum(found) / len(found)
    assert len(LAW.document) + 25 * average < MEGABYTE
