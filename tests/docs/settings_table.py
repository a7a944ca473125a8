# SPDX-License-Identifier: Apache-2.0
"""docs/settings.md: every setting of node.toml, from the classes that declare them.

`python tests/docs/settings_table.py` writes it again.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import timedelta
from pathlib import Path

from rogatory.bootstrap.node_toml.declared import Between, DeclaredSetting, declared
from rogatory.bootstrap.node_toml.paging import Hook, Mail
from rogatory.bootstrap.node_toml.settings import TABLES, NodeSettings, setting_limits
from rogatory.node.limits.fetch_limits import FetchLimits
from rogatory.node.limits.message_limits import MessageLimits

TABLE = Path(__file__).parents[2] / "docs" / "settings.md"

HEAD = """# Settings of a node

What an operator may set in `node.toml`, made from what reads it (`rogatory.bootstrap.node_toml`). A setting that is not here, that is
missing or has another type or value is refused with the code `home-setting`, each with what is wrong; the node's operator must
correct it. Secrets are not set here: they are files below `keys/`.
"""

_KINDS = {str: "text", int: "number", bool: "true or false", list: "list", dict: "table"}
_BY_STATE = {"bandwidth", "fetching", "messages"}
_UNLESS_BY_STATE = {
    "bytes_under_way": FetchLimits().under_way("XA"),
    "fetching.bytes_per_day": FetchLimits().day("XA"),
    "per_minute": MessageLimits().count("XA"),
    "messages.bytes_per_day": MessageLimits().size("XA"),
    "bytes_in_all": MessageLimits().total("XA"),
}
"""The values of each State that nobody named."""
_BELOW = {"paging.mail": Mail, "paging.webhooks.NAME": Hook}


def table() -> str:
    parts = [HEAD, *_section("", NodeSettings)]
    for name, declaring in TABLES.items():
        parts += _section(name, declaring)
    for name, declaring in _BELOW.items():
        parts += _section(name, declaring)
    return "\n".join(parts).rstrip() + "\n"


def meanings(declaring: type) -> Mapping[str, str]:
    """Return the docstring below each field of a class."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(declaring))).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for field, docstring in zip(tree.body, tree.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(docstring, ast.Expr)
            and isinstance(docstring.value, ast.Constant)
        ):
            found[field.target.id] = " ".join(str(docstring.value.value).split())
    return found


def _section(name: str, declaring: type) -> Iterator[str]:
    docstrings = meanings(declaring)
    if name:
        yield f"\n## `[{name}]`\n"
        yield (
            " ".join((inspect.getdoc(declaring) or "").split("\n\n", maxsplit=1)[0].split()) + "\n"
        )
    yield "| Setting | Type | Unless set | What it is |"
    yield "| --- | --- | --- | --- |"
    if name == "limits":
        for setting, default in setting_limits().items():
            yield _row(setting, *_limit(default), docstrings[setting])
        return
    for each in declared(declaring):
        unless = _unless(each)
        if name in _BY_STATE:
            number = _UNLESS_BY_STATE.get(each.name, _UNLESS_BY_STATE.get(f"{name}.{each.name}"))
            unless = "none" if number is None else f"`{number}`"
        yield _row(each.name, _kind(each), unless, docstrings[each.field])


def _row(name: str, kind: str, unless: str, meaning: str) -> str:
    return f"| `{name}` | {kind} | {unless} | {meaning.replace('|', chr(92) + '|')} |"


def _limit(default: timedelta | int) -> tuple[str, str]:
    if isinstance(default, timedelta):
        return "seconds, at least 1", f"`{int(default.total_seconds())}`"
    return "number, at least 1", f"`{default}`"


def _kind(setting: DeclaredSetting) -> str:
    kind = _KINDS[setting.kind]
    if isinstance(setting.check, Between):
        least, most = setting.check.least, setting.check.most
        return f"{kind}, {f'at least {least}' if most is None else f'{least} to {most}'}"
    return kind


def _unless(setting: DeclaredSetting) -> str:
    if setting.is_needed:
        return "it must be set"
    default = setting.default
    if isinstance(default, timedelta):
        return f"`{int(default.total_seconds()) // 3600}`"
    if default is None or default in ((), {}) or is_dataclass(default):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
