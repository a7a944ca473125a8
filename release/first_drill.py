# SPDX-License-Identifier: Apache-2.0
"""The page *From a bare host to the first drill*, run as it is: `python -m release.first_drill`.

Each `sh` block of docs/operate/first-drill.md has a line before it that names its kind and its machine:

    <!-- run: node of each State -->      run to its end; it must succeed
    <!-- start: Secretariat -->           started, and stopped at the end
    <!-- names: XB -->                    put before each block of that State
    <!-- install: internet -->            one of the ways to install
    <!-- by hand: officers of each State -->    no block follows: a person acts

Blocks of *each State* are run for one State after the other, as far as they follow each other. All machines are folders of one new
folder, which is also the home of the account; addresses are on the loopback, at free ports.
"""

import argparse
import fcntl
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from release.locked import ROOT

PAGE = ROOT / "docs" / "operate" / "first-drill.md"

SECONDS = 180
"""For one block: a page that waits for what never comes is wrong."""

SECONDS_TO_STOP = 30
"""For a service: what does not end then is killed."""

KINDS = ("run", "start", "names", "install", "by hand")
EACH = "each State"

_PART = re.compile(
    r"^<!-- (?P<kind>[a-z ]+): (?P<who>[^\n]+?) -->$|^```sh\n(?P<script>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_PORT = re.compile(r"(?<=:)87\d\d\b")
"""The ports of the page. Others of this machine may have them, so free ones are put in their place."""
_STATE = re.compile(r"\bX[A-Z]\b")

_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1

PASSKEY = """
import os, sys
from rogatory.directory.draft.enrolment import Enrolment, build_enrolment
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.wire.spoken_digest import spoken
number, file = sys.argv[1:]
key = SoftwareAuthenticator.generate("localhost", "http://localhost", os.urandom)
enrolment = Enrolment(number[:2].upper(), number, "localhost", key.credential, key.key)
open(file, "wb").write(build_enrolment(enrolment))
print(spoken(enrolment.fingerprint))
"""
"""Makes the file that an officer downloads from their page: a machine without a browser has no other."""


class PageError(Exception):
    """The page cannot be run, or a block of it failed."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the page: its kind, whose machine, the line on which it begins, and its commands."""

    kind: str
    who: str
    line: int
    script: str = ""


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page, in order.

    Raises:
        PageError: a block has no line that names its machine, or a line of an unknown kind.
    """
    found: list[Block] = []
    named: Block | None = None
    for part in _PART.finditer(page):
        line = page.count("\n", 0, part.start()) + 1
        if part["kind"] is not None:
            if named is not None:
                raise PageError(f"line {named.line}: no block follows")
            if part["kind"] not in KINDS:
                raise PageError(f"line {line}: nobody knows what <!-- {part['kind']} --> is")
            block = Block(part["kind"], part["who"], line)
            if block.kind == "by hand":
                found.append(block)
            else:
                named = block
        elif named is None:
            raise PageError(f"line {line}: this block names no machine")
        else:
            found.append(Block(named.kind, named.who, line, part["script"]))
            named = None
    if not found:
        raise PageError("the page has no block")
    return found


def in_order(found: Sequence[Block], states: Sequence[str]) -> Iterator[tuple[Block, str | None]]:
    """Yield blocks with the State for which each is run; those of each State for one after the other."""
    for is_each, group in groupby(found, lambda one: EACH in one.who):
        some = list(group)
        if is_each:
            yield from ((one, state) for state in states for one in some)
        else:
            for one in some:
                state = _STATE.search(one.who)
                yield one, state[0] if state else None


def free_ports(page: str) -> dict[str, str]:
    """Return a free port for each port of the page."""
    held = []
    ports: dict[str, str] = {}
    for port in sorted(set(_PORT.findall(page))):
        taken = socket.create_server(("127.0.0.1", 0))
        held.append(taken)
        ports[port] = str(taken.getsockname()[1])
    for one in held:
        one.close()
    return ports


@dataclass
class Play:
    """A run of the page in a folder. `install` is the way to install; empty if `path` has the program already."""

    folder: Path
    page: str
    path: str
    install: str = ""
    by_hand: Callable[["Play", str], None] | None = None
    report: Callable[[str], None] = lambda _line: None
    services: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        # A program that asks may read more than one answer at once.
        self.answers = subprocess.Popen(["yes"], stdout=subprocess.PIPE)
        self.found = blocks(self.page)
        self.ports = free_ports(self.page)
        self.names = {one.who: self.ported(one.script) for one in self.found if one.kind == "names"}

    def ported(self, script: str) -> str:
        return _PORT.sub(lambda found: self.ports[found[0]], script)

    def name(self, state: str, name: str) -> str:
        """Return the value of a name in a State's block of names."""
        found = re.search(rf"\b{name}=(\S+)", self.names[state])
        if found is None:
            raise PageError(f"{state} has no {name}")
        return found[1]

    def run(self) -> None:
        """Run the page to its end.

        Raises:
            PageError: a block failed, or took too long, or something that was started has ended.
        """
        try:
            for block, state in in_order(self.found, tuple(self.names)):
                self._act(block, state)
                self._check_services(block)
        finally:
            self.stop()

    def _act(self, block: Block, state: str | None) -> None:
        if block.kind == "names" or (block.kind == "install" and block.who != self.install):
            return
        began = time.monotonic()
        if block.kind == "by hand":
            assert state is not None
            (self.by_hand or without_browser)(self, state)
        elif block.who == "root":
            self._root(block)
        elif block.kind == "start":
            self._start(block, state)
        else:
            self._run(block, state)
        whom = state if state and state not in block.who else ""
        self.report(
            f"line {block.line:3}  {time.monotonic() - began:5.1f} s  {block.kind}: {block.who} {whom}"
        )

    def _script(self, block: Block, state: str | None) -> list[str]:
        names = self.names.get(state or "", "")
        script = f'{names}\n{self.ported(block.script)}\nprintf %s "$PATH" > .path'
        return ["bash", "-eu", "-o", "pipefail", "-c", script]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("REPOSITORY", "LANG") if name in os.environ}
        return kept | {"PATH": self.path, "HOME": str(self.folder), "TZ": "UTC"}

    def _run(self, block: Block, state: str | None) -> None:
        try:
            done = subprocess.run(
                self._script(block, state),
                cwd=self.folder,
                env=self._environment(),
                stdin=self.answers.stdout,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            output = (error.stdout or b"").decode(errors="replace")
            raise PageError(
                f"line {block.line}: not done after {SECONDS} s\n{output[-3000:]}"
            ) from error
        if done.returncode:
            raise PageError(
                f"line {block.line} ({block.who}) ended with {done.returncode}:\n{block.script}\n{done.stdout[-3000:]}"
            )
        self.path = (self.folder / ".path").read_text(encoding="utf-8")

    def _start(self, block: Block, state: str | None) -> None:
        log = self.folder / f"line-{block.line}-{state or 'all'}.log"
        with log.open("wb") as output:
            self.services.append(
                subprocess.Popen(
                    self._script(block, state),
                    cwd=self.folder,
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                )
            )

    def _root(self, block: Block) -> None:
        """Install Debian packages where that can be done; elsewhere see that they are there."""
        packages = re.findall(r"[a-z][a-z0-9-]+", block.script.partition("--yes")[2])
        query = ["dpkg", "--status", *packages]
        there = subprocess.run(query, capture_output=True, check=False).returncode == 0
        if not packages or (not there and (os.geteuid() or not self.install)):
            raise PageError(f"line {block.line}: not all installed: {' '.join(packages)}")
        if not there:
            self._run(block, None)

    def _check_services(self, block: Block) -> None:
        for one in self.services:
            if one.poll() is not None:
                logs = [
                    path.read_text("utf-8", "replace")[-2000:]
                    for path in self.folder.glob("line-*.log")
                ]
                raise PageError(
                    f"line {block.line}: what was started has ended\n" + "\n".join(logs)
                )

    def stop(self) -> None:
        """Stop what was started, the last first."""
        self.answers.kill()
        self.answers.communicate()
        for one in reversed(self.services):
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGTERM)
        for one in self.services:
            try:
                one.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()


