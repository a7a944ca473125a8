# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of spoken digests beside this file: one scenario a file.

Each holds a digest, what was heard, and what a reader must say: `equal`, `misheard` or
`different` with the groups that differ, or the code of the refusal. Kept free of the project's
code: the phrase is worked out with fractions of the digest, group by group from the left.
"""

import hashlib
import json
from fractions import Fraction
from pathlib import Path

PRIME = 99991


def phrase(digest: str) -> list[str]:
    rest = Fraction(int(digest, 16) % PRIME**6, PRIME**6)
    groups = []
    for _ in range(6):
        rest *= PRIME
        groups.append(int(rest))
        rest -= groups[-1]
    check = next(
        last
        for last in range(PRIME)
        if (sum((n + 1) * group for n, group in enumerate(groups)) + 7 * last) % PRIME == 0
    )
    return [f"{group:05}" for group in [*groups, check]]


DIGEST = hashlib.sha256(b"Arcadia asks Borealia").hexdigest()
OTHER = hashlib.sha256(b"Borealia asks Arcadia").hexdigest()
OWN, THEIRS = phrase(DIGEST), phrase(OTHER)
MISHEARD = [*OWN[:3], f"{(int(OWN[3]) + 60) % 100000:05}", *OWN[4:]]
SWAPPED = [OWN[1], OWN[0], *OWN[2:]]
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

SCENARIOS = {
    "equal": (DIGEST, " ".join(OWN), "equal", []),
    "equal-run-together": (DIGEST, "".join(OWN), "equal", []),
    "equal-hyphens-and-lines": (
        DIGEST,
        "-".join(OWN[:4]) + ".\n" + ", ".join(OWN[4:]),
        "equal",
        [],
    ),
    "equal-arabic-digits": (DIGEST, " ".join(OWN).translate(ARABIC), "equal", []),
    "equal-hex": (DIGEST, DIGEST.upper(), "equal", []),
    "zeroes": ("0" * 64, " ".join(["00000"] * 7), "equal", []),
    "one-group-misheard": (DIGEST, " ".join(MISHEARD), "misheard", [4]),
    "two-groups-swapped": (DIGEST, " ".join(SWAPPED), "misheard", [1, 2]),
    "group-not-below-the-prime": ("0" * 64, " ".join(["99991"] + ["00000"] * 6), "misheard", [1]),
    "another-thing": (
        DIGEST,
        " ".join(THEIRS),
        "different",
        [n + 1 for n in range(7) if OWN[n] != THEIRS[n]],
    ),
    "a-group-short": (DIGEST, " ".join(OWN[:6]), "spoken-length", None),
    "a-letter": (DIGEST, "O" + " ".join(OWN)[1:], "spoken-malformed", None),
}

if __name__ == "__main__":
    for name, (digest, heard, expect, groups) in SCENARIOS.items():
        vector = {"digest": digest, "heard": heard, "expect": expect}
        if groups is not None:
            vector["groups"] = groups
        Path(__file__).with_name(f"{name}.json").write_text(json.dumps(vector, indent=1) + "\n")
