# SPDX-License-Identifier: Apache-2.0
"""Values typed at a terminal: a refusal names what is to be typed, and sends for no authority."""

import pytest

from casts.cli.commands import run


@pytest.mark.parametrize("number", ["xb3", "XB-0003", "xb-003", "3"])
def test_a_mistyped_officer_is_for_who_typed_it_to_correct(tmp_path, source, xb, number):
    result = run(
        *("evidence", "collect", source, "--out", tmp_path / "bag", "--key", xb),
        *("--officer", number, "--reason", "Searched under order 5"),
    )
    assert result.status == 1
    assert "workstation-officer-typed" in result.err
    assert "Enter the number of the officer who acts" in result.err
    assert "sign" not in result.err
    assert not (tmp_path / "bag").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("fetch", "3f0c12", "--node", "HOME", "--officer", "xa-0010", "--out", "OUT"),
        ("courier", "want", "3f0c12", "--node", "HOME", "--out", "OUT"),
        ("transfers", "3f0c12", "--node", "HOME"),
    ],
    ids=["fetch", "want", "transfers"],
)
def test_a_part_of_a_seals_digest_is_for_who_typed_it_to_complete(tmp_path, words):
    named = {"HOME": tmp_path, "OUT": tmp_path / "out"}
    result = run("evidence", *(named.get(one, one) for one in words))
    assert result.status == 1
    assert "package-seal-partial" in result.err
    assert "it has 6 characters of 64" in result.err
    assert "sending authority" not in result.err
    assert not (tmp_path / "out").exists()
