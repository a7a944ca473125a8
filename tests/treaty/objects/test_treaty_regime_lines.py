# SPDX-License-Identifier: Apache-2.0
"""The lines of one instrument as an object: new where they are corrected, and limited in size."""

from dataclasses import replace
from datetime import date

import pytest

from casts.law.stored import objects_of, read_back
from rogatory.errors import Refused
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.objects.law_parts import LARGEST_LAW_OBJECT
from rogatory.treaty.rows import LONGEST_TEXT, written

LAW = packaged_law("federation")
ON = date(2026, 11, 24)


def test_of_a_corrected_regime_its_object_alone_is_new():
    row = written(next(one for one in LAW.limits if one.instrument == "ets-185"))
    found = Correction(
        "one", "limits", row | {"source": "read again"}, "x", "y", "seen", ON, None
    )  # fmt: skip
    law = corrected(LAW, [found])
    assert law.version != LAW.version
    new = {name for name, part in law.regimes.items() if part != LAW.regimes[name]}
    assert new == {"ets-185"}
    (correction,) = law.corrected_by
    assert set(objects_of(law)) - set(objects_of(LAW)) == {
        law.regimes["ets-185"].digest,
        correction.digest,
    }
    assert all(law.regimes[name] is part for name, part in LAW.regimes.items() if name not in new)
    assert read_back(law) == law


def a_limit(instrument, size):
    """A limit of an instrument, with an id of its own."""
    found = next(one for one in LAW.limits if one.id == "conference")
    return replace(found, instrument=instrument, id=f"n-{size}", article="1", rule="r" * 3900)


def with_long_limits(*lengths):
    """The law with further limits of comity, each with a rule of so many characters."""
    row = written(a_limit("comity", 0)) | {"article": "-"}
    return corrected(
        LAW,
        [
            Correction(f"n-{n}", "limits", row | {"id": f"n-{n:03}", "rule": "r" * length}, "x", "y", "seen", ON, None)
            for n, length in enumerate(lengths)
        ],
    )  # fmt: skip


def test_a_regime_at_the_limit_is_read_again_and_one_beyond_it_is_refused():
    one, two = (
        len(with_long_limits(*[LONGEST_TEXT] * count).regimes["comity"].document)
        for count in (1, 2)
    )
    more, left = divmod(LARGEST_LAW_OBJECT - one, two - one)
    lengths = [LONGEST_TEXT] * (more + 2)
    surplus = two - one - left
    lengths[0] -= surplus // 2
    lengths[-1] -= surplus - surplus // 2
    law = with_long_limits(*lengths)
    assert len(law.regimes["comity"].document) == LARGEST_LAW_OBJECT
    assert read_back(law).of("comity") == law.of("comity")
    lengths[-1] += 1
    with pytest.raises(Refused) as caught:
        with_long_limits(*lengths)
    assert caught.value.codes == ("json-too-large",)
