# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys

import pytest

from rogatory.bootstrap.home import free_ports
from rogatory.bootstrap.home.free_ports import claim, free_port


@pytest.fixture
def few_ports(monkeypatch):
    """So few that choosing blindly would give one twice almost for certain."""
    first = free_port()
    monkeypatch.setattr(free_ports, "FIRST", first)
    monkeypatch.setattr(free_ports, "LAST", first + 40)
    return first


def in_another_process(code):
    return subprocess.run(
        [sys.executable, "-I", "-c", f"from rogatory.bootstrap.home import free_ports\n{code}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def test_no_port_is_chosen_twice_before_anybody_listens(few_ports):
    chosen = [free_port() for _ in range(12)]
    assert len(set(chosen)) == len(chosen)


def test_a_port_chosen_here_is_not_chosen_by_another_process(few_ports):
    port = free_port()
    assert in_another_process(f"print(free_ports.claim({port}))") == "False"
    with pytest.raises(subprocess.CalledProcessError):
        in_another_process(f"free_ports.FIRST = free_ports.LAST = {port}\nfree_ports.free_port()")


def test_a_claim_ends_with_its_process(few_ports):
    port = int(in_another_process(f"free_ports.FIRST = {few_ports}\nprint(free_ports.free_port())"))
    assert claim(port)


def test_claims_hold_a_bounded_number_of_descriptors(monkeypatch):
    monkeypatch.setattr(free_ports, "MOST_CLAIMS", 5)
    for _ in range(20):
        free_port()
    assert len(free_ports._claims) == 5
