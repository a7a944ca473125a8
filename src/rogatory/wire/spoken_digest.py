# SPDX-License-Identifier: Apache-2.0
"""A digest as a short phrase of decimal digits, to be read out over the telephone and compared.

Seven groups of five digits, since digits are what the officers of every State can say and write
down. The first six are the digest as one number, reduced modulo 99991^6, in base 99991 (the
largest prime below 10^5), the first group the most significant: 99.6 bits. The seventh is chosen
so that the sum of each group times its place (1 to 7) is a multiple of 99991. As that is a prime,
no single misheard group and no two swapped ones go unnoticed, and any other mishearing once in
99991 times.

An attacker who wants another thing to have the phrase of a given one must try 2^99 digests. One who
makes both things needs 2^50, which can be done: the phrase shows two people that they hold the same
thing, and binds nobody who made it. What binds is the whole digest.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from rogatory.errors import Refused
from rogatory.wire import refusals
from rogatory.wire.digests import parse_digest

BASE = 99_991
GROUPS = 7
DIGITS = 5

LONGEST_HEARD = 1000
"""Characters that are typed from a telephone call; a longer text is something pasted by mistake."""

type SpokenMatch = Literal["equal", "misheard", "different"]


@dataclass(frozen=True, slots=True)
class Heard:
    """How a phrase that was heard compares. `groups` are the places (from 1) that differ.

    `misheard`: its own check digits contradict it, so that it says nothing yet. `different`: it
    is the phrase of something else.
    """

    result: SpokenMatch
    groups: tuple[int, ...] = ()


def spoken(digest: str) -> str:
    """Return the phrase of a digest (64 hex digits), its groups apart."""
    return " ".join(f"{group:0{DIGITS}}" for group in _groups(digest))


def compare_heard(heard: str, digest: str) -> Heard:
    """Decide whether the phrase heard is that of the digest; also takes a whole digest in hex.

    Spaces and punctuation do not count, nor does the script of the digits.

    Raises:
        Refused: it has another number of digits, or is no number at all.
    """
    whole = _hex(heard)
    if whole is not None:
        places = tuple(n + 1 for n in range(16) if whole[4 * n :][:4] != digest[4 * n :][:4])
        return Heard("different", places) if places else Heard("equal")
    theirs, own = parse_spoken(heard), _groups(digest)
    if theirs == own:
        return Heard("equal")
    places = tuple(n for n in range(1, GROUPS + 1) if theirs[n - 1] != own[n - 1])
    return Heard("different" if _holds(theirs) else "misheard", places)


def parse_spoken(heard: str) -> tuple[int, ...]:
    """Return the groups of a phrase, whether or not its check digits fit."""
    wanted = GROUPS * DIGITS
    digits = [unicodedata.decimal(one, None) for one in heard[:LONGEST_HEARD] if one.isalnum()]
    if len(heard) > LONGEST_HEARD or None in digits:
        raise Refused(refusals.SPOKEN.because(digits=wanted, groups=GROUPS))
    if len(digits) != wanted:
        raise Refused(refusals.SPOKEN_LENGTH.because(found=len(digits), wanted=wanted))
    text = "".join(map(str, digits))
    return tuple(int(text[at : at + DIGITS]) for at in range(0, len(text), DIGITS))


def _groups(digest: str) -> tuple[int, ...]:
    number = int(parse_digest(digest), 16) % BASE ** (GROUPS - 1)
    found: list[int] = []
    for _ in range(GROUPS - 1):
        number, group = divmod(number, BASE)
        found.insert(0, group)
    weighed = sum(place * group for place, group in enumerate(found, 1))
    return (*found, -weighed * pow(GROUPS, -1, BASE) % BASE)


def _holds(groups: tuple[int, ...]) -> bool:
    weighed = sum(place * group for place, group in enumerate(groups, 1))
    return weighed % BASE == 0 and all(group < BASE for group in groups)


def _hex(heard: str) -> str | None:
    """Return a whole digest, however it is grouped; None for anything else."""
    bare = "".join(heard[:LONGEST_HEARD].split()).lower()
    try:
        return parse_digest(bare)
    except Refused:
        return None
