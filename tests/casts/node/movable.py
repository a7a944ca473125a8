# SPDX-License-Identifier: Apache-2.0
"""A home with rows in every table and objects, to be moved."""

import copy
import os
import secrets
import shutil
from contextlib import closing
from datetime import UTC, datetime

from blake3 import blake3

from casts.seal.authorities import DOCUMENT, NOW, new_cast
from casts.storage.any_rows import every_row, fill_with_any_rows
from rogatory.bootstrap.home.folder import NewHome, create_home, read_home
from rogatory.bootstrap.home.keys import log_key_file
from rogatory.bootstrap.home.migrations import make_tables
from rogatory.bootstrap.moving.databases import NodeDatabase
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.custody.log.checkpoint import Checkpoint
from rogatory.seal.notes import NoteSigner
from rogatory.seal.signatures import Signatures
from rogatory.storage.packages.sealed import Package, Segment
from rogatory.storage.store import DatabaseStore
from rogatory.wire import canonical

SEAL = "5e" * 32
SEGMENT = 70_000
SEGMENTS = 3


class Movable:
    """A home with rows in every table, a log of two epochs, objects, and a package of which a segment is missing."""

    def __init__(self, path, *, rows=12, state="XB"):
        new = NewHome(state=state, root=b"{}", directory_url="http://127.0.0.1:9")
        self.home = create_home(path, new)
        self._give_keys()
        self.digests = []
        with self.database() as database, database.used():
            make_tables(self.home)
            fill_with_any_rows(rows)
            self._fill_log()
            self._fill_objects()

    def copied(self, path):
        """A copy of it in another folder."""
        shutil.copytree(self.home.path, path)
        found = copy.copy(self)
        found.home = read_home(path)
        return found

    def database(self):
        return closing(NodeDatabase(read_home(self.home.path)))

    def _give_keys(self):
        """Files where a worker looks for its keys: whether it may start is asked after they are there."""
        keys = self.home.node_keys
        for place in (
            keys / "http.key",
            keys / "receipts" / "p256.key",
            log_key_file(self.home, 1),
        ):
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(secrets.token_bytes(32))
                place.chmod(0o600)

    def rows(self):
        with self.database() as database, database.used():
            return every_row()

    def objects(self):
        """Everything that the store gives: objects by digest, segments by place, layouts."""
        store = objects_of(read_home(self.home.path))
        found = {digest: store.get(digest) for digest in store.digests()}
        found |= {n: store.get_segment(SEAL, n) for n in range(SEGMENTS - 1)}
        return found | {
            "layout": store.layout(SEAL),
            "removed": sorted(store.marks.names("tombstones")),
        }

    def everything(self):
        return self.rows(), self.objects(), (self.home.path / "node.toml").read_text()

    def files(self):
        """Every file of the home but what each process writes, with its bytes."""
        return {
            str(path.relative_to(self.home.path)): path.read_bytes()
            for path in sorted(self.home.path.rglob("*"))
            if path.is_file() and path.name != ".lock" and not path.name.startswith("books")
        }

    def to(self, **settings):
        """A file with settings of another place."""
        path = self.home.path.parent / f"to-{secrets.token_hex(4)}.toml"
        path.write_text(write_table(settings))
        return path

    def _fill_log(self):
        store, at = DatabaseStore(), datetime(2026, 11, 30, 21, 0, 0, 5, tzinfo=UTC)
        whole = new_cast().keys.sign(DOCUMENT, NOW)
        for epoch, sizes in ((1, (1, 5, 256, 300)), (2, (5,))):
            origin = f"{self.home.network}/{self.home.state.lower()}/{epoch}"
            signer = NoteSigner.generate(origin, os.urandom)
            for size in sizes:
                with store.transaction():
                    if epoch > 1:
                        store.begin_epoch(epoch, b"opening")
                    while store.log_size() < size:
                        number = epoch * 1000 + store.log_size()
                        values = {"action": "collected", "number": number, "object": "0b" * 32}
                        event, salt = canonical.encode(values), bytes([epoch]) * 32
                        signed = whole if size == 5 else Signatures(b"s", None)
                        store.append_event(event, signed, salt, at, None)
                tree = store.log_tree(size)
                note = signer.sign(Checkpoint(origin, tree.size, tree.root()).text())
                with store.transaction():
                    assert store.put_checkpoint(epoch, size, tree.root(), note) == note

    def _fill_objects(self):
        store, at = objects_of(self.home), datetime(2026, 11, 1, tzinfo=UTC)
        self.digests = [store.put(secrets.token_bytes(n * 1000)) for n in range(8)]
        gone = store.put(b"removed long ago")
        store.remove(gone, at)
        store.finish_removals(datetime(2026, 11, 30, tzinfo=UTC), lambda _digests: ())
        header, size = b"age header\n", SEGMENT * (SEGMENTS - 1) + 9
        store.begin_package(SEAL, header, size, SEGMENT)
        package = Package.objects.create(
            seal=SEAL, package="p", bag="ba" * 32, direction="in", sender="xa/x", payload_size=size,
            segment_size=SEGMENT, segments=SEGMENTS, present=2, complete=False, received=at,
        )  # fmt: skip
        for index in range(SEGMENTS):
            data = secrets.token_bytes(SEGMENT if index < SEGMENTS - 1 else 9)
            is_here = index < SEGMENTS - 1
            if is_here:
                store.put_segment(SEAL, index, data)
            Segment.objects.create(
                package=package, index=index, blake3=blake3(data).digest(), present=is_here
            )
