# SPDX-License-Identifier: Apache-2.0
"""A new epoch of a home's log: its key, its opening in the database, and then the settings.

Order of writes: the key, the opening (one transaction), the settings. A process killed after the
opening leaves the database ahead of the settings; the same command again writes those down. Another machine with the same
database is in the new epoch from its next start.
"""

from dataclasses import dataclass
from pathlib import Path

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home, note_epoch, read_home
from rogatory.bootstrap.home.keys import log_key_file
from rogatory.bootstrap.home.node_keys import make_log_keys
from rogatory.bootstrap.processes.supervisor import pid_of
from rogatory.bootstrap.workstation.connections import node_at
from rogatory.custody.log.checkpoint import parse_checkpoint
from rogatory.custody.log.epoch import LogOrigin
from rogatory.errors import Refused
from rogatory.node.witnesses.epoch import LastKnown, begin_epoch, origin_to_begin, show_opening
from rogatory.node.witnesses.refusals import EPOCH_KEY_ABSENT
from rogatory.seal.notes import parse_note


@dataclass(frozen=True, slots=True)
class NewEpoch:
    origin: str
    last: LastKnown


def prepare_epoch(path: Path) -> tuple[str, tuple[str, str]]:
    """Make the keys of the next epoch, if they are not there: the new log's origin, and its vkeys."""
    origin = origin_to_begin(node_at(path))
    return str(origin), make_log_keys(read_home(path), origin.epoch)


def new_epoch(
    path: Path, *, without: frozenset[str] = frozenset(), over: str | None = None
) -> NewEpoch:
    """Begin the next epoch, and show its opening to the witnesses.

    Raises:
        Refused: the node runs, on this machine or another, the key was not made or is not listed, a witness is silent, or the ends
            that are known contradict each other and `over` chooses none.
    """
    home = read_home(path)
    refuse_running(home)
    node = node_at(path)
    close_to_others(home, "rogatory witness new-epoch")
    is_begun = node.store.log_epoch() > home.log_epoch
    epoch = node.store.log_epoch() if is_begun else origin_to_begin(node).epoch
    if not log_key_file(home, epoch).exists():
        raise Refused(EPOCH_KEY_ABSENT.because(epoch=epoch, path=str(home.node_keys)))
    node.register.refresh(node.clock.now())
    if is_begun:  # killed before the settings were written, or by another machine
        origin = LogOrigin(home.network, home.state, epoch)
        note = node.store.checkpoint(epoch=home.log_epoch) or ""
        last = LastKnown(parse_checkpoint(parse_note(note).text), (), ())
    else:
        origin, last = begin_epoch(node, without=without, over=over)
    note_epoch(home, epoch)
    show_opening(node_at(path))
    return NewEpoch(str(origin), last)


def refuse_running(home: Home) -> None:
    pid = pid_of(home, "supervisor")
    if pid and Path(f"/proc/{pid}").exists():
        raise Refused(refusals.NODE_RUNS.because(path=str(home.path)))


def close_to_others(home: Home, command: str) -> None:
    """Refuse to go on while processes of the node run anywhere; then let none from before commit anything more.

    Django must be set up.

    Raises:
        Refused: some run; each is named.
        Unreachable: transactions of other processes do not end.
    """
    from rogatory.bootstrap.processes.registration import stop_others

    stop_others(home, command)
