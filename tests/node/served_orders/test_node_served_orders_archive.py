# SPDX-License-Identifier: Apache-2.0
"""The zip of a signed folder: written in one way, read within limits, and never unpacked to a disk."""

import io
import struct
import subprocess
import zipfile

import pytest

from casts.directory.provider_orders import NOW, borealia, withdrawn, written
from rogatory.errors import Refused
from rogatory.node.provider_orders.check import check_order
from rogatory.node.provider_orders.layout import (
    MOST_FILES,
    OF_ORDER,
    OF_WITHDRAWAL,
    read_order_folder,
)
from rogatory.node.served_orders.archive import LARGEST_FOLDER, pack, unpack
from rogatory.node.workstation.verification.trust import TrustedFingerprint


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    network, keys = borealia(folder / "network")
    order = written(network, keys, folder / "order")
    return network, order, withdrawn(network, keys, folder / "withdrawal")


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def problem(data):
    with pytest.raises(Refused) as refused:
        unpack(data, OF_ORDER)
    (reason,) = refused.value.reasons
    assert reason.code.id == "order-archive"
    return str(reason.fields["problem"])


def test_a_packed_folder_is_the_same_bytes_and_passes_the_providers_check(made, tmp_path):
    network, order, _withdrawal = made
    data = pack(read_order_folder(order))
    assert data == pack(unpack(data, OF_ORDER))
    trusted = TrustedFingerprint(network.founding.network, network.founding.network)
    assert check_order(unpack(data, OF_ORDER), trusted=trusted, now=NOW).outcome == "holds"
    (tmp_path / "order.zip").write_bytes(data)
    unzipped = subprocess.run(
        ["python3", "-m", "zipfile", "-e", "order.zip", "out"], cwd=tmp_path, check=False
    )
    assert unzipped.returncode == 0
    assert check_order(tmp_path / "out", trusted=trusted, now=NOW).outcome == "holds"


def test_a_withdrawal_is_read_by_its_own_form(made):
    withdrawal = made[2]
    data = pack(read_order_folder(withdrawal, OF_WITHDRAWAL))
    unpack(data, OF_WITHDRAWAL).check_layout()
    with pytest.raises(Refused) as refused:
        unpack(data, OF_ORDER).check_layout()
    assert {one.code.id for one in refused.value.reasons} == {
        "order-file-missing",
        "order-file-stray",
    }


@pytest.mark.parametrize(
    "name",
    ["../order.json", "/order.json", "directory/../order.json", "order.json/x", "a\\b", "C:x"],
)
def test_a_name_that_leaves_the_folder_is_a_fault_and_nothing_is_read_by_it(name):
    found = unpack(zipped([("order.json", b"{}"), (name, b"hostile")]), OF_ORDER)
    assert found.names == {"order.json"}
    assert [one.code.id for one in found.faults] == ["order-file-stray"]
    assert found.bytes_of(name, LARGEST_FOLDER) == b""


def test_what_no_folder_is_packed_as_is_refused():
    order = [("order.json", b"{}")]
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("order.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("order.json", b"[]")
    packed_otherwise = "it is packed in another way than a folder is"
    assert problem(twice.getvalue()) == packed_otherwise
    assert problem(zipped(order, zipfile.ZIP_BZIP2)) == packed_otherwise
    many = [(f"directory/metadata/{number}.root.json", b"") for number in range(MOST_FILES + 1)]
    assert problem(zipped(many, zipfile.ZIP_STORED)) == packed_otherwise
    encrypted = bytearray(zipped(order))
    flags = encrypted.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", encrypted, flags, 1)
    struct.pack_into("<H", encrypted, 6, 1)
    assert problem(bytes(encrypted)) == "it cannot be read"
    patched = bytearray(zipped(order))
    struct.pack_into("<H", patched, patched.index(b"PK\x01\x02") + 8, 0x20)
    assert problem(bytes(patched)) == "it cannot be read"
    later = bytearray(zipped(order))
    struct.pack_into("<H", later, later.index(b"PK\x01\x02") + 6, 99)
    assert problem(bytes(later)) == "it cannot be read"
    assert problem(zipped(order)[:-9]) == "it cannot be read"


def test_a_zip_that_expands_is_refused_before_it_is_held():
    half = b"0" * (LARGEST_FOLDER // 2 + 1)
    swollen = zipped([("order.json", half), ("card.json", half)])
    assert len(swollen) < 100_000
    assert problem(swollen) == "it holds more than the folder of an order"
