# SPDX-License-Identifier: Apache-2.0
"""Renewing a key of a running node without a gap: listed beside the old one, read by the others, swapped, the old ended.

    keys/node/next/<key>/   the successor, with the files of the key under their names in a folder of keys
        listed.json         since when, and since which snapshot, this node's copy of the directory lists it
        swap                it takes the place of the old one now: what an interruption left is finished first

Nothing else is noted: each call looks at what is so. The processes of the node read replaced files by themselves
(`ports.reloaded_keys`).
"""

import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import LARGEST_KEY_FILE, read_secret_file, signing_keys_in
from rogatory.directory.entry.period import OFFLINE_GRACE_HOURS
from rogatory.directory.view.view import DirectoryView
from rogatory.disk import read_file, replace, write_new
from rogatory.errors import Refused, RogatoryError
from rogatory.node.context import Node
from rogatory.node.directory.key_periods import NEXT
from rogatory.seal.certificates.reading import certificate_name, load_pem, to_der
from rogatory.seal.http_keys import http_key_from_pem
from rogatory.storage.transactions.writing import connections_closed
from rogatory.transport.tls import server_context
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment, parse_moment

NODE_USES = ("node-tls", "node-http", "receipts")

KEY_FILES = ("p256.key", "p256.token.json", "p256.pin", "p256.pem", "mldsa65.key", "mldsa65.pem")
"""The files of a key's folder, in the order in which they are replaced."""

LISTED, SWAP = "listed.json", "swap"

MOST_AT_ONCE = 16
"""Nodes that are asked at the same time."""

AFTER_GRACE = timedelta(hours=OFFLINE_GRACE_HOURS)
"""From then on nobody relies on a copy of the directory from before the key was listed, unless its operator chose
a longer grace."""


class RenewalStep(StrEnum):
    NONE = "none"
    """No successor waits, and no former key is in force."""
    LIST = "list"
    """The directory does not list the successor yet."""
    WAIT = "wait"
    """It is listed, and some nodes have not read that."""
    SWAPPED = "swapped"
    """The successor took the place of the old one in this call."""
    END = "end"
    """A former key is still listed as in force."""


@dataclass(frozen=True, slots=True)
class RenewedKey:
    """A key of a home: its use and holder, and where its files are."""

    home: Home
    use: str
    holder: str

    @property
    def next(self) -> Path:
        name = self.use if self.use in NODE_USES else f"authority-{self.holder.partition('/')[2]}"
        return self.home.node_keys / NEXT / name

    def place(self, name: str) -> Path:
        """Return where a file of a key's folder is in the home."""
        keys = self.home.node_keys
        if self.use == "receipts":
            return keys / "receipts" / name
        if self.use in NODE_USES:
            return keys / name.replace("p256", self.use.partition("-")[2])
        return self.home.authority_keys / self.holder.partition("/")[2] / name

    @property
    def current(self) -> tuple[bytes, ...]:
        """The certificates (DER) of the key in use; none where there is no key yet."""
        return _certificates(self.place(name) for name in KEY_FILES)

    @property
    def waiting(self) -> tuple[bytes, ...]:
        """The certificates of the successor."""
        return _certificates(self.next / name for name in KEY_FILES)


@dataclass(frozen=True, slots=True)
class KeyRenewal:
    """The step that a call found or did. `fingerprints` are those of the certificates that the step is about."""

    step: RenewalStep
    fingerprints: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()


def renewed_key(home: Home, name: str) -> RenewedKey:
    """Return the key that a person names: `node-tls`, `node-http`, `receipts`, or an authority of the State."""
    if name in NODE_USES:
        return RenewedKey(home, name, home.state.lower())
    authority = parse_authority(name.lower())
    if authority.state != home.state:
        raise Refused(refusals.SIGNER_NOT_OURS.because(authority=str(authority)))
    return RenewedKey(home, "authority", str(authority))


