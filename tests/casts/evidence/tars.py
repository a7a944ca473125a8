# SPDX-License-Identifier: Apache-2.0
"""Tars written block by block, as programs of the last forty years did, and two readers to judge them."""

import os
import random
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest


def block(name, size=0, kind=b"0", *, target=b"", magic=b"ustar\x0000", signed=False, extra=()):
    made = bytearray(512)
    made[: len(name)] = name
    made[100:108], made[108:116], made[116:124] = b"0000644\0", b"0001750\0", b"0001750\0"
    made[124:136], made[136:148] = b"%011o\0" % size, b"%011o\0" % 1_700_000_000
    made[156:157] = kind
    made[157 : 157 + len(target)] = target
    made[257 : 257 + len(magic)] = magic
    for at, data in extra:
        made[at : at + len(data)] = data
    made[148:156] = b" " * 8
    total = sum(byte - 256 * (signed and byte > 127) for byte in made)
    made[148:156] = b"%06o\0 " % total
    return bytes(made)


def whole(data):
    return data + bytes(-len(data) % 512)


def record(key, value):
    body = b" " + key + b"=" + value + b"\n"
    length = len(body)
    while len(str(length)) + len(body) != length:
        length = len(str(length)) + len(body)
    return str(length).encode() + body


def pax(*pairs, kind=b"x"):
    data = b"".join(record(key, value) for key, value in pairs)
    return block(b"PaxHeaders/x", len(data), kind) + whole(data)


END = bytes(1024)


def write(path, *blocks):
    path.write_bytes(b"".join([*blocks, END]))
    return path


def bsdtar(*arguments):
    """Return what libarchive prints; skips the test where its tool is not installed."""
    tool = shutil.which("bsdtar")
    if tool is None:
        pytest.skip("bsdtar is not installed")
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run([tool, *map(str, arguments)], capture_output=True, env=environment).stdout


def named_by_libarchive(path):
    return [line.rstrip("/") for line in bsdtar("-tf", path).decode().splitlines()]


def named_by_python(path):
    with tarfile.open(path) as judge:
        return [member.name.rstrip("/") for member in judge]


def random_tar(seed):
    """Members of all kinds, some of which announce data that their kind does not have."""
    of = random.Random(seed)
    is_pax, made = of.random() < 0.6, []
    for index in range(of.randint(1, 8)):
        name = (
            of.choice([b"a", b"b/c", "\u00e9t\u00e9".encode(), b"A", b"dir/", b"x" * 90])
            + b"%d" % index
        )
        kind = of.choice([b"0", b"0", b"0", b"\0", b"1", b"2", b"3", b"5", b"6", b"7"])
        data = of.randbytes(of.choice([0, 1, 511, 512, 513, 3000])) if kind in b"0\x007" else b""
        size = len(data)
        if kind in b"12356" and of.random() < 0.3:
            size = of.choice([1, 512, 1024, 5000])
        if is_pax and of.random() < 0.5:
            made.append(
                pax((b"path", name + b"long" * 40), (b"mtime", b"%d.5" % of.randint(0, 10**9)))
            )
        magic = b"ustar\x0000" if is_pax or of.random() < 0.8 else b""
        made.append(block(name, size, kind, target=b"a0" if kind in b"12" else b"", magic=magic))
        made.append(whole(data))
    return made


def sparse_map(spans):
    return b",".join(b"%d,%d" % span for span in spans)


def sparse_tar(path: Path, form: str, spans, size, data):
    """One sparse file in each form that GNU tar ever wrote, and a plain file after it."""
    name = b"GNUSparseFile.0/holes"
    after = [block(b"after", 5), whole(b"after")]
    if form == "old":
        places = b"".join(b"%011o\0%011o\0" % span for span in spans)
        first, rest = places[:96], places[96:]
        more = [
            whole(rest[at : at + 504] + (b"" if at + 504 >= len(rest) else bytes(0)))
            for at in range(0, len(rest), 504)
        ]
        more = [
            part[:504] + (b"\1" if number + 1 < len(more) else b"\0") + part[505:]
            for number, part in enumerate(more)
        ]
        extra = [(386, first), (482, b"\1" if more else b"\0"), (483, b"%011o\0" % size)]
        head = block(b"holes", len(data), b"S", magic=b"ustar  \0", extra=extra)
        return write(path, head, *more, whole(data), *after)
    records = [(b"GNU.sparse.name", b"holes")]
    stored = data
    if form == "0.0":
        records += [
            (b"GNU.sparse.size", b"%d" % size),
            (b"GNU.sparse.numblocks", b"%d" % len(spans)),
        ]
        for offset, length in spans:
            records += [
                (b"GNU.sparse.offset", b"%d" % offset),
                (b"GNU.sparse.numbytes", b"%d" % length),
            ]
    elif form == "0.1":
        records += [(b"GNU.sparse.size", b"%d" % size), (b"GNU.sparse.map", sparse_map(spans))]
        records += [(b"GNU.sparse.numblocks", b"%d" % len(spans))]
    else:
        records += [(b"GNU.sparse.major", b"1"), (b"GNU.sparse.minor", b"0")]
        records += [(b"GNU.sparse.realsize", b"%d" % size)]
        numbers = [len(spans), *(number for span in spans for number in span)]
        stored = whole(b"".join(b"%d\n" % number for number in numbers)) + data
    return write(path, pax(*records), block(name, len(stored)), whole(stored), *after)
