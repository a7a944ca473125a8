# SPDX-License-Identifier: Apache-2.0
"""A small seizure as an examiner would find it: the files of a suspect in an online fraud.

Mail, chats, a ledger, photographs, a browser's history, server logs and a provider's return,
with the names that real folders have: other scripts, spaces, a name that differs from another
only by case, a link, an empty folder. The same seed gives the same bytes.
"""

import json
import os
import random
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

BEGAN = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)

MARKS = ("Nadia", "Ilja", "Tomas", "Amara", "林", "Zoé")
SHOP = "harbour-lights.example"
LURES = (
    "Your parcel is held at the border. Pay the small fee to have it released.",
    "Invest 250 today and see it double before the month ends; others already have.",
    "I have lost my telephone, this is my new number. Can you help me with a payment?",
    "We have noticed an unusual sign-in. Confirm your account within 24 hours.",
)


def generate_seizure(folder: Path, seed: int = 42) -> int:
    """Write the seizure into a new folder; returns how many files it has."""
    chance = random.Random(seed)  # noqa: S311 - the same fiction each time, nothing secret
    folder.mkdir(parents=True)
    for make in (
        _mail,
        _chats,
        _ledger,
        _photographs,
        _history,
        _logs,
        _provider_return,
        _oddities,
    ):
        make(folder, chance)
    _set_times(folder)
    return sum(len(files) for _, _, files in os.walk(folder))


def _moments(chance: random.Random, count: int) -> Iterator[datetime]:
    at = BEGAN
    for _ in range(count):
        at += timedelta(minutes=chance.randint(3, 900))
        yield at


def _put(path: Path, data: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def _mail(folder: Path, chance: random.Random) -> None:
    for number, at in enumerate(_moments(chance, 24), 1):
        mark, lure = chance.choice(MARKS), chance.choice(LURES)
        message = (
            f"From: Customer care <care@{SHOP}>\r\nTo: {mark} <mark{number}@mail.example>\r\n"
            f"Date: {at:%a, %d %b %Y %H:%M:%S +0000}\r\nMessage-ID: <{number}.{at:%s}@{SHOP}>\r\n"
            "Subject: Please act today\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            f"Dear {mark},\r\n\r\n{lure}\r\n\r\nhttps://{SHOP}/pay/{chance.randrange(16**8):08x}\r\n"
        )
        _put(folder / "Mail" / "Sent" / f"{number:04d} Please act today.eml", message)


def _chats(folder: Path, chance: random.Random) -> None:
    for contact in ("quarry-7", "бухгалтер", "المحاسب"):
        lines = [
            {
                "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
                "from": chance.choice(("me", contact)),
                "text": chance.choice(LURES),
            }
            for at in _moments(chance, 60)
        ]
        _put(folder / "Chats" / f"{contact}.json", json.dumps(lines, ensure_ascii=False, indent=1))


def _ledger(folder: Path, chance: random.Random) -> None:
    rows = ["date,mark,amount,currency,account"]
    rows += [
        f"{at:%Y-%m-%d},{chance.choice(MARKS)},{chance.randint(90, 4800)}.00,EUR,XB{chance.randrange(10**18):018d}"
        for at in _moments(chance, 400)
    ]
    _put(folder / "Money" / "ledger, all accounts.csv", "\n".join(rows) + "\n")
    _put(folder / "Money" / "Ledger, All Accounts.csv", "superseded, see the other file\n")


def _photographs(folder: Path, chance: random.Random) -> None:
    for number in range(1, 9):
        _put(
            folder / "Photographs" / f"IMG_{number:04d}.png",
            _picture(chance, 160 + 40 * number, 120 + 30 * number),
        )


def _picture(chance: random.Random, width: int, height: int) -> bytes:
    """Return a PNG (RFC 2083): a sky, a sea, and noise."""
    horizon = chance.randint(height // 3, height // 2)
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        base = (90, 150, 220) if y < horizon else (20, 70, 110)
        for _ in range(width):
            grain = chance.randint(-12, 12)
            rows += bytes(max(0, min(255, part + grain)) for part in base)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _history(folder: Path, chance: random.Random) -> None:
    path = folder / "Browser" / "History.sqlite"
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE visits (at TEXT, url TEXT, title TEXT)")
        database.executemany(
            "INSERT INTO visits VALUES (?, ?, ?)",
            [
                (
                    f"{at:%Y-%m-%dT%H:%M:%SZ}",
                    f"https://{SHOP}/admin/orders?page={chance.randint(1, 90)}",
                    "Orders",
                )
                for at in _moments(chance, 300)
            ],
        )
    database.close()


def _logs(folder: Path, chance: random.Random) -> None:
    for day in range(1, 8):
        lines = [
            f"198.51.100.{chance.randint(1, 254)} - - [{at:%d/%b/%Y:%H:%M:%S +0000}] "
            f'"POST /pay/{chance.randrange(16**8):08x} HTTP/1.1" 200 {chance.randint(300, 9000)}'
            for at in _moments(chance, 500)
        ]
        _put(folder / "server" / "var" / "log" / f"access.log.{day}", "\n".join(lines) + "\n")


def _provider_return(folder: Path, chance: random.Random) -> None:
    path = folder / "Provider return" / "XB-2026-1187 subscriber.zip"
    path.parent.mkdir(parents=True)
    subscriber = {
        "account": f"care@{SHOP}",
        "opened": "2026-08-30T19:22:04Z",
        "address": f"203.0.113.{chance.randint(1, 254)}",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo("subscriber.json", (2026, 10, 2, 9, 0, 0)), json.dumps(subscriber)
        )
        archive.writestr(
            zipfile.ZipInfo("certificate.txt", (2026, 10, 2, 9, 0, 0)),
            "Kept in the ordinary course of business.\n",
        )


def _oddities(folder: Path, chance: random.Random) -> None:
    _put(folder / "notes.txt:backup", "a name that another file system cannot hold\n")
    _put(folder / "空のフォルダ" / "メモ.txt", "港の倉庫、火曜日\n")
    _put(folder / "disk.bin", chance.randbytes(300_000))
    _put(folder / "empty.txt", b"")
    (folder / "Empty folder").mkdir()
    (folder / "latest log").symlink_to("server/var/log/access.log.7")
    (
        Path(os.fsencode(folder).decode("utf-8", "surrogateescape")) / os.fsdecode(b"caf\xe9.txt")
    ).write_bytes(b"a name in an old encoding\n")


def _set_times(folder: Path) -> None:
    moment = int(BEGAN.timestamp())
    for root, folders, files in os.walk(folder, topdown=False):
        for name in (*files, *folders):
            os.utime(Path(root) / name, (moment, moment), follow_symlinks=False)
