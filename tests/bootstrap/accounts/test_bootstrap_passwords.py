# SPDX-License-Identifier: Apache-2.0
"""Passwords: long enough, not the common ones, not the words of this place; nothing else is asked."""

import bisect
import hashlib

import pytest
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as some

from django_home import emptied
from rogatory.bootstrap.accounts.officers import create_officer
from rogatory.bootstrap.node_toml.breached_passwords import is_breached, passwords_problem
from rogatory.storage.models import Officer

OFFICER = Officer(number="xb-0001", display_name="Rosalind Harbour")


@pytest.mark.parametrize(
    "password",
    [
        "eleven char",
        "password1234",
        "QWERTYUIOP!!2026",
        "iloveyou????",
        "123456789012",
        "abcdefghijklmnop",
        "zyxwvutsrqponml",
        "abc123abc123abc1",
        "aaaaaaaaaaaaaaaa",
        "rogatory-evidence-2026",
        "xb-0001-xb-0001-xb-0001",
        "RosalindHarbour2026",
        "Central Authority! 1",
    ],
)
def test_what_others_would_try_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, OFFICER)


@pytest.mark.parametrize(
    "password",
    [
        "four random words here",
        "nurunbuchstabenkleingeschrieben",
        "все буквы другого письма",
        "пароль из многих слов " * 10,
        "748291047283 91827364",
        "1357913579 and more",
    ],
)
def test_any_kind_of_character_serves_and_length_is_not_bounded_at_sixty_four(password):
    validate_password(password, OFFICER)


def test_what_a_password_must_be_and_why_one_is_refused_are_the_same_words():
    wanted = password_validators_help_texts()
    with pytest.raises(ValidationError) as failed:
        validate_password("password", OFFICER)
    assert set(failed.value.messages) <= set(wanted)
    assert "Use at least 12 characters." in failed.value.messages


def test_no_account_is_made_with_a_password_that_others_would_try():
    emptied()
    with pytest.raises(ValidationError):
        create_officer("xb-0001", "Rosalind Harbour", "rogatory2026")
    assert not Officer.objects.exists()


STOLEN = "nurunbuchstabenkleingeschrieben"


def listed(path, passwords, end="\r\n"):
    names = sorted(hashlib.sha1(one.encode()).hexdigest().upper() for one in passwords)
    path.write_text("".join(f"{name}:{number}{end}" for number, name in enumerate(names)))
    return path


def test_a_password_that_was_stolen_somewhere_is_refused_where_the_list_is_named(tmp_path):
    others = [f"some other password {number}" for number in range(1000)]
    file = listed(tmp_path / "pwned.txt", [*others, STOLEN])
    validate_password(STOLEN, OFFICER)
    validators = [
        {
            "NAME": "rogatory.bootstrap.accounts.passwords.NotBreached",
            "OPTIONS": {"file": str(file)},
        }
    ]
    with override_settings(AUTH_PASSWORD_VALIDATORS=validators):
        for refused in (STOLEN, others[0], others[-1]):
            with pytest.raises(ValidationError) as failed:
                validate_password(refused, OFFICER)
            assert failed.value.error_list[0].code == "password_breached"
        validate_password(STOLEN.upper(), OFFICER)
        file.unlink()
        with pytest.raises(FileNotFoundError):
            validate_password("four random words here", OFFICER)


@given(
    some.sets(some.binary(min_size=2, max_size=4), max_size=40), some.binary(min_size=2, max_size=4)
)
def test_a_name_is_found_in_a_file_in_order_if_it_is_there(tmp_path_factory, kept, requested):
    file = tmp_path_factory.mktemp("listed") / "list.txt"
    lines = [one.hex().upper().encode() for one in kept]
    name = requested.hex().upper().encode()
    lines = sorted(one for one in lines if len(one) == len(name))
    for end in (b"\n", b":17\r\n"):
        file.write_bytes(b"".join(one + end for one in lines))
        for one in [*lines, name]:
            place = bisect.bisect_left(lines, one)
            assert is_breached(file, one) == (place < len(lines) and lines[place] == one)


def test_a_list_that_is_not_there_is_reported_when_the_settings_are_read(tmp_path):
    file = listed(tmp_path / "pwned.txt", [STOLEN])
    assert passwords_problem({"breached": str(file)}) is None
    for wrong in ({}, {"breached": f"{file}.gz"}, {"breached": "pwned.txt"}, {"breached": 1}):
        assert passwords_problem(wrong) is not None
    assert "not known" in passwords_problem({"breached": str(file), "more": 1})
