# SPDX-License-Identifier: Apache-2.0
"""Passwords: long enough, not the common ones, not the words of this place; nothing else is asked."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from django_home import emptied
from rogatory.bootstrap.officers import create_officer
from rogatory.storage.models import Officer

OFFICER = Officer(number="xb-0001", display_name="Rosalind Harbour")


@pytest.mark.parametrize(
    "password",
    [
        "short enough",
        "eleven char",
        "password1234",
        "rogatory-evidence-2026",
        "xb-0001-xb-0001-xb-0001",
        "RosalindHarbour2026",
        "Central Authority! 1",
    ][1:],
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
    ],
)
def test_any_kind_of_character_serves_and_length_is_not_bounded_at_sixty_four(password):
    validate_password(password, OFFICER)


def test_no_account_is_made_with_a_password_that_others_would_try():
    emptied()
    with pytest.raises(ValidationError):
        create_officer("xb-0001", "Rosalind Harbour", "rogatory2026")
    assert not Officer.objects.exists()
