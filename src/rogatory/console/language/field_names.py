# SPDX-License-Identifier: Apache-2.0
"""Names of places in a message: the labels of its fields, one inside the other, as the form has
them.
"""

import re

from django.utils.translation import gettext

from rogatory.console.language.languages import written_number
from rogatory.requests.contents.labels import FIELDS, label

_STEPS = re.compile(r"[./]")


def place_name(place: str) -> str:
    """Return `offence.maximum_years`, or `/data/0/description` as a JSON Pointer writes it. A place
    with a step that has no label, and a name that is none, are shown as they are, or by their
    translation.
    """
    steps = [one for one in _STEPS.split(place) if one]
    parts: list[str] = []
    for at, step in enumerate(steps):
        if step.isdecimal() and parts:
            parts[-1] = f"{parts[-1]} {written_number(int(step) + 1)}"
        elif step in FIELDS:
            parts.append(gettext(label(step, "/".join(steps[:at]))))
        else:
            return gettext(place) if place else place
    return " › ".join(parts) or place
