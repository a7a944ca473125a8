# SPDX-License-Identifier: Apache-2.0
"""Every code of this program by its id, whatever a process has run so far.

A page shows what the worker wrote down, and has not imported what raised it there.
"""

import importlib
from functools import cache
from pathlib import Path

from rogatory.errors import Code, known_code

MODULES = ("*refusals.py", "*_codes.py")
"""The names of the modules that define codes."""

_PACKAGE = Path(__file__).parents[1]


def code_of(name: str) -> Code | None:
    """Return the code of that id; None if this version has none."""
    found = known_code(name)
    if found is None:
        _import_all()
        found = known_code(name)
    return found


@cache
def _import_all() -> None:
    """Import the modules that define codes, once in a process. They import nothing but other codes."""
    for path in modules_of_codes():
        place = path.relative_to(_PACKAGE).with_suffix("")
        importlib.import_module(".".join(("rogatory", *place.parts)))


def modules_of_codes() -> list[Path]:
    """Return the files of the modules that define codes."""
    return sorted({path for name in MODULES for path in _PACKAGE.rglob(name)})
