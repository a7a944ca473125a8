# SPDX-License-Identifier: Apache-2.0
"""Writes the table of pages into docs/api.md, from the console's own addresses:

python tests/casts/console/pages_table.py
"""

import importlib
import inspect
import sys
from pathlib import Path

TABLE = Path(__file__).parents[3] / "docs" / "api.md"
BEGIN, END = "<!-- pages: begin -->\n", "<!-- pages: end -->\n"

NOT_PAGES = {"healthz", "language", "readyz"}
"""A probe that reveals nothing, and the choice of a language before the log-in."""


def pages():
    """(name, address, methods, permission, what it is) of every page of officers."""
    from django.test import RequestFactory

    urls = importlib.import_module("rogatory.console.urls")
    found = []
    for pattern in urls.urlpatterns:
        name = getattr(pattern, "name", None)
        if name is None or name in NOT_PAGES or str(pattern.pattern).startswith("accounts/"):
            continue
        view = pattern.callback
        refused = view(RequestFactory().generic("PROPFIND", "/"))
        assert refused.status_code == 405, f"{name} takes any method"
        methods = [one for one in refused["Allow"].split(", ") if one != "HEAD"]
        assert hasattr(view, "permission"), f"{name} does not say who may open it"
        description = inspect.getdoc(view)
        assert description, f"{name} does not say what it is"
        found.append((name, f"/{pattern.pattern}", methods, view.permission, _first(description)))
    return found


def _first(doc):
    return " ".join(doc.split("\n\n")[0].split())


def table():
    rows = ["| Address | Methods | Permission | What it is |\n| --- | --- | --- | --- |\n"]
    for _name, address, methods, permission, description in pages():
        may = f"`{permission.value}`" if permission else "every account"
        rows.append(f"| `{address}` | {', '.join(methods)} | {may} | {description} |\n")
    return "".join(rows)


def with_table(text):
    before, _, rest = text.partition(BEGIN)
    _old, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


def main():
    tests = Path(__file__).parents[2]
    sys.path.insert(0, str(tests))
    from casts.console import world as console_world

    with console_world.console_settings():
        TABLE.write_text(with_table(TABLE.read_text()))


if __name__ == "__main__":
    main()
