# SPDX-License-Identifier: Apache-2.0
"""The name of a State that says nothing of itself in the directory.

The names are those of the United Nations where these differ from CLDR's (`state_names.csv`,
recalled from its terminology and not read there: correct it by a row), else CLDR's by Babel.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from babel import Locale

from rogatory.console.language.languages import locale_of

_NOT_NAMED = frozenset({"EH", "TW", "XK"})
"""Codes for which CLDR's name is none that the United Nations use for a State: shown as codes."""


def state_name(code: str, language: str) -> str:
    """Return the name in a language of the directory; the code itself where none is known.

    Codes that begin with X are free for private use (ISO 3166-1) and name no State here: exercises
    take them, and CLDR has names of its own for some.
    """
    own = _united_nations().get(code)
    if own:
        return own[language]
    if code.startswith("X") or code in _NOT_NAMED:
        return code
    return str(Locale.parse(locale_of(language)).territories.get(code, code))


@cache
def _united_nations() -> Mapping[str, Mapping[str, str]]:
    text = (
        files("rogatory.console.language").joinpath("state_names.csv").read_text(encoding="utf-8")
    )
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}
