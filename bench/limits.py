# SPDX-License-Identifier: Apache-2.0
"""The limits of this machine: SHA-256, durable writes, signatures."""

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa
from cryptography.hazmat.primitives.hashes import SHA256

from bench.rows import WrongOutputError

SLOT = 4096
SLOTS = 1024


def sha256_rate(openssl: str) -> float:
    """Return the bytes of SHA-256 a second on one processor, as `openssl speed` reports them."""
    answer = subprocess.run(
        [openssl, "speed", "-mr", "-evp", "sha256", "-bytes", "1048576", "-seconds", "1"],
        capture_output=True,
        text=True,
        check=True,
    )
    rate_line = re.search(r"^\+F:\d+:sha256:([\d.]+)", answer.stdout, re.MULTILINE | re.IGNORECASE)
    if rate_line is None:
        raise WrongOutputError(f"openssl speed said: {answer.stdout}")
    return float(rate_line[1])


class Syncing:
    """Writes of 4 KiB, each followed by fdatasync, over a file that has its blocks already.

    That is what a write-ahead log does once it has grown, and the fastest that a file system
    does: a file that grows with each write costs several times as much.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "syncing"
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.pwrite(self._file, bytes(SLOT * SLOTS), 0)
        os.fsync(self._file)
        self._place = 0

    def rate(self, seconds: float) -> float:
        """Durable writes a second."""

        def write() -> None:
            os.pwrite(self._file, os.urandom(SLOT), self._place * SLOT)
            os.fdatasync(self._file)
            self._place = (self._place + 1) % SLOTS

        return rate_of(write, seconds)

    def close(self) -> None:
        os.close(self._file)


def rate_of(act: Callable[[], object], seconds: float, each: int = 1) -> float:
    """How often a second something happens, `each` times in one act."""
    started = time.perf_counter()
    until = started + seconds
    count = 0
    while True:
        act()
        count += 1
        ended = time.perf_counter()
        if ended >= until:
            return count * each / (ended - started)


def signature_seconds(counts: dict[str, int], samples: int = 40) -> float:
    """Processor seconds of that many signatures and verifications, by the fastest way there is: the
    library that does them, with keys at hand and without certificates or CMS around them.
    """
    acts = _signature_acts()
    return sum(count * _cpu_of(acts[name], samples) for name, count in counts.items())


def _signature_acts() -> dict[str, Callable[[], object]]:
    text = bytes(600)
    p256, post, ed = (
        ec.generate_private_key(ec.SECP256R1()),
        mldsa.MLDSA65PrivateKey.generate(),
        ed25519.Ed25519PrivateKey.generate(),
    )
    p256_public, post_public, ed_public = p256.public_key(), post.public_key(), ed.public_key()
    by_p256, by_post, by_ed = p256.sign(text, ec.ECDSA(SHA256())), post.sign(text), ed.sign(text)
    return {
        "p256 sign": lambda: p256.sign(text, ec.ECDSA(SHA256())),
        "p256 verify": lambda: p256_public.verify(by_p256, text, ec.ECDSA(SHA256())),
        "mldsa65 sign": lambda: post.sign(text),
        "mldsa65 verify": lambda: post_public.verify(by_post, text),
        "ed25519 sign": lambda: ed.sign(text),
        "ed25519 verify": lambda: ed_public.verify(by_ed, text),
    }


def _cpu_of(act: Callable[[], object], samples: int) -> float:
    started = time.thread_time()
    for _ in range(samples):
        act()
    return (time.thread_time() - started) / samples
