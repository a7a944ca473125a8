# SPDX-License-Identifier: Apache-2.0
"""A home whose rows are on a test's PostgreSQL, and scripts that run on it in a process of their own."""

import os

from casts.steady import warm
from rogatory.bootstrap.home.folder import NewHome, create_home

SET_UP = """
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from rogatory.bootstrap.home.folder import read_home
home = read_home(Path(os.environ["ROGATORY_HOME"]))
"""


def a_home(path, url):
    new = NewHome(state="XB", root=b"{}", directory_url="http://127.0.0.1:9", database_url=url)
    return create_home(path, new)


def in_a_process(home, script, settings="rogatory.bootstrap.settings.tables"):
    """Return the lines that a script prints; with `settings` Django can be set up in it."""
    environment = {"ROGATORY_HOME": str(home.path), "PATH": os.environ["PATH"]}
    if settings:
        environment["DJANGO_SETTINGS_MODULE"] = settings
    done = warm.script(SET_UP + script, environment=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()
