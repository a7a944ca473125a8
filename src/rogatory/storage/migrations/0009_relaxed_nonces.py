# Nonces, and how often each State asked, go where a commit waits for no disk; a bound for each key stays.

from typing import Any

from django.db import migrations, models

_TABLES = (
    "CREATE UNLOGGED TABLE storage_nonceera (identity varchar(200) PRIMARY KEY, since bigint NOT NULL)",
    "CREATE UNLOGGED TABLE storage_seennonce (key varchar(200), nonce varchar(200), until bigint NOT NULL,"
    " PRIMARY KEY (key, nonce))",
    "CREATE INDEX seen_nonce_until ON storage_seennonce (until)",
    "CREATE UNLOGGED TABLE storage_requestcount (state varchar(2) PRIMARY KEY, balance double precision NOT NULL,"
    " at bigint NOT NULL)",
)
"""For PostgreSQL; beside SQLite they are in a file of their own."""


def make_tables(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for each in _TABLES:
            schema_editor.execute(each)


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0008_destroyed_and_moves'),
    ]

    operations = [
        migrations.DeleteModel(name='Nonce'),
        migrations.CreateModel(
            name='RequestBound',
            fields=[
                ('key', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('era', models.CharField(max_length=200)),
                ('floor', models.BigIntegerField()),
                ('bound', models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL("DELETE FROM storage_allowance WHERE name LIKE 'requests/%'"),
        migrations.RunPython(make_tables),
    ]
