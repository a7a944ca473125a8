# SPDX-License-Identifier: Apache-2.0
"""Every kind of finding has a code of its own, and says who must do what."""

import re

from rogatory.bootstrap.doctor.finding import FindingLevel
from rogatory.bootstrap.doctor.kinds.all_kinds import KINDS


def test_each_kind_has_one_code_and_what_is_not_well_says_who_must_do_what():
    assert len({kind.id for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert kind.what[-1] in ".}", kind.id
        assert bool(kind.remedy) == (kind.level is not FindingLevel.WELL), kind.id
        assert not kind.remedy or kind.remedy.endswith("."), kind.id
        assert not kind.remedy or re.search(r"\bmust\b", kind.remedy), kind.id
