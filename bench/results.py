# SPDX-License-Identifier: Apache-2.0
"""One run's results as JSON, and the machine that they were made on."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.scales import GIB, Scale

_PACKAGES = ("rogatory", "cryptography", "blake3", "django", "bagit", "pymerkle")
_PROGRAMS = (
    ("openssl", ("openssl", "version")),
    ("age", ("age", "--version")),
    ("tar", ("tar", "--version")),
    ("coreutils", ("sha256sum", "--version")),
)

NOT_INSTALLED = "not installed"


def machine(folder: Path) -> dict[str, Any]:
    """Return what the figures depend on; no name of the machine and no path of it."""
    return {
        "processor": _processor(),
        "processors": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "file_system": _output_of("df", "--output=fstype", str(folder)).split()[-1],
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "programs": {name: _output_of(*command).split("\n")[0] for name, command in _PROGRAMS},
    }


def moment() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"  # noqa: TID251 - the edge, where time comes from


def results(scale: Scale, rows: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    return {
        "at": moment(),
        "scale": {name: getattr(scale, name) for name in scale.__slots__},
        "machine": machine(folder),
        "rows": rows,
    }


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The older results with the rows that were measured anew in their places.

    A program that is not installed now keeps its older version: the rows that stay were measured
    with it, and those measured now went without it.
    """
    fresh = {row["id"]: row for row in new["rows"]}
    rows = [fresh.pop(row["id"], row) for row in old["rows"]] + [*fresh.values()]
    now, before = new["machine"]["programs"], old["machine"]["programs"]
    programs = {
        name: before.get(name, version) if version == NOT_INSTALLED else version
        for name, version in now.items()
    }
    return new | {"machine": new["machine"] | {"programs": programs}, "rows": rows}


def write(path: Path, value: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _output_of(*command: str) -> str:
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return NOT_INSTALLED
    return answer.stdout.strip() or answer.stderr.strip()
