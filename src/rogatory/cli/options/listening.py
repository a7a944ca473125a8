# SPDX-License-Identifier: Apache-2.0
"""The option `--listen` of programs that serve without TLS, behind a web server."""

from collections.abc import Callable
from typing import Any

import click


class _Place(click.ParamType["tuple[str, int]"]):
    """`127.0.0.1:8700` or `[::1]:8700`."""

    name = "HOST:PORT"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, int]:
        host, colon, port = str(value).rpartition(":")
        if not colon or not host or not port.isdigit() or not 0 < int(port) < 65536:
            self.fail(f"{value!r} is not of the form 127.0.0.1:8700", param, ctx)
        return host.removeprefix("[").removesuffix("]"), int(port)


def listen_option(default: str, signed: str) -> Callable[..., Any]:
    """Return `--listen HOST:PORT`; `signed` is what needs no TLS, as it is signed."""
    return click.option(
        "--listen",
        type=_Place(),
        default=default,
        show_default=True,
        help=f"Where to listen, without TLS: {signed} is signed. Put a web server before it.",
    )
