# SPDX-License-Identifier: Apache-2.0
"""Writes the little TOML that `node.toml` needs; Python reads TOML but writes none."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def write_table(values: Mapping[str, Any]) -> str:
    """Return TOML text: plain values and lists first, then a table for each mapping, tables in it
    too.
    """
    return "\n".join(_lines(values, "")) + "\n"


def _lines(values: Mapping[str, Any], within: str) -> Iterator[str]:
    for name, value in values.items():
        if not isinstance(value, Mapping):
            yield f"{name} = {_value(value)}"
    for name, table in values.items():
        if isinstance(table, Mapping):
            yield from ("", f"[{within}{name}]", *_lines(table, f"{within}{name}."))


def _value(value: str | int | list[str]) -> str:
    # A JSON string is a TOML basic string, save for DEL, which TOML wants escaped (TOML 1.0).
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
