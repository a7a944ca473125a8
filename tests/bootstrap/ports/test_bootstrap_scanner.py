# SPDX-License-Identifier: Apache-2.0
"""`[scanner]` in node.toml: a program of the State's own looks at files, as a process with bounds."""

import time

import pytest

from casts.steady.patience import PATIENCE
from rogatory.bootstrap.node_toml.scanner import MOST_WORDS, scanner_problem
from rogatory.bootstrap.ports.scanner import Scanner
from rogatory.errors import Unreachable

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"
"""The text that scanners call malicious so that they can be tried (eicar.org); in two parts here,
so that they leave this file alone.
"""

LOOKING = """#!/bin/sh
[ -z "$ROGATORY_HOME" ] || exit 3
grep -q -a -F EICAR-STANDARD-ANTIVIRUS-TEST-FILE - && exit 1
exit 0
"""


@pytest.fixture
def scanner(tmp_path):
    """A scanner that is a shell script."""

    def made(script=LOOKING, seconds=10):
        program = tmp_path / "look"
        program.write_text(script)
        program.chmod(0o700)
        return Scanner((str(program), "-"), seconds)

    return made


def test_what_the_scanner_finds_is_a_reason_and_what_it_does_not_is_none(scanner):
    assert list(scanner().reasons("order.pdf", b"%PDF-1.7 an order")) == []
    (reason,) = scanner().reasons("order.pdf", b"%PDF-1.7" + EICAR)
    assert reason.code.id == "upload-malicious"
    assert "order.pdf" in str(reason)


def test_a_program_learns_nothing_of_the_node(scanner, monkeypatch):
    monkeypatch.setenv("ROGATORY_HOME", "/somewhere")
    assert list(scanner().reasons("order.pdf", b"x")) == []


@pytest.mark.parametrize("script", ["exit 2", "kill -9 $$", "exec sleep 600", "exec /nowhere"])
def test_a_scanner_that_cannot_look_lets_nothing_through(scanner, script):
    began = time.monotonic()
    with pytest.raises(Unreachable) as failed:
        list(scanner(f"#!/bin/sh\n{script}\n", seconds=1).reasons("order.pdf", b"x"))
    assert failed.value.codes == ("scanner-silent",)
    assert time.monotonic() - began < PATIENCE


def test_a_scanner_that_is_not_there_lets_nothing_through():
    with pytest.raises(Unreachable) as failed:
        list(Scanner(("/nowhere/scan",), 1).reasons("order.pdf", b"x"))
    assert failed.value.codes == ("scanner-silent",)


def test_one_that_does_not_read_to_the_end_is_not_waited_for(scanner):
    assert list(scanner("#!/bin/sh\nexit 0\n").reasons("large.pdf", b"x" * (4 << 20))) == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"command": ["/usr/bin/clamdscan", "-"]}, None),
        ({"command": ["/usr/bin/clamdscan", "-"], "seconds": 60}, None),
        ({}, "command is missing"),
        ({"command": "/usr/bin/clamdscan -"}, "not of the type list"),
        ({"command": []}, "the first a whole path"),
        ({"command": ["clamdscan"]}, "the first a whole path"),
        ({"command": ["/x"] * (MOST_WORDS + 1)}, "at most 20 words"),
        ({"command": ["/x"], "seconds": 0}, "seconds"),
        ({"command": ["/x"], "seconds": True}, "seconds"),
        ({"command": ["/x"], "shell": True}, "shell"),
    ],
)
def test_the_table_is_judged_when_it_is_read(given, problem):
    found = scanner_problem(given)
    assert found is None if problem is None else problem in found
