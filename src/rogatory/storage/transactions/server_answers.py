# SPDX-License-Identifier: Apache-2.0
"""Work that needs the database's server, and whether that was away meanwhile."""

import contextlib
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError, connection

from rogatory.errors import Unreachable
from rogatory.storage.transactions import refusals
from rogatory.wire.words import theirs


@contextlib.contextmanager
def server_answers() -> Iterator[None]:
    """Raise what the work ran into as `Unreachable` where PostgreSQL could not be reached, or ended the connection.

    On SQLite there is no server: what fails there is a fault of the disk or of the file.
    """
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        if not connection.features.has_select_for_update:
            raise
        raise Unreachable(refusals.SERVER_AWAY.because(problem=theirs(str(error)))) from error
