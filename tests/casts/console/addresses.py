# SPDX-License-Identifier: Apache-2.0
"""An address of each page."""

import re

UUID = "019aaf00-0000-7000-8000-00000000000a"


ANY = {
    "kind": "preservation",
    "state": "XM",
    "language": "en",
    "form": "html",
    "passkey": "7",
    "session": "7",
}
"""Identifiers that name nothing: who may open the page is asked before whether it is there."""


def address_of(pattern):
    def value(found):
        return UUID if found[1] == "uuid" else ANY.get(found[2], "abcdef")

    return re.sub(r"<(\w+):(\w+)>", value, pattern)
