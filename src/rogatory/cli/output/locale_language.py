# SPDX-License-Identifier: Apache-2.0
"""The language in which somebody uses a terminal, as the locale of the process states it."""

import re
from collections.abc import Mapping

from rogatory.custody.events.values import UNDETERMINED

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order of POSIX: the first that is not empty decides."""

_LOCALE = re.compile(r"([a-z]{2,3})(?:[_.@].*)?\Z", re.ASCII)


def locale_language(environment: Mapping[str, str]) -> str:
    """Return the language tag of the locale; `und` where it states none, as `C` and `POSIX` do."""
    locale = next((value for name in _VARIABLES if (value := environment.get(name))), "")
    found = _LOCALE.match(locale)
    return found[1] if found else UNDETERMINED
