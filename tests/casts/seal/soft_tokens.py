# SPDX-License-Identifier: Apache-2.0
"""Real PKCS#11 tokens in software (SoftHSM 2), in a folder of their own, for the tests."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from rogatory.seal import tokens

PIN = "4711-0815"
SO_PIN = "00000000"
PLACES = ("/usr/lib/softhsm", "/usr/lib/x86_64-linux-gnu/softhsm", "/usr/local/lib/softhsm")


class SoftTokens:
    """`module` is the PKCS#11 module; the environment names the folder to it and to children."""

    def __init__(self, folder: Path) -> None:
        found = [Path(place) / "libsofthsm2.so" for place in PLACES]
        self.module = next((path for path in found if path.exists()), None)
        if self.module is None or not shutil.which("softhsm2-util"):
            pytest.skip("SoftHSM 2 is not on this machine (apt install softhsm2)")
        self.folder = folder / "tokens"
        self.folder.mkdir()
        settings = folder / "softhsm2.conf"
        settings.write_text(f"directories.tokendir = {self.folder}\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(settings)

    def add(self, label: str) -> str:
        """A new token of that label; the label."""
        words = ["softhsm2-util", "--init-token", "--free", "--label", label]
        words += ["--pin", PIN, "--so-pin", SO_PIN]
        subprocess.run(words, check=True, capture_output=True)
        self.reload()
        return label

    def remove(self, label: str) -> None:
        """Delete a token: the fixture of a module that a worker tests in two parts is set up twice."""
        words = ["softhsm2-util", "--delete-token", "--token", label]
        subprocess.run(words, check=True, capture_output=True)
        self.reload()

    def reload(self) -> None:
        """Do what a process that starts now would see: new tokens, nobody logged in."""
        import pkcs11

        tokens.close_tokens()
        pkcs11.lib(str(self.module)).reinitialize()

    def take_out(self) -> Path:
        """All tokens at once, as if their reader was unplugged."""
        away = self.folder.with_name("away")
        self.folder.rename(away)
        self.folder.mkdir()
        return away

    def put_back(self, away: Path) -> None:
        self.folder.rmdir()
        away.rename(self.folder)

    def objects(self, label: str) -> str:
        """Return pkcs11-tool's list of a token's objects."""
        words = ["pkcs11-tool", "--module", str(self.module), "--token-label", label]
        words += ["--login", "--pin", PIN, "--list-objects"]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout


LABEL = "XA signing"


class Flagged:
    """A token that says of itself what no software token ever does."""

    label = LABEL

    def __init__(self, flag):
        self.flags = flag

    def open(self, **_given):
        raise AssertionError("a PIN was tried")
