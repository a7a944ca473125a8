# SPDX-License-Identifier: Apache-2.0
"""Lists of a bag at the limits of the specification and just above them, by both judges (13)."""

from types import SimpleNamespace

import pytest

from casts.court import limits
from casts.court import page_judge as page
from forge.judges import JUDGES

AT = page.moment(next(page.court_cases())[1])
LISTS = {"line_of_the_inventory", "size_of_a_tag_manifest"}


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("more", [0, 1], ids=["at", "above"])
@pytest.mark.parametrize(
    "case", [one for one in limits.CASES if one.name in LISTS], ids=lambda case: case.name
)
def test_a_list_of_a_bag_is_read_up_to_its_limit(material, tmp_path, case, more, judge):
    folder = page.copied(material, case.kind, tmp_path / "case")
    case.change(folder, more)
    found = JUDGES[judge](SimpleNamespace(path=folder), [material / "bundle/directory"], AT)
    assert found.checks[case.check] == (case.above if more else case.below)
