# SPDX-License-Identifier: Apache-2.0
"""The signer: a process on a host with the keys, which signs what processes on hosts without them ask for."""

import logging
import threading

from rogatory.bootstrap.ports.signer_elsewhere import signature_for
from rogatory.node.context import Node
from rogatory.storage.queue.signing import SigningQueue, SigningTask
from rogatory.storage.transactions.writing import connections_closed, refresh_connections
from rogatory.wire.canonical import Json

_log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.02
"""Between two looks for work: every message that is received waits for a signature."""

_LOOKS_BETWEEN_CLEANING = 3000


def sign_until(node: Node, stop: threading.Event) -> None:
    """Sign until `stop` is set. A database that is away comes back."""
    queue, looks = SigningQueue(), 0

    def sign(task: SigningTask) -> Json:
        return signature_for(node, task)

    with connections_closed():
        while not stop.is_set():
            try:
                refresh_connections()
                tasks = queue.take()
                for task in tasks:
                    queue.answer(task, sign)
                if looks % _LOOKS_BETWEEN_CLEANING == 0:
                    queue.remove_forgotten(node.clock.now())
                looks += 1
            except Exception:  # noqa: BLE001 - the boundary of the process: noted, and looked again
                _log.exception("requests for signatures could not be answered")
                stop.wait(1)
                continue
            if not tasks:
                stop.wait(SECONDS_BETWEEN_LOOKS)
