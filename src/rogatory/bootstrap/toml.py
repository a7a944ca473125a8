# SPDX-License-Identifier: Apache-2.0
"""Writes the little TOML that `node.toml` needs; Python reads TOML but writes none."""

import json
from collections.abc import Mapping
from typing import Any


def write_table(values: Mapping[str, Any]) -> str:
    """TOML text: plain values and lists first, then one table for each mapping."""
    plain = {name: value for name, value in values.items() if not isinstance(value, Mapping)}
    lines = [f"{name} = {_value(value)}" for name, value in plain.items()]
    for name, table in values.items():
        if isinstance(table, Mapping):
            lines += ["", f"[{name}]"]
            lines += [f"{key} = {_value(value)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def _value(value: str | int | list[str]) -> str:
    # A JSON string is a TOML basic string, save for DEL, which TOML wants escaped (TOML 1.0).
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
