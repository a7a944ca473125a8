# SPDX-License-Identifier: Apache-2.0
"""Writes docs/codes.md: every code, what it says, who must do what. `just codes` runs it.

It writes docs/commands.md and docs/law.md as well (see commands_table.py and law_table.py), so that one
recipe renews what is generated.
"""

import importlib
from datetime import date
from pathlib import Path

import commands_table
import law_table

import rogatory
from rogatory.bootstrap.doctor.kinds.all_kinds import KINDS
from rogatory.errors import Code
from rogatory.treaty.citing import basis_of
from rogatory.treaty.law import WORLD, packaged_law
from rogatory.treaty.regimes import regime_of
from rogatory.wire.known_codes import modules_of_codes

THE_CONVENTION = regime_of(packaged_law(WORLD), None, "", "", date.min)

SOURCE = Path(rogatory.__file__).parent
TABLE = Path(__file__).parents[2] / "docs" / "codes.md"

HEAD = """# Codes

Every reason that `rogatory` gives has a stable code: in the words of the command line, in its JSON,
at the node's API, in the log, and in the translations; what the doctor finds has one as well (at the
end). Generated from the modules that end in `refusals.py` and `_codes.py` and the doctor's kinds by
`just codes`. The code of an alert has no column of its own for who must do what: it says so itself.

"""


def layers():
    """Return each package with its codes, in the order of their definition."""
    found = {}
    for path in modules_of_codes():
        place = path.relative_to(SOURCE).with_suffix("")
        module = importlib.import_module(".".join(("rogatory", *place.parts)))
        codes = [one for one in vars(module).values() if isinstance(one, Code)]
        if codes:
            found.setdefault(str(place.parent), {}).update({code.id: code for code in codes})
    return {layer: list(codes.values()) for layer, codes in sorted(found.items())}


def table() -> str:
    parts = [HEAD]
    for layer, codes in layers().items():
        parts.append(
            f"## {layer}\n\n| code | what it says | who must do what |\n| --- | --- | --- |\n"
        )
        parts += [
            f"| `{code.id}` | {_cell(code.what)}{_article(code)} | {_cell(code.remedy)} |\n"
            for code in codes
        ]
        parts.append("\n")
    parts.append(
        "## The doctor\n\n| code | level | what it says | who must do what |\n| --- | --- | --- | --- |\n"
    )
    parts += [
        f"| `{kind.id}` | {kind.level} | {_cell(kind.what)} | {_cell(kind.remedy)} |\n"
        for kind in KINDS
    ]
    return "".join(parts).rstrip() + "\n"


def _article(code: Code) -> str:
    if code.cites:
        basis = basis_of(THE_CONVENTION, "preservation", code.cites)
        return f" (under the Convention article {basis.article}, {basis.certainty})"
    return f" (article {code.article}, {code.certainty})" if code.article else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    TABLE.write_text(table())
    commands_table.TABLE.write_text(commands_table.table(), "utf-8")
    law_table.TABLE.write_text(law_table.table(), "utf-8")
