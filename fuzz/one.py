# SPDX-License-Identifier: Apache-2.0
"""One target under libFuzzer, in a process of its own: `python -m fuzz.one TARGET FLAGS… CORPUS`."""

import sys

import atheris

with atheris.instrument_imports(include=["rogatory", "rogatory_verify"]):
    from fuzz.targets import TARGETS


def main() -> None:
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda data: target(bytes(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
