# SPDX-License-Identifier: Apache-2.0
"""The parts that a node needs to work, each asked once: database, objects, its copy of the directory."""

from rogatory.storage.transactions.writing import connections_closed

_AFTER_ALL = "f" * 64
"""Asked for the objects after this digest, a store looks and has nothing to list."""


def problem_of_node() -> str:
    """Return what keeps the node of this process from working; an empty text if nothing does. For a thread of its own."""
    try:
        with connections_closed():
            _ask_each_part()
    except Exception as error:  # noqa: BLE001 - whatever it is, this node cannot work; the log has it
        return f"{type(error).__name__}: {error}"
    return ""


def _ask_each_part() -> None:
    from rogatory.bootstrap.node import running_node

    node = running_node()
    node.store.log_size()
    next(iter(node.objects.digests(_AFTER_ALL)), None)
    node.register.view().entry(node.state)
