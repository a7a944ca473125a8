# SPDX-License-Identifier: Apache-2.0
"""Tables are brought up to date once: a command on a home that has them all runs no migration."""

from contextlib import closing, contextmanager

from django.db import connection
from django.db.models.signals import post_migrate, pre_migrate

from django_home import HOME, emptied
from rogatory.bootstrap.home.migrations import migrate, table_names


@contextmanager
def runs():
    """Yield the signals of runs of Django's command, one for each application."""
    seen = []

    def note(sender, **_more):
        seen.append(sender.label)

    for signal in (pre_migrate, post_migrate):
        signal.connect(note)
    try:
        yield seen
    finally:
        for signal in (pre_migrate, post_migrate):
            signal.disconnect(note)


def test_tables_that_are_there_are_left_and_one_that_is_missing_is_made():
    emptied()
    with runs() as seen:
        migrate(HOME)
    assert seen == []
    newest = table_names()[-1]
    with closing(connection.cursor()) as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'usersessions'")
        cursor.execute("DROP TABLE usersessions_usersession")
    with runs() as seen:
        migrate(HOME)
    assert "usersessions" in seen
    with closing(connection.cursor()) as cursor:
        cursor.execute("SELECT count(*) FROM usersessions_usersession")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM django_migrations WHERE name = %s", [newest])
        assert cursor.fetchone() == (1,)