def begin_renewal(key: RenewedKey, source: Path) -> None:
    """Keep the successor from a folder of keys in the home, whole or not at all.

    Raises:
        Refused: another one waits already, or the folder has no fitting key and certificate for this use and holder.
    """
    _refuse_unfit(key, source)
    if key.next.exists():
        if key.waiting == _certificates(source / name for name in KEY_FILES):
            return
        raise Refused(refusals.RENEWAL_WAITS.because(path=str(key.next)))
    partial = key.next.with_name(f".{key.next.name}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700, parents=True)
    for name in KEY_FILES:
        if (source / name).exists():
            data = read_file(source / name, limit=LARGEST_KEY_FILE)
            write_new(partial / name, data, secret=not name.endswith(".pem"))
    partial.rename(key.next)


def finish_swap(key: RenewedKey) -> None:
    """Finish what an interrupted swap left: before the node is read, whose key and certificate may not fit together."""
    if (key.next / SWAP).exists():
        _swap(key)


def go_on(node: Node, key: RenewedKey, at: datetime) -> KeyRenewal:
    """Do the next step that can be done, and return what must be done by hand.

    A successor takes the old one's place only when the directory lists it and every other State's node has read
    that, or may not rely any more on what it read before.

    Raises:
        Refused: it is too early, with the States that have not read it.
    """
    view = node.register.refresh(at)
    if not key.next.exists():
        return _after(view, key, at)
    digests = tuple(sha256(one) for one in key.waiting)
    in_force = {one.der for one in view.records(key.use, key.holder) if one.period.covers(at)}
    if not in_force.issuperset(key.waiting):
        pems = tuple(
            path
            for name in KEY_FILES
            if (path := key.next / name).suffix == ".pem" and path.exists()
        )
        return KeyRenewal(RenewalStep.LIST, digests, pems)
    version, since = _listed_since(key, view.snapshot_version, at)
    until = since + AFTER_GRACE
    behind = () if at >= until else _behind(node, view, version)
    if behind:
        states = ", ".join(behind)
        raise Refused(refusals.RENEWAL_EARLY.because(states=states, until=format_moment(until)))
    write_new(key.next / SWAP, b"")
    _swap(key)
    return KeyRenewal(RenewalStep.SWAPPED, digests)


def _after(view: DirectoryView, key: RenewedKey, at: datetime) -> KeyRenewal:
    """Return the former keys that are listed as in force, where the present one is."""
    in_force = [one.der for one in view.records(key.use, key.holder) if one.period.covers(at)]
    former = tuple(sha256(one) for one in in_force if one not in key.current)
    if former and set(key.current) <= set(in_force):
        return KeyRenewal(RenewalStep.END, former)
    return KeyRenewal(RenewalStep.NONE)


def _listed_since(key: RenewedKey, version: int, at: datetime) -> tuple[int, datetime]:
    """Return the first snapshot and moment at which it was seen to be listed."""
    place = key.next / LISTED
    if not place.exists():
        at = at.replace(microsecond=0)
        write_new(place, canonical.encode({"at": format_moment(at), "snapshot": version}))
    noted = canonical.decode_object(read_file(place, limit=LARGEST_KEY_FILE))
    return int(str(noted["snapshot"])), parse_moment(noted["at"])


def _behind(node: Node, view: DirectoryView, version: int) -> tuple[str, ...]:
    """Return the States whose nodes have not read that snapshot, or do not say so."""

    def has_read(state: str) -> bool:
        with connections_closed():
            try:
                return any(found >= version for found, _digest in node.peers.snapshots(state))
            except RogatoryError:
                return False

    others = [one for one in view.states if one != node.state]
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="renewal") as pool:
        answers = list(pool.map(has_read, others))
    return tuple(state for state, read in zip(others, answers, strict=True) if not read)


def _swap(key: RenewedKey) -> None:
    """Put each file in its place, take away those of the old key alone, and the folder last."""
    for name in KEY_FILES:
        source, place = key.next / name, key.place(name)
        if source.exists():
            place.parent.mkdir(mode=0o700, exist_ok=True)
            data = read_file(source, limit=LARGEST_KEY_FILE)
            replace(place, data, secret=not name.endswith(".pem"))
        elif key.use not in NODE_USES:
            place.unlink(missing_ok=True)
    shutil.rmtree(key.next)


def _refuse_unfit(key: RenewedKey, source: Path) -> None:
    unfit = Refused(
        refusals.RENEWAL_UNFIT.because(path=str(source), use=key.use, holder=key.holder)
    )
    certificates = _certificates(source / name for name in KEY_FILES)
    names = [certificate_name(one) for one in certificates]
    if not names or any((one.use, one.holder) != (key.use, key.holder) for one in names):
        raise unfit
    if key.use == "node-tls":
        try:
            server_context(source / "p256.pem", source / "p256.key")
        except OSError as error:
            raise unfit from error
    elif key.use == "node-http":
        secret = read_secret_file(source / "p256.key")
        http_key_from_pem(secret, read_file(source / "p256.pem", limit=LARGEST_KEY_FILE))
    else:
        signing_keys_in(key.holder, source)


def _certificates(paths: Iterable[Path]) -> tuple[bytes, ...]:
    return tuple(
        to_der(load_pem(read_file(path, limit=LARGEST_KEY_FILE)))
        for path in paths
        if path.suffix == ".pem" and path.exists()
    )
