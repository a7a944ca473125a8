# SPDX-License-Identifier: Apache-2.0
"""Options of the commands that make a key on a PKCS#11 token."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from rogatory.cli.options.passphrases import ask_pin, pin_file
from rogatory.node.workstation.keys.new_keys import OnToken


def token_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return `--pkcs11`, `--token`, `--token-serial`, `--curve` and `--pin-file`; `on_token` reads
    them.
    """
    for option in (
        pin_file,
        click.option(
            "--curve",
            type=click.Choice(["p256", "p384"]),
            default="p256",
            show_default=True,
            help="Kind of the key on the token; P-384 serves for all but signing on the line to a node.",
        ),
        click.option(
            "--token-serial", metavar="NUMBER", help="Where several tokens have that label."
        ),
        click.option("--token", metavar="LABEL", help="The token's label; with --pkcs11."),
        click.option(
            "--pkcs11",
            "module",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="Make the ECDSA key on a token that this PKCS#11 module speaks to.",
        ),
    ):
        command = option(command)
    return command


def on_token(given: Any) -> OnToken | None:
    """Return the token that the options name, or None for a key in a file."""
    if given["module"] is None:
        if given["token"] or given["token_serial"] or given["curve"] != "p256":
            raise click.UsageError("--token, --token-serial and --curve go with --pkcs11.")
        return None
    if not given["token"]:
        raise click.UsageError("--pkcs11 goes with --token LABEL.")
    return OnToken(
        str(given["module"].absolute()),
        given["token"],
        ask_pin(),
        given["token_serial"],
        given["curve"],
    )
