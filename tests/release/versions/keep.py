# SPDX-License-Identifier: Apache-2.0
"""Keep of a release what later versions are tested on.

    just keep-release WHEEL COMMIT

Writes `tests/release/versions/VERSION`: the wheel, what `rogatory demo` of that wheel leaves behind, what the same program says
of it, and the script that founds a network with it. The folder must not exist; nothing of a release is ever changed.
"""

import argparse
import hashlib
import json
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from casts.docs.places import TESTS
from casts.release.kept import STATES, answers_of, home_of
from casts.release.program import released

DIGESTS = TESTS / "node" / "court" / "report_digests.json"

EVIDENCE = {
    "Mail/0001.eml": b"From: shop@mail.example\nSubject: Order\n\nPaid.\n",
    "accounts.csv": b"account,opened\nshop,2026-10-01\n",
}
"""A seizure of two small files: the repository keeps it for ever."""

LEFT_OUT = ("logs", "run")
"""Folders of a home that hold nothing of it once it is stopped."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="keep-release")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("commit", help="from which the wheel was built, as docs/releasing.md says")
    given = parser.parse_args()
    version = given.wheel.name.split("-")[1]
    out = TESTS / "release" / "versions" / version
    out.mkdir()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = released(given.wheel, folder / "program")
        demo = folder / "demo"
        played = program.run("demo", "--home", demo, "--evidence", _evidence(folder), "--no-serve")
        if played.returncode:
            sys.stderr.write(played.stdout + played.stderr)
            return 1
        facts = {
            "version": version,
            "commit": given.commit,
            "wheel_sha256": hashlib.sha256(given.wheel.read_bytes()).hexdigest(),
            "report": json.loads(DIGESTS.read_bytes()),
            "nodes": {
                state: answers_of(program, home_of(demo / "network", state)) for state in STATES
            },
        }
        with tarfile.open(out / "demo.tar.xz", "x:xz") as archive:
            archive.add(demo, "demo", filter=_kept)
    shutil.copy(given.wheel, out)
    shutil.copy(Path(__file__).with_name("found.py"), out)
    (out / "facts.json").write_text(f"{json.dumps(facts, indent=1)}\n", encoding="utf-8")
    return 0


def _evidence(folder: Path) -> Path:
    seizure = folder / "evidence"
    for name, content in EVIDENCE.items():
        path = seizure / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return seizure


def _kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    parts = Path(member.name).parts
    if parts[1:2] in (("network",), ("bundle",)) or len(parts) < 2:
        inside = parts[-2:-1] and parts[-2] in LEFT_OUT
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        return None if inside else member
    return None


if __name__ == "__main__":
    sys.exit(main())
