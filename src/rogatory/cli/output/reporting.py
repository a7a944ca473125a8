# SPDX-License-Identifier: Apache-2.0
"""The end of a command: words for a person, JSON for a script, and the exit status.

| exit | meaning |
| --- | --- |
| 0 | done; everything checked holds |
| 1 | refused: something that was given or sent is wrong |
| 2 | the command was called with wrong arguments |
| 3 | nothing fails, but something could not be checked |
| 4 | something did not arrive; the same may succeed later |
| 70 | a fault of this program |
| 130 | interrupted |
"""

import functools
import json
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn
from unicodedata import category

import click

from rogatory.cli.output.ground_names import sentence_with_names
from rogatory.cli.output.plain import plain
from rogatory.errors import RogatoryError

as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON on standard output."
)


def reported[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Turn an expected failure into its reasons, each on a line, and its exit status."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        _refuse_no_text(kwargs)
        try:
            return function(*args, **kwargs)
        except RogatoryError as error:
            print_failure(error, machine=bool(kwargs.get("as_json")), home=kwargs.get("home"))

    return run


def _refuse_no_text(given: Mapping[str, object]) -> None:
    """Refuse values that are no text: bytes on the command line that are not UTF-8. Names of files may be any."""
    for name, value in given.items():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and any("\ud800" <= char <= "\udfff" for char in one):
                raise click.UsageError(f"What was given for {name} is no text in UTF-8.")


def print_failure(error: RogatoryError, *, machine: bool, home: object = None) -> NoReturn:
    if machine:
        print_json({"ok": False, "reasons": [reason.as_json() for reason in error.reasons]})
    else:
        for reason in error.reasons:
            line = sayable(f"[{reason.code.id}] {sentence_with_names(reason, home)}")
            click.echo(f"{click.style('✗', fg='red')} {line}", err=True)
    sys.exit(int(error.exit_status))


def print_json(value: Any) -> None:
    """Print a value as JSON: what is a phrase or a statement with its codes and fields (`plain`)."""
    click.echo(json_text(plain(value), indent=2))


_OTHERS = re.compile(r"[^ -~\n]")

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""The categories of characters that have no form of their own: they steer a terminal, or turn the order of the text."""


def json_text(value: Any, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """Return JSON in which such characters are written as escapes, which every reader of JSON reads as before."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=sort_keys)
    return _OTHERS.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1] if category(found[0]) in _UNSEEN else found[0]


def print_text(text: str = "") -> None:
    click.echo(sayable(text))


def sayable(text: str) -> str:
    """Write out the bytes of a file's name that are no UTF-8: a forger chooses names that no
    terminal accepts, so that the program ends before it has printed what is wrong.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def grouped(fingerprint: str) -> str:
    """Return a digest in groups of four, as it is compared by eye; `wire.spoken_digest` is for the
    telephone.
    """
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
