# SPDX-License-Identifier: Apache-2.0
"""A number that no register lists does nothing, where a register is at hand; it is no officer's."""

from datetime import UTC, datetime

import pytest

from casts.cli.commands import listing, run
from casts.cli.founded import founded
from django_home import emptied

CODES = ("XA", "XB")
LISTED, NOBODY, FOREIGN = "xa-0005", "xa-9999", "xb-0005"


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    return founded(tmp_path_factory.mktemp("network"), CODES, minutes=5)


@pytest.fixture
def package(federation, source, tmp_path):
    """Sealed by Borealia's authority for Arcadia's."""
    made = run(
        *("evidence", "seal", source, "--key", federation.workstation("XB", "central-authority")),
        *("--to", "xa/central-authority", "--trust", federation.repository, "--officer", FOREIGN),
        *("--out", tmp_path / "package"),
    )
    assert made.status == 0, made.err
    return tmp_path / "package"


@pytest.fixture
def home(federation):
    """Arcadia's home, whose node has read the directory."""
    from rogatory.bootstrap.workstation.connections import node_at

    emptied()
    home = federation.node("XA")
    node_at(home).register.refresh(datetime.now(UTC))
    return home


def acts_on(package, source, key, out, repository):
    """Each act of a workstation for which a directory is given, without who acts."""
    ending = ("--key", key, "--out", out, "--trust", repository)
    return {
        "seal": ("evidence", "seal", source, "--to", "xa/central-authority", *ending),
        "open": ("evidence", "open", package, *ending),
        "extract": ("evidence", "extract", package, "disk.img", *ending),
        "rewrap": ("evidence", "rewrap", package, "--to", key / "recipient.json", *ending),
        "disclose": (
            *("evidence", "disclose", package, "--item", "disk.img", "--reason", "Order 14/26"),
            *ending,
        ),
    }


ACTS = ("seal", "open", "extract", "rewrap", "disclose")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("officer", [NOBODY, FOREIGN])
def test_an_unlisted_number_does_nothing_under_a_directory(
    act, officer, federation, package, source, tmp_path
):
    key = federation.workstation("XA", "central-authority")
    words = acts_on(package, source, key, tmp_path / "out", federation.repository)[act]
    before = listing(tmp_path)
    result = run(*words, "--officer", officer, "--json")
    assert (result.status, result.codes) == (1, ["workstation-officer-unlisted"])
    assert listing(tmp_path) == before


@pytest.mark.parametrize("act", ACTS)
def test_a_listed_officer_acts_under_a_directory(act, federation, package, source, tmp_path):
    key = federation.workstation("XA", "central-authority")
    words = acts_on(package, source, key, tmp_path / "out", federation.repository)[act]
    result = run(*words, "--officer", LISTED, "--json")
    assert result.status == 0, result.out + result.err


@pytest.mark.parametrize("act", ["collect", "open", "disclose"])
def test_the_register_of_the_own_node_is_asked_where_no_directory_is_given(
    act, federation, home, package, source, tmp_path
):
    key, out = federation.workstation("XA", "central-authority"), tmp_path / "out"
    ending = ("--key", key, "--out", out, "--node", home, "--json")
    words = {
        "collect": ("evidence", "collect", source, *ending),
        "open": ("evidence", "open", package, *ending),
        "disclose": (
            *("evidence", "disclose", package, "--item", "disk.img", "--reason", "Order 14/26"),
            *ending,
        ),
    }[act]
    before = listing(tmp_path)
    result = run(*words, "--officer", NOBODY)
    assert (result.status, result.codes) == (1, ["workstation-officer-unlisted"])
    assert listing(tmp_path) == before
    result = run(*words, "--officer", LISTED)
    assert result.status == 0, result.out + result.err


@pytest.mark.parametrize("officer", ["somebody", "xa-", "XA-0005", "xb-0005"])
def test_without_any_register_a_number_is_one_of_the_own_state(officer, source, xa, tmp_path):
    before = listing(tmp_path)
    result = run(
        *("evidence", "collect", source, "--key", xa, "--out", tmp_path / "bag"),
        *("--officer", officer, "--json"),
    )
    assert result.status != 0
    assert listing(tmp_path) == before


@pytest.mark.parametrize("officer", ["somebody", "xa-", "XA-0005"])
def test_without_a_key_a_number_is_a_number(officer, source, tmp_path):
    before = listing(tmp_path)
    result = run("evidence", "collect", source, "--out", tmp_path / "bag", "--officer", officer,
               "--json")  # fmt: skip
    assert result.status == 1, result.out
    assert listing(tmp_path) == before
