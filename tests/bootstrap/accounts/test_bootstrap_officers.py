# SPDX-License-Identifier: Apache-2.0
"""Accounts for officers: made in a process of its own, and again without harm."""

import json
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError

from django_home import FOLDER, HOME, emptied, new_home  # noqa: F401 - sets Django up
from rogatory.bootstrap.accounts.officers import create_officer
from rogatory.bootstrap.home.folder import read_home

OFFICER = {
    "number": "xb-0001",
    "display_name": "Duty",
    "password": "a long enough one",
    "roles": ["duty"],
    "authorities": ["xb/contact-point"],
    "language": "fr",
}


@pytest.fixture(autouse=True)
def empty():
    emptied()


def test_an_account_is_made_and_made_again_with_what_is_said_last():
    made = create_officer(**OFFICER)
    updated = create_officer(**OFFICER | {"password": "quite another one", "roles": ["approver"]})
    assert updated.pk == made.pk
    updated.refresh_from_db()
    assert updated.check_password("quite another one")
    assert updated.roles == ["approver"]
    assert updated.language == "fr"


@pytest.mark.parametrize(("words", "status"), [(["--help"], 0), ([], 1), (["a", "b"], 1)])
def test_the_program_says_what_it_reads(words, status):
    done = subprocess.run(
        [sys.executable, "-m", "rogatory.bootstrap.accounts.officers", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == status
    text = done.stdout + done.stderr
    assert "officers.json" in text
    assert '"display_name"' in text
    assert "Traceback" not in text


def test_without_a_password_no_password_lets_in():
    made = create_officer(**OFFICER | {"password": None})
    assert not made.has_usable_password()


def test_a_number_that_no_register_could_hold_is_refused():
    with pytest.raises(ValidationError):
        create_officer(**OFFICER | {"number": "<b>"})


@pytest.mark.processes
def test_the_command_makes_accounts_in_a_home(tmp_path):
    home = new_home(tmp_path / "node")
    done = subprocess.run(
        [sys.executable, "-I", "-m", "rogatory.bootstrap.accounts.officers", str(home.path)],
        input=json.dumps([OFFICER, OFFICER | {"number": "xb-0002"}]),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["xb-0001", "xb-0002"]


def test_a_home_is_real_unless_it_says_that_it_is_an_exercise(tmp_path):
    home = new_home(tmp_path / "node")
    assert home.exercise is False
    file = home.path / "node.toml"
    file.write_text("exercise = true\n" + file.read_text())
    assert read_home(home.path).exercise is True
