# SPDX-License-Identifier: Apache-2.0
"""`check.sh`: the checks of a bundle that stock tools can make, one fixed file per format version.

Its SHA-256 is published in SPECIFICATION.md section 19, so that a court can get the script from
anywhere but the bundle: a person who forges a bundle forges the copy in it. The same file is at
`verifier/check.sh` in the sources, and `rogatory evidence check-script` writes it.
"""

from importlib.resources import files

from rogatory.wire.digests import sha256


def check_script() -> bytes:
    """Return the script of the format version that is written here."""
    return files("rogatory.node.court").joinpath("check.sh").read_bytes()


SCRIPT_SHA256 = sha256(check_script())
