# SPDX-License-Identifier: Apache-2.0
"""Measurements that need a node's database run in a process of their own, which says its figures
as one line of JSON: Django is set up once a process.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.rows import SkippedError, WrongOutputError

ROOT = Path(__file__).parents[1]
SKIPPED = "skipped"


def ask(module: str, *arguments: str | float | Path, package: str = "bench.studies") -> Any:
    """Run a module of that package as a program; what it said last, from JSON."""
    answer = subprocess.run(
        [sys.executable, "-m", f"{package}.{module}", *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise WrongOutputError(f"{module} ended with {answer.returncode}: {answer.stderr[-800:]}")
    measured = json.loads(answer.stdout.splitlines()[-1])
    if isinstance(measured, dict) and SKIPPED in measured:
        raise SkippedError(measured[SKIPPED])
    return measured


def report(value: Any) -> None:
    sys.stdout.write(f"{json.dumps(value)}\n")
    sys.stdout.flush()


def set_up(home: Path, *, settings: str = "worker") -> None:
    """Make this process one of the node in that home."""
    os.environ["ROGATORY_HOME"] = str(home)  # noqa: TID251 - the edge: settings are found by it
    os.environ["DJANGO_SETTINGS_MODULE"] = f"rogatory.bootstrap.settings.{settings}"  # noqa: TID251 - likewise
    import django

    django.setup()


def new_store(folder: Path, database: str | None = None) -> None:
    """Make a home with an empty database, and set this process up on it; no keys and no
    directory.
    """
    from rogatory.bootstrap.home.folder import NewHome, create_home

    home = create_home(
        folder,
        new=NewHome(
            state="XB",
            root=b'{"example":"root"}',
            directory_url=str(folder / "copy"),
            database_url=database,
        ),
    )
    set_up(home.path, settings="tables")
    from rogatory.bootstrap.home.migrations import migrate

    migrate(home)
