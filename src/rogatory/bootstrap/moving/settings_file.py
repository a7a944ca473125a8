# SPDX-License-Identifier: Apache-2.0
"""node.toml with other settings of where rows and objects are; all else, comments included, stays as it is."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from rogatory.bootstrap.moving.plan import PLACES
from rogatory.bootstrap.node_toml.writing import write_table

_LINE = re.compile(r"^database_url *=[^\n]*\n", re.MULTILINE)
_TABLE = re.compile(r"^\[object_store\][^\n]*\n(?:(?!\[)[^\n]*\n?)*", re.MULTILINE)


def settings_text(text: str, target: Mapping[str, Any]) -> str:
    """Return the text of node.toml with the settings of another place."""
    before = tomllib.loads(text)
    wanted = {name: value for name, value in before.items() if name not in PLACES} | dict(target)
    plain = {name: value for name, value in target.items() if not isinstance(value, Mapping)}
    tables = {name: value for name, value in target.items() if isinstance(value, Mapping)}
    kept = _TABLE.sub("", _LINE.sub("", text)).rstrip("\n") + "\n"
    edited = f"{write_table(plain) if plain else ''}{kept}{write_table(tables) if tables else ''}"
    try:
        if tomllib.loads(edited) == wanted:
            return edited
    except tomllib.TOMLDecodeError:
        pass
    # A file that is written in another way than usual loses its comments, and nothing else.
    return write_table(wanted)
