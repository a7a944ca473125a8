# SPDX-License-Identifier: Apache-2.0
"""Places in the checkout that tests of its layout look at."""

from pathlib import Path

import rogatory

SOURCE = Path(rogatory.__file__).parent
TESTS = Path(__file__).parents[2]
ROOT = TESTS.parent

SHARED = {
    "console": {
        "accounts",
        "administration",
        "desk",
        "forms",
        "frame",
        "language",
        "network",
        "templatetags",
    },
    "cli": {"backup", "custody", "entry", "evidence", "keys", "node", "options", "output"},
    "storage": {
        "apps",
        "store",
        "diagnosis",
        "files",
        "memory",
        "migrations",
        "models",
        "object_store",
        "processes",
        "row_archive",
        "settings",
        "tables",
        "transactions",
    },
    "storage/memory": {"store", "objects", "tables"},
    "node/repositories": {"settings"},
}
"""Packages and modules of outer layers that belong to no domain of `node`, or to several."""


def packages(folder):
    return {path.parent.name for path in folder.glob("*/__init__.py")}
