# SPDX-License-Identifier: Apache-2.0
"""The seizure: the same fiction each time, with the names that real folders have."""

import hashlib
import os
import sqlite3
from pathlib import Path

from rogatory.exercises.seizure import generate_seizure


def digest_of(folder):
    found = hashlib.sha256()
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(root) / name
            found.update(os.fsencode(path.relative_to(folder)))
            found.update(os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes())
    return found.hexdigest()


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    count = generate_seizure(tmp_path / "one")
    assert count == generate_seizure(tmp_path / "two")
    assert digest_of(tmp_path / "one") == digest_of(tmp_path / "two")
    generate_seizure(tmp_path / "other", seed=7)
    assert digest_of(tmp_path / "other") != digest_of(tmp_path / "one")


def test_it_has_what_a_collector_stumbles_over(tmp_path):
    count = generate_seizure(tmp_path / "seizure")
    names = {name for _, _, files in os.walk(os.fsencode(tmp_path / "seizure")) for name in files}
    assert count > 45
    assert b"caf\xe9.txt" in names
    assert {b"ledger, all accounts.csv", b"Ledger, All Accounts.csv"} <= names
    assert (tmp_path / "seizure" / "latest log").is_symlink()
    assert not list((tmp_path / "seizure" / "Empty folder").iterdir())


def test_its_files_are_what_they_say(tmp_path):
    generate_seizure(tmp_path / "seizure")
    with sqlite3.connect(tmp_path / "seizure" / "Browser" / "History.sqlite") as database:
        assert database.execute("SELECT count(*) FROM visits").fetchone() == (300,)
    database.close()
    assert (
        (tmp_path / "seizure" / "Photographs" / "IMG_0001.png").read_bytes().startswith(b"\x89PNG")
    )
