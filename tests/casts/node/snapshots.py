# SPDX-License-Identifier: Apache-2.0
"""Nodes that each are shown a directory of their own, by the holder of the publisher's key."""

from dataclasses import replace

from casts.node.world import NETWORK, NOW, KnownDirectory
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.ceremony.metadata import Metadata, MetaFile, Snapshot, write_metadata
from rogatory.directory.ceremony.network_field import name_network
from rogatory.directory.view.published_snapshot import PublishedSnapshot
from rogatory.node.snapshots.keep import keep_own


class SplitPublisher:
    """Signs snapshots with one key, of any version and content."""

    def __init__(self, world):
        self.world = world
        self.key = new_directory_key()
        self.keys = {self.key.keyid: self.key.signer.public_key}

    def signed(self, version, content, key=None):
        """A snapshot whose State metadata has `content` as its version."""
        meta = {"targets.json": MetaFile(1), "xa.json": MetaFile(content)}
        metadata = Metadata(Snapshot(version, expires=NOW, meta=meta))
        name_network(metadata.signed, NETWORK)
        metadata.sign((key or self.key).signer)
        return write_metadata(metadata)

    def show(self, code, version, content):
        """A State's node is shown a version with this content, and goes by it."""
        data = self.signed(version, content)
        published = PublishedSnapshot(data, self.keys, frozenset(self.keys))
        view = replace(self.world.view(version), published=published)
        node = self.world.node(code)
        node = replace(node, register=KnownDirectory(view))
        self.world.exchange.join(node)
        keep_own(node, view)
        return view