def without_browser(play: Play, state: str) -> None:
    """Make the passkeys of a State's officers as files."""
    program = shutil.which("rogatory", path=play.path)
    if program is None:
        raise PageError("rogatory is not installed")
    python = Path(program).parent / "python"
    for number in (f"{state.lower()}-0001", f"{state.lower()}-0002"):
        file = play.folder / f"rogatory-passkey-{number}.json"
        made = subprocess.run(
            [str(python), "-c", PASSKEY, number, str(file)],
            capture_output=True,
            text=True,
            check=True,
        )
        (play.folder / f"{number}.digits").write_text(made.stdout, encoding="utf-8")


def leave_network() -> None:
    """Move this process to a network of its own, which has a loopback and nothing else."""
    os.unshare(os.CLONE_NEWNET)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as loopback:
        fcntl.ioctl(loopback, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _IFF_UP))


def main() -> None:
    """Run the page on this machine in a new folder, which is the empty home of the account."""
    parser = argparse.ArgumentParser(description="Run docs/operate/first-drill.md as it is.")
    parser.add_argument("--archive", type=Path, help="install from this archive, without a network")
    parser.add_argument("--key", type=Path, help="the releaser's public key (release.pub)")
    parser.add_argument("--here", action="store_true", help="install nothing: use this checkout")
    given = parser.parse_args()
    if (given.archive is None) != (given.key is None):
        parser.error("--archive and --key belong together")
    path = (
        f"{ROOT / '.venv' / 'bin'}:{os.defpath}" if given.here else "/usr/sbin:/usr/bin:/sbin:/bin"
    )
    way = "" if given.here else "archive" if given.archive else "internet"
    os.environ.setdefault("REPOSITORY", str(ROOT))
    with tempfile.TemporaryDirectory(prefix="first-drill-") as name:
        folder = Path(name)
        if given.archive:
            shutil.copy(given.archive, folder / given.archive.name)
            shutil.copy(given.key, folder / "release.pub")
            leave_network()
        play = Play(folder, PAGE.read_text(encoding="utf-8"), path, way, report=_say)
        try:
            play.run()
        except PageError as error:
            sys.exit(f"{PAGE.relative_to(ROOT)}, {error}")
    _say("The page was run to its end: a drill was acknowledged.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
