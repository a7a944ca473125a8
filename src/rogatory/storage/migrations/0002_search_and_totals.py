# The index of trigrams of the texts of threads: SQLite's own table, PostgreSQL's extension pg_trgm. And the one row
# of totals, to which each package adds.

import sqlite3
from typing import Any

from django.db import migrations

FTS = """
    CREATE VIRTUAL TABLE storage_threadtext_fts USING fts5(
        said, inside, offices,
        content='storage_threadtext', content_rowid='id', tokenize='trigram case_sensitive 1'
    );
    CREATE TRIGGER storage_threadtext_in AFTER INSERT ON storage_threadtext BEGIN
        INSERT INTO storage_threadtext_fts (rowid, said, inside, offices)
        VALUES (new.id, new.said, new.inside, new.offices);
    END;
    CREATE TRIGGER storage_threadtext_out AFTER DELETE ON storage_threadtext BEGIN
        INSERT INTO storage_threadtext_fts (storage_threadtext_fts, rowid, said, inside, offices)
        VALUES ('delete', old.id, old.said, old.inside, old.offices);
    END;
    CREATE TRIGGER storage_threadtext_new AFTER UPDATE ON storage_threadtext BEGIN
        INSERT INTO storage_threadtext_fts (storage_threadtext_fts, rowid, said, inside, offices)
        VALUES ('delete', old.id, old.said, old.inside, old.offices);
        INSERT INTO storage_threadtext_fts (rowid, said, inside, offices)
        VALUES (new.id, new.said, new.inside, new.offices);
    END;
"""
"""Text is folded before it is written, so the index need fold nothing. Triggers keep it in the very
statement that writes the text: neither exists without the other."""

NO_FTS = """
    DROP TRIGGER storage_threadtext_in;
    DROP TRIGGER storage_threadtext_out;
    DROP TRIGGER storage_threadtext_new;
    DROP TABLE storage_threadtext_fts;
"""


COLUMNS = ("said", "inside", "offices")


def index(_apps: Any, schema: Any) -> None:
    if schema.connection.vendor == "sqlite":
        _each(schema, FTS)
        return
    schema.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for name in COLUMNS:
        schema.execute(
            f"CREATE INDEX storage_threadtext_{name} ON storage_threadtext USING gin ({name} gin_trgm_ops)"
        )


def unindex(_apps: Any, schema: Any) -> None:
    if schema.connection.vendor == "sqlite":
        _each(schema, NO_FTS)
        return
    for name in COLUMNS:
        schema.execute(f"DROP INDEX storage_threadtext_{name}")


def _each(schema: Any, statements: str) -> None:
    """Change them one by one, inside the migration's own transaction."""
    statement = ""
    for line in statements.splitlines():
        statement += f"{line}\n"
        if sqlite3.complete_statement(statement) and statement.strip():
            schema.execute(statement)
            statement = ""


def begin_totals(apps: Any, _schema: Any) -> None:
    apps.get_model("storage", "PackageTotal").objects.create(id=1, count=0, size=0)


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0001_first'),
    ]

    operations = [
        migrations.RunPython(index, unindex),
        migrations.RunPython(begin_totals, migrations.RunPython.noop),
    ]
