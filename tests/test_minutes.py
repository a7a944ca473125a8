# SPDX-License-Identifier: Apache-2.0
"""The minutes of a run by folder: all phases of a test count, and a short run says nothing."""

from casts.steady.minutes import MOST, FolderMinutes


def test_the_longest_folder_comes_first_with_all_phases_of_its_tests():
    found = FolderMinutes()
    for phase, seconds in (("setup", 60.0), ("call", 30.0), ("teardown", 30.0)):
        found.add("tests/node/court/checks/test_a.py::test_b[c/d::e]", phase, seconds)
    found.add("tests/cli/test_f.py::test_g", "call", 60.0)
    found.add("tests/test_h.py::test_i", "call", 6.0)
    assert list(found.lines()) == [
        "minutes of workers: 3.1",
        "   2.0  node/court (1)",
        "   1.0  cli (1)",
        "   0.1  . (1)",
    ]


def test_a_short_run_says_nothing_and_a_long_one_no_more_than_can_be_read():
    found = FolderMinutes()
    found.add("tests/cli/test_f.py::test_g", "call", 59.0)
    assert list(found.lines()) == []
    for number in range(100):
        found.add(f"tests/node/n{number}/test_f.py::test_g", "call", 59.0)
    assert len(list(found.lines())) == 1 + MOST
