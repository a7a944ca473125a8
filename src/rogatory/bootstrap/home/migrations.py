# SPDX-License-Identifier: Apache-2.0
"""Bringing a node's tables up to date, one process at a time."""

from django.core.management import call_command

from rogatory.bootstrap.home.folder import Home
from rogatory.disk.folder_lock import FolderLock


def migrate(home: Home) -> None:
    """Apply the migrations that are missing; a second process waits and finds none.

    Django must be set up with `settings.tables` or with the console's settings.
    """
    with FolderLock(home.run, wait=True):
        call_command("migrate", verbosity=0, interactive=False)
