# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence courier`: sealed evidence by disk, where the line is down or too slow."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.options.seal_digest import typed_seal
from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output.counted import counted
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.cli.tree import LateGroup
from rogatory.disk import write_new
from rogatory.wire.digests import sha256

if TYPE_CHECKING:
    from rogatory.node.courier.disk_list import CourierList
    from rogatory.node.courier.take_in_disk import DiskArrival

_HOME = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}

node = click.option(
    "--node", "home", required=True, type=_HOME, help="The node's home on this machine."
)

command = LateGroup(
    "courier",
    epilog="Example:  rogatory evidence courier in /media/disk --node /srv/rogatory/xa",
    help="Carry sealed packages on a disk. What already arrived over the network is "
    "not needed again, and what a disk lacks still arrives over the network.",
    places={
        "out": "rogatory.cli.evidence.courier:out",
        "in": "rogatory.cli.evidence.courier:bring_in",
        "want": "rogatory.cli.evidence.courier:want",
    },
)


class _Size(click.ParamType[int]):
    name = "size"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        """Return the number of bytes, or with K, M, G, T that many KiB and so on."""
        match = re.fullmatch(r"([0-9]{1,18})([KMGT]?)", str(value).upper().removesuffix("IB"))
        if match is None:
            self.fail(f"{value!r} is no size such as 30G", param, ctx)
        return int(match[1]) * _UNITS[match[2]]


@click.command(
    "out",
    epilog="Example:  rogatory evidence courier out 3f0c… --node /srv/rogatory/xb --to /media/disk "
    "--officer xb-0010",
)
@click.argument("what", metavar="SEAL|THREAD")
@node
@click.option(
    "--to",
    "disk",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The disk, or a folder on it. An interrupted run is taken up.",
)
@typed_officer("Who sends it, such as xb-0010.")
@click.option("--reason", metavar="TEXT", help="Why, for the log: the officer's own words.")
@click.option("--for", "state", metavar="STATE", help="For this State, if sealed to several.")
@click.option(
    "--capacity", type=_Size(), help="Segments of at most so many bytes (30G); the rest is left."
)
@click.option(
    "--only",
    type=_FILE,
    help="Only what this list names: what `courier want` wrote at the receiving node.",
)
@click.option(
    "--have",
    type=_FILE,
    multiple=True,
    help="Not what this list names: segments.b3sum of another disk. May be repeated.",
)
@as_json
@reported
@for_officer(seal="what", thread="what")
def out(
    what: str,
    home: Path,
    disk: Path,
    officer: str,
    reason: str | None,
    state: str | None,
    capacity: int | None,
    only: Path | None,
    have: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Write the package SEAL, or all packages of THREAD, on a disk for the other State's node.

    The node may keep running. The disk holds what that node would fetch over the network, encrypted;
    a courier or finder can read nothing.
    """
    from rogatory.node.courier.selection import Selection
    from rogatory.node.courier.write_disk import courier_out

    thread = what if "-" in what else None
    selection = Selection(
        packages=() if thread else (typed_seal(what),),
        thread=thread,
        state=state.upper() if state else None,
        only=None if only is None else frozenset(_digests(only)),
        there=frozenset(digest for path in have for digest in _digests(path)),
        capacity=capacity,
    )
    with progress_bar("Writing") as progress:
        found = courier_out(
            connections.node_at(home),
            disk,
            selection,
            officer=officer,
            reason=reason,
            progress=progress,
        )
    _print_written(found, disk, as_json)


def _print_written(found: "CourierList", disk: Path, machine: bool) -> None:

    digest = sha256(found.encode())
    if machine:
        print_json(
            {
                "addressee": found.addressee,
                "disk": str(disk),
                "left": found.left,
                "list": digest,
                "packages": [one.seal for one in found.packages],
                "segments": found.segments,
                "size": found.size,
            }
        )
        return
    print_text(
        f"Wrote {counted(found.segments, 'segment')} of {counted(len(found.packages), 'package')}, {counted(found.size, 'byte')}, "
        f"for {found.addressee} on {disk}."
    )
    print_text(f"  List     {grouped(digest)}")
    if found.left:
        print_text(
            f"  {counted(found.left, 'segment is', 'segments are')} left. For the next disk:  "
            f"--have {disk / 'segments.b3sum'}"
        )


@click.command(
    "in", epilog="Example:  rogatory evidence courier in /media/disk --node /srv/rogatory/xa"
)
@click.argument("disk", type=click.Path(exists=True, file_okay=False, path_type=Path))
@node
@as_json
@reported
def bring_in(disk: Path, home: Path, as_json: bool) -> None:
    """Import a courier's DISK, with the same checks as over the network.

    Segments already here are not read again, so a disk may be imported twice. Missing segments are
    fetched over the network, or come on another disk.
    """
    from rogatory.node.courier.take_in_disk import courier_in

    with progress_bar("Reading") as progress:
        brought = courier_in(connections.node_at(home), disk, progress=progress)
    if as_json:
        print_json({"packages": [_brought_json(one) for one in brought]})
        return
    for one in brought:
        print_text(f"Package {one.seal[:16]}…: {counted(one.taken, 'segment')} taken in.")
        if one.is_whole:
            print_text("  It is whole; every segment has the digest that the seal names.")
        else:
            print_text(f"  {counted(one.missing, 'segment is', 'segments are')} still missing.")


def _brought_json(one: "DiskArrival") -> dict[str, object]:
    return {
        "complete": one.is_whole,
        "missing": one.missing,
        "seal": one.seal,
        "taken": one.taken,
    }


@click.command(
    "want",
    epilog="Example:  rogatory evidence courier want 3f0c… --node /srv/rogatory/xa --out want.txt",
)
@click.argument("seal")
@node
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="The list to write; it is for `courier out --only` at the sending node.",
)
@as_json
@reported
def want(seal: str, home: Path, target: Path, as_json: bool) -> None:
    """List the segments of a package under way that are not here yet: one BLAKE3 digest a line."""
    from rogatory.node.courier.take_in_disk import wanted

    seal = typed_seal(seal)
    digests = wanted(connections.node_at(home), seal)
    write_new(target, b"".join(f"{each.hex()}\n".encode() for each in digests))
    if as_json:
        print_json({"file": str(target), "missing": len(digests), "seal": seal})
    else:
        print_text(
            f"{counted(len(digests), 'segment is', 'segments are')} missing; their digests are in {target}."
        )


def _digests(path: Path) -> list[bytes]:
    from rogatory.node.courier.disk_list import digests_of

    with path.open("rb") as lines:
        return list(digests_of(lines))
