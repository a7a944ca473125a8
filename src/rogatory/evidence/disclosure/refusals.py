# SPDX-License-Identifier: Apache-2.0
"""Why items are not handed over alone, and what is wrong with a disclosure."""

from rogatory.errors import Code

_OFFICER = "The disclosing officer must"
_READER = "Do not rely on this copy; ask the authority that disclosed it for an unaltered one."

POLICE_INFORMATION = Code(
    "disclosure-police-information",
    "The sending authority gave this as police information only, not as evidence.",
    f"{_OFFICER} ask the sending authority for its consent, or for the evidence by a request for "
    "mutual legal assistance.",
)
NO_REASON = Code(
    "disclosure-no-reason",
    "A disclosure needs a reason in words: it is signed with what is disclosed.",
    f"{_OFFICER} say to whom the items go, and by which order.",
)
PROTECTED = Code(
    "disclosure-protected",
    "{path} is protected material, and was not named as such.",
    f"{_OFFICER} leave it out, or include it expressly with --with-protected.",
)
NOTHING = Code("disclosure-nothing", "No item was chosen.", f"{_OFFICER} name at least one.")
NO_SUCH_ITEM = Code(
    "disclosure-no-such-item",
    "The package has no item {path}.",
    f"{_OFFICER} name items as the inventory has them; `rogatory evidence list` shows them.",
)
TOO_MANY_NAMED = Code(
    "disclosure-list-long",
    "The list names more than {limit} items.",
    f"{_OFFICER} name folders instead, or split the list.",
)
LIST_FORM = Code(
    "disclosure-list-form",
    "Line {line} of the list is no path of an item: {problem}.",
    f"{_OFFICER} give one stored path a line, in UTF-8.",
)
STRANGER = Code(
    "disclosure-stranger",
    "{authority} is of no State that gave the evidence or to which it was sealed.",
    "Ask the authority that gave the evidence whether {authority} may have it.",
)
NOT_RELEASED = Code(
    "disclosure-item-not-released",
    "{path} is not among the items that the notice to the giving State names for these proceedings.",
    f"{_OFFICER} leave it out, or send another notice; one that comes late states why.",
)
UNSIGNED = Code(
    "disclosure-unsigned",
    "The package is not signed, so nothing in it can be proved to anybody.",
    f"{_OFFICER} collect with a key, or seal the package, before items are handed over.",
)
PACKAGE_DIFFERS = Code(
    "disclosure-package",
    "{path} is not what the package's own manifest lists, or does not lead to its items root.",
    f"{_OFFICER} verify the bag, and open the sealed package again.",
)

FORM = Code("disclosure-form", "{path} is not in its form: {problem}.", _READER)
MISSING = Code("disclosure-file-missing", "{path} is listed but missing.", _READER)
EXTRA = Code("disclosure-file-extra", "{path} is present but not listed.", _READER)
CHANGED = Code("disclosure-file-changed", "{path} is not as it is listed: {problem}.", _READER)
NOT_PROVED = Code(
    "disclosure-not-proved",
    "The item {path} is not in the signed package.",
    "Do not use it as evidence; ask the authority that sealed the package.",
)
DIFFERS = Code(
    "disclosure-differs",
    "disclosure.json has another {field} than the package: {problem}.",
    _READER,
)
