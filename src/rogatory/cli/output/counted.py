# SPDX-License-Identifier: Apache-2.0
"""A number with what is counted, as English has it: 1 segment, 2,048 segments, 1 entry, 3 entries.

The command line speaks English alone; the console has every language's own plurals.
"""

import re


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return `number` of `one`; `many` where the rest of the sentence changes with it: "event has"."""
    if number == 1:
        return f"1 {one}"
    return f"{number:,} {many or _plural(one)}"


def _plural(one: str) -> str:
    if re.search(r"[^aeiou]y\Z", one):
        return f"{one[:-1]}ies"
    return f"{one}es" if one.endswith(("s", "sh", "ch", "x")) else f"{one}s"
