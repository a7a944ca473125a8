# SPDX-License-Identifier: Apache-2.0
"""The services that a workstation reaches outside itself: its State's node, and a timestamp
authority.

What reaches them is imported when it is used: most commands reach nothing, and start at once.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.disk import read_file
from rogatory.errors import Refused
from rogatory.node.workstation.refusals import LINE_NEEDS_DIRECTORY

if TYPE_CHECKING:
    from rogatory.node.context import Node
    from rogatory.node.workstation.acting import Submit
    from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
    from rogatory.seal.signatures import Signatures
    from rogatory.transport.workstation_client import WorkstationClient


def node_at(home: Path, *, directory: str | None = None, any_server: bool = False) -> "Node":
    """Return the node of a home on this machine, with its tables up to date.

    `directory` is another copy than the one that the settings name, for this once. With `any_server` the
    database's server need not be accepted: for a recovery, which repairs what is missing on it.
    """
    import django

    read = read_home(home)
    os.environ["ROGATORY_HOME"] = str(read.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rogatory.bootstrap.settings.tables")
    django.setup()
    from rogatory.bootstrap.home.migrations import migrate
    from rogatory.bootstrap.node import build_node

    migrate(read)
    return build_node(read, directory=directory, any_server=any_server)


def node_state(home: Path) -> str:
    """Return the State whose node lives in the home."""
    return read_home(home).state


def is_address(node: str) -> bool:
    """Decide whether a node is named by its https address, and not by its home.

    Raises:
        Refused: it is an address of another kind.
    """
    scheme, mark, _rest = node.partition("://")
    if mark and scheme.lower() != "https":
        raise Refused(refusals.NODE_ADDRESS.because(address=node))
    return bool(mark)


def submitter(node: str, authority: "AuthorityFolder | None", directory: Path | None) -> "Submit":
    """Hand custody events to the node at `node`, which is a home or an https address.

    For an address, `directory` is a copy of the directory that lists the node.
    """
    if not is_address(node) or authority is None:
        return _submit_here(Path(node))
    return _submit_over_the_line(node, authority, directory)


def _submit_here(home: Path) -> "Submit":
    read_home(home)

    def submit(events: "Sequence[tuple[bytes, Signatures]]") -> Sequence[bytes]:
        from rogatory.node.packages.submit_custody import log_events as submit_events

        return submit_events(node_at(home), events)

    return submit


def _submit_over_the_line(
    address: str, authority: "AuthorityFolder", directory: Path | None
) -> "Submit":
    def submit(events: "Sequence[tuple[bytes, Signatures]]") -> Sequence[bytes]:
        return own_node(address, authority, directory).submit_events(events)

    if directory is None:
        raise _no_directory(address)
    return submit


def own_node(
    address: str, authority: "AuthorityFolder", directory: Path | None
) -> "WorkstationClient":
    """Return the own State's node at an address, asked with the authority's key.

    Raises:
        Refused: `directory` is no copy of the directory, which alone says whose certificate the
            node has.
    """
    from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust
    from rogatory.transport.http_signatures import LineKey, line_key
    from rogatory.transport.peer_client import PeerClient
    from rogatory.transport.workstation_client import WorkstationClient

    clock = SystemClock()
    trusted = None if directory is None else read_trust(directory)
    if not isinstance(trusted, TrustedDirectory):
        raise _no_directory(address)
    name, private = str(authority.authority), authority.line_key()
    key = line_key(name, private) if isinstance(private, bytes) else LineKey(name, private.sign_raw)
    line = PeerClient(
        lambda: trusted.view(clock.now()),
        key,
        clock,
        os.urandom,
        loopback_allowed="//127." in address or "//localhost" in address,
    )
    return WorkstationClient(line, authority.authority.state)


def _no_directory(address: str) -> Refused:

    return Refused(LINE_NEEDS_DIRECTORY.because(address=address))


def stamp_by(url: str) -> Callable[[bytes], bytes]:
    """Give RFC 3161 tokens from the authority at `url`; whether it is a listed one is checked
    when the package is verified against a directory.
    """

    def stamp(digest: bytes) -> bytes:
        from rogatory.seal.timestamping.timestamps import request, token_of
        from rogatory.transport.timestamp_application import QUERY
        from rogatory.transport.timestamps import post

        nonce = int.from_bytes(os.urandom(8)) >> 1
        return token_of(post(url, request(digest, nonce=nonce), QUERY))

    return stamp


def directory_export(home: Path, states: Sequence[str], at: datetime) -> Mapping[str, bytes]:
    """Return the files of a node's copy of the directory that speak for these States, for a bundle."""
    from rogatory.bootstrap.ports.register import LARGEST_ROOT
    from rogatory.directory.view.client import Directory

    read = read_home(home)
    root = read_file(read.first_root, limit=LARGEST_ROOT)
    fetch = FolderFetcher(read.directory_cache)
    directory = Directory(read.directory_cache, root, fetch, grace=read.directory_grace)
    return directory.export(states, at)
