# SPDX-License-Identifier: Apache-2.0
"""Where a node's objects are: on the disk of its home, or in the bucket that `[object_store]` names."""

from datetime import timedelta
from pathlib import Path

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import LARGEST_KEY_FILE, read_secret_file
from rogatory.bootstrap.node_toml.object_store import ObjectStoreTable
from rogatory.disk.reading import read_file
from rogatory.errors import Refused
from rogatory.storage.files.objects import LocalObjects
from rogatory.storage.object_store.bucket import AccessKey, Bucket, BucketAddress, StoreTimeouts
from rogatory.storage.object_store.objects import BucketObjects
from rogatory.storage.object_store.self_test import check_store
from rogatory.wire.randomness import Random

CHECKING = StoreTimeouts(answering=timedelta(seconds=15), repetitions=1)
"""An operator waits for the check at a node's start, and for the doctor's."""


def objects_of(home: Home) -> LocalObjects | BucketObjects:
    """Return the node's objects; no store is asked yet.

    Raises:
        Refused: the access key is missing, malformed, or others may read it.
    """
    if home.object_store is None:
        return LocalObjects(home.objects, home.packages)
    return BucketObjects(bucket_of(home, home.object_store, home.object_store_key))


def check_objects(home: Home, random: Random) -> None:
    """Check the store that the settings name, if any, before the node relies on it.

    1. No objects lie in the home, where the node would not look for them.
    2. The access key is there.
    3. The store keeps what it is given, and overwrites nothing (`check_store`).

    Raises:
        Refused: 1 to 3 does not hold.
        Unreachable: the store does not answer, or does not let the node in.
    """
    if home.object_store is None:
        return
    if LocalObjects(home.objects, home.packages).has_anything():  # 1
        raise Refused(refusals.OBJECTS_AT_HOME.because(path=str(home.path)))
    try_store(home, random)  # 2, 3


def try_store(home: Home, random: Random) -> None:
    """Check that the store that the settings name, if any, keeps what it is given, and overwrites nothing.

    Raises:
        Refused: it does not, or the access key is not there.
        Unreachable: it does not answer, or does not let the node in.
    """
    if home.object_store is not None:
        check_store(bucket_of(home, home.object_store, home.object_store_key, CHECKING), random)


def bucket_of(
    home: Home, table: ObjectStoreTable, key: Path, timeouts: StoreTimeouts | None = None
) -> Bucket:
    """Return a bucket that the settings of a home name, with the access key in a file; it is not asked yet.

    Raises:
        Refused: the access key is missing, malformed, or others may read it.
    """
    ca = table.ca_file and read_file(home.path / table.ca_file, limit=LARGEST_KEY_FILE)
    address = BucketAddress(
        endpoint=table.endpoint.rstrip("/"),
        bucket=table.bucket,
        region=table.region,
        prefix=table.prefix or "",
        ca=ca or None,
    )
    return Bucket(address, _access_key(key), timeouts)


def _access_key(path: Path) -> AccessKey:
    lines = read_secret_file(path).decode("utf-8", "replace").split()
    identifier, colon, secret = lines[0].partition(":") if len(lines) == 1 else ("", "", "")
    if not identifier or not colon or not secret:
        raise Refused(refusals.ACCESS_KEY_FORM.because(path=str(path)))
    return AccessKey(access_key_id=identifier, secret_access_key=secret)
