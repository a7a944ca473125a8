# SPDX-License-Identifier: Apache-2.0
"""The tables: no drift from the models, settings as the design says, officers who can log in."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from django_home import emptied
from rogatory.node.repositories.delivery_trace import DeliveryStep, StepKind
from rogatory.storage.models import Officer
from rogatory.storage.store import DatabaseStore


def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 20_000)]
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is set up by its operator")
def test_the_database_is_opened_so_that_a_commit_outlives_a_power_cut(pragma, value):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value
    assert connection.transaction_mode == "IMMEDIATE"


def test_an_officer_is_known_by_number_in_small_letters():
    emptied()
    officer = Officer.objects.create_user("XB-0003", roles=["lawyer"], display_name="Lawyer")
    assert Officer.objects.get_by_natural_key("Xb-0003") == officer
    assert officer.number == "xb-0003"
    assert not officer.has_usable_password()
    assert (officer.get_full_name(), officer.get_short_name()) == ("Lawyer", "xb-0003")


@pytest.mark.parametrize("number", ["", "mustermann", "xb-3", "xb-0003\n", "xb-123456789"])
def test_a_name_is_no_number(number):
    emptied()
    with pytest.raises(ValidationError):
        Officer.objects.create_user(number)
    assert Officer.objects.count() == 0


def test_an_officer_with_a_password_logs_in_by_the_log_in_library():
    from allauth.account.auth_backends import AuthenticationBackend
    from django.test import RequestFactory

    emptied()
    officer = Officer.objects.create_user("xb-0003", "four random words here")
    backend, request = AuthenticationBackend(), RequestFactory().get("/")
    credentials = {"username": "xb-0003", "password": "four random words here"}
    assert backend.authenticate(request, **credentials) == officer
    assert backend.authenticate(request, **credentials | {"password": "another"}) is None


def test_steps_of_a_delivery_keep_their_rows_and_are_counted_up_after_the_index_has_changed():
    emptied()
    store, at = DatabaseStore(), datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
    step = DeliveryStep("01938f3e-0000-7000-8000-000000000001", "ab" * 32, StepKind.READ, at, at)
    call_command("migrate", "storage", "0014", verbosity=0)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO storage_roadstep (thread, subject, kind, officer, detail, first, last, times)"
                " VALUES (%s, %s, 'read', '', '', %s, %s, 1)",
                [step.thread, step.subject, *[connection.ops.adapt_datetimefield_value(at)] * 2],
            )
    finally:
        call_command("migrate", "storage", verbosity=0)
    with store.transaction():
        store.add_delivery_step(step)
    assert store.delivery_steps(step.thread) == [replace(step, times=2)]
