# SPDX-License-Identifier: Apache-2.0
"""`check.sh`: the checks of a bundle that stock tools can make, as a POSIX shell script.

A convenience: the report prints the same commands, so that an expert need not trust the script.
It never says that all holds when a tool was lacking: exit 0 all hold, 1 something fails, 3 nothing
fails but something was not checked.
"""

from collections.abc import Iterable
from importlib.resources import files

from rogatory.node.bundle.contents_checks import ContentsChecks
from rogatory.node.bundle.stock_commands import (
    SignedFile,
    quoted,
    signed_files,
    timestamp_commands,
)

_MARK = "#CHECKS#\n"


def check_script(contents: ContentsChecks, bundle: SignedFile) -> bytes:
    """The script of one bundle."""
    template = files("rogatory.node.bundle").joinpath("check.sh.in").read_text("utf-8")
    head, tail = template.split(_MARK)
    lines = [*_signatures(signed_files(contents, bundle)), *_timestamps(contents)]
    return (head + "".join(f"{line}\n" for line in lines) + tail).encode()


def _signatures(documents: Iterable[SignedFile]) -> Iterable[str]:
    for one in documents:
        state = one.holder[:2]
        for algorithm in one.algorithms:
            yield (
                f"signature {algorithm} {quoted(one.path)} {quoted(one.holder)} "
                f"{state}-ca.{algorithm}.pem {int(one.at.timestamp())} "
                f"{quoted(one.signature(algorithm))}"
                + (f" {state}-ca.{algorithm}.crl" if algorithm in one.lists else "")
            )


def _timestamps(contents: ContentsChecks) -> Iterable[str]:
    for command in timestamp_commands(contents):
        yield f"timestamp {quoted(command)}"
