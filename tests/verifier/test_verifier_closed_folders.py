# SPDX-License-Identifier: Apache-2.0
"""A folder inside what is judged that nobody may open fails the checks that read it, and ends no verdict."""

import pytest

from casts.court.closed_folder import closed


def failing(checks):
    return {one.id for one in checks.done if one.outcome == "fails"}


CLOSED = {
    "bag": {"bag-form"},
    "bag/data": {"bag-form", "bag-files"},
    "bag/earlier": {"bag-form", "bag-earlier", "bag-conditions"},
    "bag/earlier/1": {"bag-form", "bag-earlier", "bag-conditions"},
    "certificate": {"bundle-layout", "certificate"},
    "certificates": {"bundle-layout", "certificates"},
    "directory": {"bundle-layout", "directory", "identity"},
    "directory/targets": {"bundle-layout", "directory"},
    "messages": {"bundle-layout", "messages"},
    "messages/0001": {"bundle-layout", "messages"},
    "messages/0001/custody": {"bundle-layout", "message-events"},
    "request": {"bundle-layout", "request"},
    "seal": {"bundle-layout", "seal-form"},
}
"""Of a bundle: the checks that read a folder, `bundle-complete` beside them."""


@pytest.mark.parametrize("place", sorted(CLOSED))
def test_a_folder_that_nobody_may_open_fails_the_checks_that_read_it(judged, made, trust, place):
    """One that may be listed alone, or in which files may be opened by their names alone, is read no further."""
    bundle = made("bundle")
    found = []
    for rights in (0, 0o400, 0o100):
        with closed(bundle / place, rights):
            found.append({one.id: one.outcome for one in judged(bundle, trust).done})
    assert found[0] == found[1] == found[2]
    failing_here = {name for name, outcome in found[0].items() if outcome == "fails"}
    assert failing_here >= CLOSED[place] | {"bundle-complete"}
    assert failing(judged(bundle, trust)) == set()


@pytest.mark.parametrize(
    ("kind", "place", "expected"),
    [
        ("bag", "bag-custody", {"custody-journal"}),
        ("bag", "bag-custody/seal", {"seal-form", "seal-layout"}),
        ("sealed", "sealed/custody", {"custody-journal"}),
        ("sealed", "sealed/certificates", {"seal-layout"}),
        ("disclosure", "disclosure/items", {"disclosure-form", "disclosure-files"}),
        ("disclosure", "disclosure/seal", {"disclosure-form", "seal-form"}),
        ("disclosure", "disclosure/seal/seals", {"disclosure-form", "seal-chain"}),
        ("disclosure", "disclosure/package", {"disclosure-form", "disclosure-package"}),
        ("disclosure", "disclosure/certificates", {"disclosure-form", "seal-layout"}),
    ],
)
def test_so_does_one_beside_a_bag_or_in_a_package(judged, made, trust, kind, place, expected):
    folder = made(kind)
    for rights in (0, 0o400, 0o100):
        with closed(folder.parent / place, rights):
            assert failing(judged(folder, trust)) >= expected


@pytest.mark.parametrize("rights", [0, 0o400, 0o100])
def test_an_empty_folder_that_cannot_be_both_listed_and_searched_is_read_no_more(
    judged, made, trust, rights
):
    """Its permissions are asked, and not whether something lies in it that could show them."""
    folder = made("bag")
    for path in (folder / "data").iterdir():
        path.unlink()
    assert "bag-form" not in failing(judged(folder, trust))
    with closed(folder / "data", rights):
        assert failing(judged(folder, trust)) >= {"bag-form", "bag-files"}


@pytest.mark.parametrize("kind", ["bag", "sealed", "disclosure"])
def test_the_folder_itself_is_refused_where_nobody_may_open_it(judged, made, trust, kind):
    folder = made(kind)
    with closed(folder), pytest.raises(PermissionError):
        judged(folder, trust)
