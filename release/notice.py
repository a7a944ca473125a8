# SPDX-License-Identifier: Apache-2.0
"""The file NOTICE: the licences of what an installation brings, from `locks/licences.toml`."""

import sys

from release.locked import ROOT, licences, shipped

NOTICE = ROOT / "NOTICE"

_HEAD = """\
rogatory
Licensed under the Apache License, Version 2.0 (see LICENSE).

The wheel of rogatory contains no work of others. Installing it brings the components below, each as a
distribution of its own and with its own licence text. Those marked with an extra come only with it.
Components under the LGPL are used as separate, replaceable files; nothing of them is copied or linked into ours.
Wheels of compiled components contain further libraries, which their own licence files name.
"""

_FOOT = """\
The JavaScript of the console's pages is ours but for htmx (0BSD), which django-htmx contains.
"""


def notice() -> str:
    """Return the text of NOTICE."""
    stated = licences()
    lines = []
    for pin, optional in shipped():
        if pin.name in stated:
            of_extra = "  (extra)" if optional else ""
            lines.append(f"{pin.name} {pin.version}: {stated[pin.name]['licence']}{of_extra}")
        else:
            lines.append(f"{pin.name} {pin.version}: only where {pin.marker}")
    return "\n".join([_HEAD, *lines, "", _FOOT])


if __name__ == "__main__":
    NOTICE.write_text(notice(), encoding="utf-8")
    sys.stdout.write(f"{NOTICE.name} is written.\n")
