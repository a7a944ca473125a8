# SPDX-License-Identifier: Apache-2.0
"""The own State's node, named by its home or its address: each wants to know who speaks, differently."""

import pytest

from casts.cli.commands import run

SEAL = "0" * 64
ADDRESS = "https://node.xb.invalid"


@pytest.mark.parametrize("words", [("hand-over", "SEALED"), ("fetch", SEAL, "--out", "OUT")])
def test_who_does_it_is_needed_at_home_and_a_key_on_the_line(tmp_path, sealed, words):
    out = tmp_path / "fetched"
    arguments = [str({"SEALED": sealed, "OUT": out}.get(one, one)) for one in words]
    at_home = run("evidence", *arguments, "--node", tmp_path)
    assert at_home.status == 2
    assert "--officer" in at_home.err
    on_the_line = run("evidence", *arguments, "--node", ADDRESS)
    assert on_the_line.status == 2
    assert "--key" in on_the_line.err
    assert not out.exists()


def test_the_line_goes_to_a_node_that_a_directory_lists(tmp_path, xb):
    result = run(
        *("evidence", "fetch", SEAL, "--node", ADDRESS, "--key", xb),
        *("--out", tmp_path / "fetched", "--json"),
    )
    assert result.codes == ["workstation-line-directory"]
    assert not (tmp_path / "fetched").exists()


def test_an_address_without_tls_reaches_no_node(tmp_path, xb):
    result = run(
        *("evidence", "fetch", SEAL, "--node", "http://node.xb.invalid", "--key", xb),
        *("--out", tmp_path / "fetched", "--json"),
    )
    assert result.codes == ["node-address"]


def test_on_the_line_a_package_is_for_the_thread_of_its_seal(tmp_path, sealed, xb):
    result = run(
        *("evidence", "hand-over", sealed, "--node", ADDRESS, "--key", xb),
        *("--thread", "01938f3e-0000-7000-8000-000000000001"),
    )
    assert result.status == 2
    assert "seal names" in result.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--node", "HOME", "--trust", "HOME"), "https address"),
        (("--node", ADDRESS), "--trust"),
        (("--node", "http://127.0.0.1:8700", "--trust", "HOME"), "http://"),
    ],
    ids=["home", "no directory", "no TLS"],
)
def test_the_pages_reach_a_node_over_the_line_alone(tmp_path, xb, words, expected):
    named = [str(tmp_path) if one == "HOME" else one for one in words]
    result = run("workstation", "--key", xb, "--packages", tmp_path, "--no-browser", *named)
    assert result.status in {1, 2}
    assert expected in result.err
