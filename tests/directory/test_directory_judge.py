# SPDX-License-Identifier: Apache-2.0
"""Judged from outside: python-tuf's own client, as its authors ship it, reads our repository."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater

from casts.directory.network import build_network
from rogatory.directory.ceremony.ceremony import rotate_root
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.entry.entry import build_entry
from rogatory.directory.entry.register import build_register

pytestmark = pytest.mark.judge


class Folder(FetcherInterface):
    """The twenty lines that an outsider writes."""

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = Path(url.removeprefix("file://"))
        if not path.is_file():
            raise DownloadHTTPError("not found", 404)
        yield path.read_bytes()


def outsider(folder: Path, home: Path, first_root: bytes) -> Updater:
    for name in ("metadata", "targets"):
        (home / name).mkdir(parents=True, exist_ok=True)
    return Updater(
        str(home / "metadata"),
        f"file://{folder}/metadata/",
        str(home / "targets"),
        f"file://{folder}/targets/",
        fetcher=Folder(),
        bootstrap=first_root,
    )


@pytest.mark.parametrize("algorithm", ["ed25519", "ml-dsa-65"])
def test_python_tufs_own_client_reads_every_entry(tmp_path: Path, algorithm: str) -> None:
    now = datetime.now(UTC)
    network = build_network(tmp_path / "repository", at=now, algorithm=algorithm)
    network.submit("XA", at=now)
    founding, new = network.founding, new_directory_key(algorithm)
    root = rotate_root(
        founding.root, add=[new.public], revoke=[founding.root_keys[0].keyid], at=now
    )
    network.publisher.publish_root(sign_all(root, founding.root_keys[1:]), at=now)
    client = outsider(network.folder, tmp_path / "outsider", founding.root)
    client.refresh()
    for code, state in network.states.items():
        for path, data in (
            (f"states/{code.lower()}.json", build_entry(state.entry)),
            (f"states/{code.lower()}.officers.json", build_register(state.register)),
        ):
            found = client.get_targetinfo(path)
            assert found is not None
            assert Path(client.download_target(found)).read_bytes() == data
    assert client.get_targetinfo("states/xm.json") is None
