# SPDX-License-Identifier: Apache-2.0
"""A node of a small State: one core, 1 GB of memory, a thin line that is cut, and a power cut.

    just small-state [--mebibytes 10] [--silence 60] [--seed 1] [--out FILE]

Arcadia's node is the small one: its processes (door, worker and console) have one core and, where control groups can be made, 1 GiB of memory
together. Both nodes reach each other over `casts.driving.thin_line`. An officer of Arcadia reads pages of its console all the while, from
beside the machine: what they weigh says how long they take over a line. Exit status 1 if a goal is missed.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from bench.rows import median
from bench.watching import PROC, bytes_of, descendants
from casts.driving.console_pages import PageReader, ReadPage
from casts.driving.thin_line import THIN, ThinLine
from casts.evidence.two_homes import NAMES, Network, two_homes
from casts.requests import bodies
from casts.steady.patience import until
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.processes.background import RunningNode, start_node
from rogatory.evidence.sealed.segments import DEFAULT_SEGMENT
from rogatory.exercises import case
from rogatory.exercises.cast import CENTRAL_AUTHORITY, HEAD_OF_LAW, LAWYER
from rogatory.exercises.federation import Federation
from rogatory.exercises.stage import PASSWORD
from rogatory.seal.approval_document import encode_approvals

MESSAGES = 5

MOST_SECONDS = 30.0
"""From sending a request until its receipt."""

MEMORY = 1 << 30

LARGEST_PAGE = 100_000
"""Bytes of a page of the console, compressed: six seconds of the thin line."""

BETWEEN_PAGES = 5.0
"""Seconds after which the officer opens the next page."""

GROUPS = Path("/sys/fs/cgroup/memory")
"""Control groups of version 1; where there are none, memory is measured and not limited."""

HOURS = 4 * 3600.0
"""The longest that a package is waited for."""


def main() -> int:
    given = _given()
    line = ThinLine(THIN, given.seed)
    with tempfile.TemporaryDirectory(prefix="small-state-") as folder:

        def prepare(federation: Federation) -> None:
            for state, is_towards_far in (("XA", False), ("XB", True)):
                _put_behind(line, federation.node(state), towards_far=is_towards_far)
            line.start()

        try:
            with two_homes(Path(folder), prepare) as network:
                found = _Play(network, line).run(given.mebibytes, given.silence)
        finally:
            line.close()
    found["line"] = asdict(THIN) | {
        "packets": line.there.packets + line.back.packets,
        "lost": line.there.lost + line.back.lost,
    }
    document = json.dumps(found, indent=1)
    sys.stdout.write(f"{document}\n")
    if given.out:
        given.out.write_text(f"{document}\n", encoding="utf-8")
    return 0 if all(found["goals"].values()) else 1


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="small-state")
    parser.add_argument("--mebibytes", type=int, default=10, help="the size of the package")
    parser.add_argument("--silence", type=float, default=60, help="seconds for which it is cut")
    parser.add_argument("--seed", type=int, default=1, help="which packets are lost")
    parser.add_argument("--out", type=Path, help="a file for the figures")
    return parser.parse_args()


def _put_behind(line: ThinLine, node: Path, *, towards_far: bool) -> None:
    """Have a door listen elsewhere, and the line at its address."""
    _host, port = read_home(node).door_address
    elsewhere = free_port()
    settings = node / "node.toml"
    settings.write_text(f'door_listen = "127.0.0.1:{elsewhere}"\n{settings.read_text()}')
    line.relay(port, elsewhere, towards_far=towards_far)


class _Play:
    def __init__(self, network: Network, line: ThinLine) -> None:
        self._network, self._line = network, line
        self._node: RunningNode | None = None
        self._most_memory = 0
        self._is_limited = False
        self._reader: PageReader | None = None
        self._pages: dict[str, list[ReadPage]] = {}
        self._next_page = 0.0

    def run(self, mebibytes: int, silence: float) -> dict[str, Any]:
        """Play it; return the figures, and which goals were met."""
        found: dict[str, Any] = {}
        with self._group() as group:
            self._start(group)
            try:
                for part in (
                    self._messages,
                    partial(self._silence, silence),
                    partial(self._package, mebibytes, group),
                ):
                    found |= part()
                    sys.stderr.write(f"{json.dumps(found)}\n")
            finally:
                self._running.stop()
        found["memory_mib"] = round(self._most_memory / 2**20)
        found["memory_is_limited"] = self._is_limited
        found["pages"] = {name: _of_page(read) for name, read in self._pages.items()}
        found["goals"] = {
            "receipts": max(found["receipts_s"]) < MOST_SECONDS,
            "package": found["package_s"] < HOURS,
            "memory": self._most_memory < MEMORY,
            "pages": all(one.size <= LARGEST_PAGE for read in self._pages.values() for one in read),
        }
        return found

    def _messages(self) -> Mapping[str, Any]:
        """Requests of the small State, each until its receipt; and one that it receives."""
        took = [self._sent("XA") for _ in range(MESSAGES)]
        return {
            "receipts_s": took,
            "receipts_median_s": median(took),
            "received_s": self._sent("XB"),
        }

    def _silence(self, seconds: float) -> Mapping[str, Any]:
        """A request that is sent while the line is cut: until its receipt, from when the line is whole."""
        self._line.cut()
        digest, _began = self._send("XA")
        time.sleep(seconds)
        began = time.monotonic()
        self._line.restore()
        self._await(lambda: self._is_receipted("XA", digest))
        return {"silence_s": seconds, "after_silence_s": round(time.monotonic() - began, 1)}

    def _package(self, mebibytes: int, group: Path | None) -> Mapping[str, Any]:
        """A package that is fetched, with the segments that sealing makes; in its first half the small State has a power cut."""
        facts = self._network.hand_over(self._network.sealed(mebibytes, DEFAULT_SEGMENT))
        before, began = self._content(), time.monotonic()
        self._network.say("XB", "XA", "delivery", case.delivery(facts), self._network.thread)
        self._await(lambda: self._content() - before > (mebibytes << 20) / 3)
        self._cut_power()
        self._start(group)
        self._await(lambda: self._network.is_complete("XA", facts["seal"]))
        took = round(time.monotonic() - began)
        self._network.assert_same(facts["seal"])
        return {
            "package_mib": mebibytes,
            "package_s": took,
            "package_bytes_a_byte": round((self._content() - before) / facts["payload_size"], 2),
        }

    def _content(self) -> int:
        return self._line.there.content + self._line.back.content

    def _sent(self, state: str) -> float:
        digest, began = self._send(state)
        self._await(lambda: self._is_receipted(state, digest))
        return round(time.monotonic() - began, 1)

    def _send(self, state: str) -> tuple[str, float]:
        """Have a request drafted, approved and sent; return its digest, and when it was sent."""
        terminal, other = self._network.terminals[state], "XB" if state == "XA" else "XA"
        draft = terminal.ask(
            "draft",
            kind="mla_stored_data",
            sender=f"{state.lower()}/{CENTRAL_AUTHORITY}",
            addressee=f"{other.lower()}/{CENTRAL_AUTHORITY}",
            language="en",
            body=bodies.mla_stored_data(),
            officer=LAWYER.known_as(state),
        )
        officer = HEAD_OF_LAW.known_as(state)
        key = self._network.federation.authenticator(state, HEAD_OF_LAW)
        approval = key.approve(officer, "approve", draft["content"])
        (given,) = json.loads(encode_approvals([approval]))["approvals"]
        terminal.ask("approve", draft=draft["id"], approval=given)
        terminal.ask("answer_law", draft=draft["id"], officer=LAWYER.known_as(state))
        began = time.monotonic()
        return terminal.ask("send", draft=draft["id"], officer=LAWYER.known_as(state)), began

    def _is_receipted(self, state: str, digest: str) -> bool:
        sql = "select delivery from storage_message where digest = ?"
        return ("receipted",) in self._network.rows(state, sql, digest)

    def _await(self, happened: Callable[[], bool]) -> None:
        until(lambda: self._sample() or happened(), HOURS)

    @property
    def _paths(self) -> Mapping[str, str]:
        return {"desk": "/", "list": "/threads/", "thread": f"/threads/{self._network.thread}/"}

    @property
    def _running(self) -> RunningNode:
        assert self._node is not None
        return self._node

    def _start(self, group: Path | None) -> None:
        """Start the small State's node on one core, in its group."""
        home = self._network.homes["XA"]
        self._node = start_node(home, names=(*NAMES, "console"))
        core = {min(os.sched_getaffinity(0))}
        for pid in descendants(self._node.process.pid):
            for task in (PROC / str(pid) / "task").iterdir():
                os.sched_setaffinity(int(task.name), core)
            if group is not None:
                (group / "cgroup.procs").write_text(str(pid))
        self._network.terminals["XA"].ask("open_accounts", password=PASSWORD)
        self._reader = PageReader(home.console_url)
        self._reader.sign_in(LAWYER.known_as("XA"), PASSWORD)
        self._next_page = time.monotonic()

    def _cut_power(self) -> None:
        """Kill every process of the node at once."""
        self._reader = None
        pids = list(descendants(self._running.process.pid))
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self._running.kill()
        until(
            lambda: (
                not any(
                    (PROC / str(pid) / "maps").exists()
                    and bytes_of(PROC / str(pid) / "status", "VmRSS:")
                    for pid in pids
                )
            )
        )

    def _sample(self) -> None:
        found = sum(
            bytes_of(PROC / str(pid) / "smaps_rollup", "Pss:")
            for pid in descendants(self._running.process.pid)
        )
        self._most_memory = max(self._most_memory, found)
        if self._reader is not None and time.monotonic() >= self._next_page:
            for name, path in self._paths.items():
                self._pages.setdefault(name, []).append(self._reader.read(path))
            self._next_page = time.monotonic() + BETWEEN_PAGES

    @contextmanager
    def _group(self) -> Iterator[Path | None]:
        """Make a control group with the memory of a small machine, if that can be done."""
        group = GROUPS / f"small-state-{os.getpid()}"
        try:
            group.mkdir()
            (group / "memory.limit_in_bytes").write_text(str(MEMORY))
        except OSError:
            yield None
            return
        self._is_limited = True
        try:
            yield group
        finally:
            with suppress(OSError):  # its processes are ending
                group.rmdir()


def _of_page(read: list[ReadPage]) -> Mapping[str, Any]:
    took = sorted(one.seconds for one in read)
    return {
        "read": len(read),
        "bytes": max(one.size for one in read),
        "median_ms": round(median(took) * 1000),
        "slowest_ms": round(took[-1] * 1000),
    }


if __name__ == "__main__":
    sys.exit(main())
