# SPDX-License-Identifier: Apache-2.0
"""The common parts of the commands on the law: arguments, and values written as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import click

from rogatory.errors import Reason

home = click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
reason = click.option("--reason", required=True, metavar="TEXT", help="Why, for the record.")
on = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The day of the assessment; by default, today.",
)


def day_of(given: datetime | None) -> date:
    return (given or datetime.now(UTC)).date()


def plain(value: Any) -> Any:
    """Return a value of the domain as JSON has it: every field by its name, reasons with their
    words.
    """
    if isinstance(value, Reason):
        return value.as_json()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(each) for each in (sorted(value) if isinstance(value, frozenset) else value)]
    return value
