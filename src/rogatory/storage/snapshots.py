# SPDX-License-Identifier: Apache-2.0
"""The books' pages on the directory's snapshots."""

from collections.abc import Sequence

from rogatory.node.repositories.snapshots import SeenSnapshot
from rogatory.storage import models
from rogatory.storage.models.columns import whole_or_none
from rogatory.storage.transactions.writing import assert_writing


class SnapshotBooks:
    def put_snapshot(self, seen: SeenSnapshot) -> bool:
        assert_writing()
        row, new = models.SeenSnapshot.objects.get_or_create(
            state=seen.state,
            version=seen.version,
            digest=seen.digest,
            defaults={"at": seen.at, "data": seen.data},
        )
        if new:
            return True
        if seen.data is None or row.data is not None:
            return False
        models.SeenSnapshot.objects.filter(pk=row.pk).update(data=seen.data)
        return True

    def snapshots_of_version(self, version: int) -> Sequence[SeenSnapshot]:
        rows = models.SeenSnapshot.objects.filter(version=version).order_by("at", "id")
        return [
            SeenSnapshot(row.state, row.version, row.digest, row.at, whole_or_none(row.data))
            for row in rows
        ]

    def snapshots_of_state(self, state: str) -> Sequence[SeenSnapshot]:
        rows = models.SeenSnapshot.objects.filter(state=state).defer("data")
        return [
            SeenSnapshot(row.state, row.version, row.digest, row.at)
            for row in rows.order_by("-version", "id")
        ]

    def snapshot_file(self, state: str, digest: str) -> bytes | None:
        row = models.SeenSnapshot.objects.filter(state=state, digest=digest).first()
        return None if row is None else whole_or_none(row.data)

    def drop_snapshots(self, state: str, below: int) -> None:
        assert_writing()
        models.SeenSnapshot.objects.filter(state=state, version__lt=below).delete()

    def drop_snapshot(self, seen: SeenSnapshot) -> None:
        assert_writing()
        models.SeenSnapshot.objects.filter(
            state=seen.state, version=seen.version, digest=seen.digest
        ).delete()
