# SPDX-License-Identifier: Apache-2.0
"""A workstation that runs as an examiner starts it, and a browser's requests to it, written by hand."""

import contextlib
import http.client
import io
import json
import os
import re
import subprocess
import sys
import zlib
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from PIL import Image

from casts.cli.commands import keys_of, run
from casts.steady.patience import PATIENCE
from casts.steady.warm import begun
from rogatory.custody.events.act_text import normative_text
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal

PASSPHRASE = "correct horse battery"
FIRST, SECOND = "xa-0005", "xa-0006"
SECRET = b"Only for two: act today"


def png(width, height):
    """A picture whose colours run from corner to corner."""

    def chunk(kind, data):
        check = zlib.crc32(kind + data).to_bytes(4)
        return len(data).to_bytes(4) + kind + data + check

    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
    rows = b"".join(
        b"\0" + b"".join(bytes((x * 4 % 256, y * 4 % 256, 128)) for x in range(width))
        for y in range(height)
    )
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


NOTED = "GPS 46.2N 6.1E"
"""A camera's note of where it was."""


def photograph():
    """A picture that was taken with the camera on its side, which it noted, with where that was and
    as much more as cameras put before the picture's size.
    """
    noted = Image.Exif()
    noted[0x0112], noted[0x010E] = 6, NOTED + "." * 20_000
    stream = io.BytesIO()
    Image.open(io.BytesIO(png(96, 64))).save(stream, "JPEG", exif=noted)
    return stream.getvalue()


def seized(folder):
    """Make items of every kind that a page must display."""
    files = {
        "Mail/0001.eml": b"Please act today, before the others do.\n" * 20,
        "Mail/protected.txt": SECRET,
        "page.html": b"<html><script>document.title='pwned'</script><h1>Invoice</h1></html>",
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "beach.png": png(96, 64),
        "photo.jpg": photograph(),
        "torn.jpg": photograph()[:-300],
        "no.png": png(96, 64)[:40] + bytes(90),
        "bomb.gif": b"GIF89a" + b"\xff\xff\xff\xff" + bytes(20),
        "false.png": b"<html><script>alert(1)</script></html>",
        "disk.img": bytes(range(256)) * 4000,
        "long.txt": b"a line that is said again and again: act today\n" * 100_000,
        "turned.txt": "harmless \u202etxt.exe \u2066 and a bell \x07".encode(),
        "<img src=x onerror=alert(1)>.txt": b"a name that is markup",
    }
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (folder / "fdp.\u202eexe").write_bytes(b"a name that turns itself about")
    return folder


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def data(self):
        return self.json["data"]

    @property
    def text(self):
        return self.body.decode()

    @property
    def codes(self):
        return [one["code"] for one in self.json["reasons"]]


@dataclass
class Desk:
    """A running workstation, as one browser knows it."""

    address: str
    process: subprocess.Popen = field(repr=False)
    cookie: str = ""

    @property
    def host(self):
        return urlsplit(self.address).netloc

    @property
    def port(self):
        return urlsplit(self.address).port

    @property
    def origin(self):
        return f"http://{self.host}"

    @property
    def prefix(self):
        return "/" + urlsplit(self.address).path.split("/")[1]

    @property
    def door(self):
        """Return the part of the printed address behind the prefix."""
        return urlsplit(self.address).path.removeprefix(self.prefix)

    def ask(self, path, form=None, *, page=False, **headers):
        """One request; `page` for HTML. A header given as None is not sent."""
        if not path.startswith(self.prefix):
            path = self.prefix + path
        given = {"Host": self.host, "Accept": "text/html" if page else "application/json"}
        if self.cookie:
            given["Cookie"] = self.cookie
        body = None
        if form is not None:
            body = urlencode(form)
            given |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return raw(self.port, "GET" if form is None else "POST", path, given, body)

    def enter(self):
        found = self.ask(self.door)
        assert found.status == 303, found.text
        self.cookie = found.headers["Set-Cookie"].partition(";")[0]
        return self

    def unlock(self, officer=FIRST, reason="Case 12/26", passphrase=PASSPHRASE):
        return self.ask("/unlock", {"officer": officer, "reason": reason, "passphrase": passphrase})

    def lock(self):
        return self.ask("/lock", {})

    def evidence(self, name):
        return next(
            f"/evidence/{one['id']}"
            for one in self.ask("/").data["evidence"]
            if one["name"] == name
        )

    def items(self, place):
        """Every item of a package by its path, page after page."""
        found, after = {}, ""
        while after is not None:
            page = self.ask(f"{place}/items/{after}").data
            found |= {one["path"]: one for one in page["items"]}
            after = page["next"] and f"?after={page['next']}"
        return found

    def item(self, place, path):
        return f"{place}/items/{self.items(place)[path]['number']}/"


def raw(port, method, path, headers, body=None):
    """A request to the letter: no header that is not given, and none of a kind twice by itself."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                line.putheader(name, one)
    data = body.encode() if isinstance(body, str) else body
    if data is not None:
        line.putheader("Content-Length", str(len(data)))
    line.endheaders(data)
    found = line.getresponse()
    answer = Answer(found.status, found.headers, found.read())
    line.close()
    return answer


def office(folder, code="XA"):
    """A State's authority with its keys under a passphrase, and two officers with keys of their own."""
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n")
    result = run("keys", "state-ca", code, "--out", folder / "ca")
    assert result.status == 0, result.err
    keys_of(
        f"{code.lower()}/central-authority", folder / "keys", state_ca=folder / "ca",
        passphrase=PASSPHRASE,
    )  # fmt: skip
    for number in (FIRST, SECOND):
        result = run("keys", "officer", number, "--ca", folder / "ca", "--out", folder / number,
                   "--passphrase-file", folder / "passphrase")  # fmt: skip
        assert result.status == 0, result.err
    return folder


def packed(folder, source, xb, to, *more, out="sealed"):
    """A sealed package in the folder of packages, with one item protected."""
    result = run(
        "evidence", "seal", source, "--key", xb, "--to", to, "--out", folder / out,
        "--officer", "xb-0005", "--protected", "Mail/protected.txt", "--proceedings", "AR-2026-0417",
        *more,
    )  # fmt: skip
    assert result.status == 0, result.err
    return folder / out


def reasons(folder):
    """Return the reasons of a journal's events, in order."""
    return [normative_text(parse_event(entry.event)) for entry in Journal(folder)]


def started(*words, **environment):
    """`rogatory workstation WORDS --no-browser`, ended at the end."""
    command = [
        sys.executable,
        "-m",
        "rogatory.main",
        "workstation",
        *map(str, words),
        "--no-browser",
    ]
    return _desk(
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | environment,
        )
    )  # fmt: skip


def forked(*words):
    """Do the same in a process that is forked: for tests to which its memory and its descriptors are nothing."""
    return _desk(begun("workstation", *words, "--no-browser", environment=os.environ))


@contextlib.contextmanager
def _desk(process):
    try:
        lines = [process.stdout.readline() for _ in range(2)]
        address = re.search(r"http://127\.0\.0\.1:\d+/\S+", lines[-1])
        assert address, (lines, process.stderr.read() if process.poll() is not None else "")
        yield Desk(address[0], process)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()
        process.stderr.close()
