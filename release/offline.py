# SPDX-License-Identifier: Apache-2.0
"""The archive with which a node is installed without a network: wheels, digests of all, one signature.

`python -m release.offline OUT --key KEY` builds the wheel of the last commit, fetches the wheels of all components
that the locks pin, for this machine's system and Python, and packs them with a manifest that the releaser's key
signs. An operator needs openssl, sha256sum and pip, as docs/releasing.md shows; `--try` does the same
in a fresh environment that is given no network.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from release import distributions
from release.locked import LOCKS, ROOT, Pin, build_tools, constraints, pins, version

MANIFEST = "MANIFEST.sha256"
SIGNATURE = f"{MANIFEST}.sig"
EXTRAS = "fonts,images,postgres,s3,telemetry,tokens"


def requirements(components: Mapping[str, Pin], wheel: Path, *, extras: str = "") -> str:
    """Return pip's requirements: each version with its digests, our own wheel among them."""
    tools = build_tools()
    lines = [
        " ".join(
            [
                f"{pin.name}=={pin.version}",
                *([f"; {pin.marker}"] if pin.marker else []),
                *(f"--hash=sha256:{one}" for one in pin.digests),
            ]
        )
        for name, pin in sorted(components.items())
        if name not in tools
    ]
    own = f"rogatory[{extras}]" if extras else "rogatory"
    return "\n".join([*lines, f"{own}=={version()} --hash=sha256:{_digest(wheel)}", ""])


def fetch(requirement_file: Path, folder: Path) -> None:
    """Fetch the wheels of a requirement file for this system and Python, and no source."""
    call(
        [
            str(_pip()),
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--only-binary=:all:",
            "--dest",
            str(folder),
            "--requirement",
            str(requirement_file),
        ]
    )


def pack(folder: Path, key: Path, archive: Path) -> None:
    """Write the manifest of a folder, sign it, and pack the folder under its name."""
    names = sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {MANIFEST, SIGNATURE}
    )
    lines = [f"{_digest(folder / name)}  {name}\n" for name in names]
    (folder / MANIFEST).write_text("".join(lines), encoding="utf-8")
    call(["openssl", "dgst", "-sha256", "-sign", str(key), "-out", SIGNATURE, MANIFEST], cwd=folder)
    with tarfile.open(archive, "w") as packed:
        for name in [MANIFEST, SIGNATURE, *names]:
            packed.add(folder / name, f"{folder.name}/{name}", filter=_plain)


def verify(folder: Path, public_key: Path) -> None:
    """Verify an unpacked archive with the commands that docs/releasing.md gives."""
    verifying = ["openssl", "dgst", "-sha256", "-verify", str(public_key), "-signature"]
    call([*verifying, SIGNATURE, MANIFEST], cwd=folder)
    call(["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=folder)


def install(folder: Path, environment: Path, requirement: str, *, isolated: Sequence[str]) -> None:
    """Install an unpacked archive into a fresh environment, by commands that begin with `isolated`."""
    call([*isolated, sys.executable, "-m", "venv", str(environment)])
    call(
        [
            *isolated,
            str(environment / "bin" / "pip"),
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-index",
            "--find-links",
            str(folder / "wheels"),
            "--require-hashes",
            "--requirement",
            str(folder / requirement),
        ]
    )


def call(command: Sequence[str], cwd: Path | None = None) -> None:
    """Run a command; end with what it was when it fails."""
    answer = subprocess.run(command, cwd=cwd, check=False, stdout=subprocess.DEVNULL)
    if answer.returncode:
        raise SystemExit(f"This step failed with exit status {answer.returncode}: {command}")


def assemble(folder: Path) -> None:
    """Fill the folder of an archive: wheels, requirements, constraints, notices."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as built:
        wheel = shutil.copy(distributions.build(Path(built))[1], wheels)
    runtime, extras = pins(LOCKS / "runtime.txt"), pins(LOCKS / "extras.txt")
    for name, text in {
        "requirements.txt": requirements(runtime, Path(wheel)),
        "requirements-all.txt": requirements(extras, Path(wheel), extras=EXTRAS),
        "constraints.txt": constraints(),
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, folder)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as others:
        # Ours is built here, and no registry has it.
        lines = (folder / "requirements-all.txt").read_text(encoding="utf-8").splitlines(True)
        others.write("".join(line for line in lines if not line.startswith("rogatory")))
        others.flush()
        fetch(Path(others.name), wheels)


def _pip() -> Path:
    """Return the pip of the environment that brings uv: ours has none."""
    return ROOT / ".venv-uv" / "bin" / "pip"


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o644
    return entry


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _try(archive: Path, key: Path) -> None:
    """Do what docs/releasing.md says, in a fresh folder and without a network."""
    isolated = ["unshare", "--map-root-user", "--net"]
    with tempfile.TemporaryDirectory() as home:
        public = Path(home, "release.pub")
        call(["openssl", "pkey", "-in", str(key), "-pubout", "-out", str(public)])
        with tarfile.open(archive) as packed:
            packed.extractall(home, filter="data")
        folder = Path(home, archive.stem)
        verify(folder, public)
        for requirement in ("requirements.txt", "requirements-all.txt"):
            environment = Path(home, f"environment-{requirement}")
            install(folder, environment, requirement, isolated=isolated)
            call([*isolated, str(environment / "bin" / "rogatory"), "--version"])
            sys.stdout.write(f"{requirement}: installed without a network; it runs.\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Pack the archive for machines without a network.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--key", type=Path, required=True, help="private key that signs (PEM)")
    parser.add_argument("--try", dest="tried", action="store_true", help="verify and install it")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    name = f"rogatory-{version()}-offline"
    archive = given.out.resolve() / f"{name}.tar"
    with tempfile.TemporaryDirectory() as place:
        assemble(Path(place, name))
        pack(Path(place, name), given.key.resolve(), archive)
    sys.stdout.write(f"{_digest(archive)}  {archive.name}\n")
    if given.tried:
        _try(archive, given.key.resolve())


if __name__ == "__main__":
    main()
