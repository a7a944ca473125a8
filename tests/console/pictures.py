# SPDX-License-Identifier: Apache-2.0
"""Takes a picture of every page of the console and of the workstation, for eyes to judge:

python tests/console/pictures.py DIR --languages en,ar --widths 360 --only thread,desk --dark
"""

import argparse
import importlib
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]


def requested(words):
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--languages", default="en,ar,zh-hans", type=_listed)
    parser.add_argument("--widths", default="1280,360", type=_widths)
    parser.add_argument(
        "--only", default=[], type=_listed, help="pages whose names have one of these"
    )
    parser.add_argument("--without", choices=("console", "workstation"))
    parser.add_argument("--dark", action="store_true", help="a dark one beside each")
    parser.add_argument("--print", action="store_true", help="a PDF beside each")
    return parser.parse_args(words)


def _listed(text):
    return text.split(",")


def _widths(text):
    return [int(one) for one in _listed(text)]


def main(words=None):
    given = requested(words)
    given.folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(TESTS))
    importlib.import_module("django_home")  # sets Django up before any model is named
    walk = importlib.import_module("casts.console.picture_walk")
    with walk.browser_of.chromium() as browser, tempfile.TemporaryDirectory() as workspace:
        if given.without != "console":
            walk.the_console(browser, given.folder, given)
        if given.without != "workstation":
            walk.the_workstation(browser, given.folder, given, Path(workspace))


if __name__ == "__main__":
    main()
