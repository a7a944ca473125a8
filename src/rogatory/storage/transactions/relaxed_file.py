# SPDX-License-Identifier: Apache-2.0
"""The second file of SQLite, in which no commit waits for the disk: its name for Django, and its tables."""

ALIAS = "nonces"
"""Django's name of the second file; there is none where the database is PostgreSQL."""

OWN_FILE = """
    CREATE TABLE IF NOT EXISTS storage_nonceera (identity TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS storage_seennonce (
        key TEXT NOT NULL, nonce TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (key, nonce)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS seen_nonce_until ON storage_seennonce (until);
    CREATE TABLE IF NOT EXISTS storage_requestcount (
        state TEXT PRIMARY KEY, balance REAL NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID
"""
"""The tables of the second file, made when it is opened. Those of PostgreSQL are made by a migration."""
