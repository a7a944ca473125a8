# SPDX-License-Identifier: Apache-2.0
"""One process of a node: `python -m rogatory.bootstrap.processes.child NAME HOME PARENT`.

NAME is `door`, `console`, `api`, `worker`, `signer` or `migrate`; PARENT the process id of the supervisor, with which the
child ends. Started by `processes`, in an environment that holds nothing but the home's name.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rogatory import keep_what_is_loaded
from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.home.logs import set_up_logs
from rogatory.bootstrap.home.restore_plan import unfinished_reason
from rogatory.bootstrap.processes.admission import OpeningCheck, write_admission
from rogatory.bootstrap.processes.lifeline import end_with_parent
from rogatory.bootstrap.processes.process_measures import begin_measuring
from rogatory.bootstrap.processes.supervisor import DATABASE_AWAY, NODE_CLOSED, ready_file
from rogatory.bootstrap.processes.tracing import begin_tracing
from rogatory.errors import Reason, Refused, RogatoryError, Unreachable
from rogatory.node.context import Node
from rogatory.storage.queue.bell import Bell
from rogatory.storage.transactions.refusals import SERVER_AWAY

SETTINGS = {
    "door": "rogatory.bootstrap.settings.door",
    "console": "rogatory.bootstrap.settings.console",
    "api": "rogatory.bootstrap.settings.systems",
    "worker": "rogatory.bootstrap.settings.worker",
    "signer": "rogatory.bootstrap.settings.worker",
    "migrate": "rogatory.bootstrap.settings.tables",
}


def main(name: str, path: str, parent: str) -> None:
    end_with_parent(int(parent), signal.SIGTERM)
    home = read_home(Path(path))
    os.environ["ROGATORY_HOME"] = str(home.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[name]
    set_up_logs(home, name)
    if name in {"worker", "signer"}:
        status = 0
        try:
            (run_worker if name == "worker" else run_signer)(home)
        except Refused as error:
            logging.getLogger(__name__).error("%s", error)  # noqa: TRY400 - a refusal, and no fault
            write_admission(home, OpeningCheck(error.reasons))
            status = NODE_CLOSED
        logging.shutdown()
        # A job that hangs in a thread must not keep the process: its lease runs out.
        os._exit(status)
    if name == "migrate":
        status = 0
        try:
            migrate_tables(home)
        except Unreachable as error:
            sys.stderr.write(f"{error}\n")
            status = DATABASE_AWAY if error.codes == (SERVER_AWAY.id,) else 1
        # A witness that is slow to answer must not keep the process.
        logging.shutdown()
        os._exit(status)
    from rogatory.bootstrap.processes.doors import FENCED, NodeDoor

    try:
        NodeDoor(home, name, end_fenced).run()
    except SystemExit as end:
        sys.exit(NODE_CLOSED if end.code == FENCED else end.code)


def migrate_tables(home: Home) -> None:
    """Bring the tables up to date, look whether the doors may be opened, and end.

    Raises:
        Unreachable: the server of the database does not answer, or ended the connection.
    """
    import django

    if (unfinished := unfinished_reason(home)) is not None:
        write_admission(home, OpeningCheck((unfinished,)))
        return
    django.setup()
    from rogatory.bootstrap.home.migrations import migrate
    from rogatory.bootstrap.node import build_node
    from rogatory.bootstrap.processes.admitting import admit, is_recovering
    from rogatory.bootstrap.processes.server_watch import settle_server
    from rogatory.storage.row_archive.moves import refuse_closed
    from rogatory.storage.transactions.server_answers import server_answers

    with server_answers():
        try:
            refuse_closed()
        except Refused as refused:
            write_admission(home, OpeningCheck(refused.reasons))
            return
        migrate(home)
        node = build_node(home, any_server=True)
        found = admit(node)
        if not is_recovering(found):
            server = settle_server(node, home)
            found = replace(found, reasons=(*found.reasons, *server.reasons))
    for reason in found.remarks:
        logging.getLogger(__name__).warning("%s", reason.sentence())
    write_admission(home, found)


def run_worker(home: Home) -> None:
    """Work until SIGTERM or SIGINT.

    Raises:
        Refused: after a failover of the database's server something is missing on it.
    """
    import django

    django.setup()
    from rogatory.bootstrap.home.migrations import refuse_other_tables
    from rogatory.bootstrap.node import build_node
    from rogatory.bootstrap.processes.registration import ProcessRegistration
    from rogatory.bootstrap.processes.server_watch import wait_for_server
    from rogatory.bootstrap.processes.worker import Worker
    from rogatory.node.worker.schedule import start_schedule
    from rogatory.storage.failover.guard import unchecked
    from rogatory.storage.queue.notices import NoticeListener

    stop = threading.Event()
    bell = Bell(home.bell)

    def end(_signal: int, _frame: object) -> None:
        stop.set()
        bell.ring()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    with unchecked():
        refuse_other_tables()
    node = build_node(home)

    def settle() -> None:
        wait_for_server(node, home, stop.wait)

    settle()
    if stop.is_set():
        return
    registration = ProcessRegistration(
        home, "worker", lambda reasons: end_fenced(home, reasons, NODE_CLOSED)
    )
    registration.begin()
    _read_directory(node)
    start_schedule(node)
    measures = begin_measuring(home, "worker")
    end_tracing = begin_tracing(home, "worker")
    keep_what_is_loaded()
    ready_file(home, "worker").touch()
    listener = NoticeListener(bell.ring)
    listener.start()
    observe = None if measures is None else measures.observe_job
    Worker(node, bell, settle=settle, observe=observe).work(stop)
    listener.stop()
    registration.end()
    end_tracing()


def run_signer(home: Home) -> None:
    """Sign for processes on hosts without the keys until SIGTERM or SIGINT."""
    import django

    django.setup()
    from rogatory.bootstrap.home.migrations import refuse_other_tables
    from rogatory.bootstrap.node import build_node
    from rogatory.bootstrap.processes.registration import ProcessRegistration
    from rogatory.bootstrap.processes.signing import sign_until
    from rogatory.storage.failover.guard import unchecked

    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda _signal, _frame: stop.set())
    with unchecked():
        refuse_other_tables()
    node = build_node(home)
    registration = ProcessRegistration(
        home, "signer", lambda reasons: end_fenced(home, reasons, NODE_CLOSED)
    )
    registration.begin()
    _read_directory(node)
    keep_what_is_loaded()
    ready_file(home, "signer").touch()
    sign_until(node, stop)
    registration.end()


def end_fenced(home: Home, reasons: Sequence[Reason], status: int) -> None:
    """End this process at once, with the reasons in its log and for the supervisor: nothing of it is committed any more."""
    for reason in reasons:
        logging.getLogger(__name__).error("%s", reason.sentence())
    write_admission(home, OpeningCheck(tuple(reasons)))
    logging.shutdown()
    os._exit(status)


def _read_directory(node: Node) -> None:
    """Bring the directory before the first job needs it; the beat tries again if there is none."""
    try:
        node.register.refresh(node.clock.now())
    except RogatoryError as error:
        logging.getLogger(__name__).warning("the directory was not refreshed at start: %s", error)


if __name__ == "__main__":
    main(*sys.argv[1:])
