# SPDX-License-Identifier: Apache-2.0
"""Codes of the workstation's door."""

from rogatory.errors import Code

FOREIGN_HOST = Code(
    "workstation-foreign-host",
    "The request names another host than this workstation's.",
    "Open the address that was printed at the start.",
)
FOREIGN_ORIGIN = Code(
    "workstation-foreign-origin",
    "The request does not come from a page of this workstation.",
    "Go back to the page, and do there what you meant to do; a script must send its Origin.",
)
NOT_ENTERED = Code(
    "workstation-not-entered",
    "This browser was not let in, or the address was used before.",
    "Start the workstation again, and open the address that it prints, once.",
)
NOT_A_PICTURE = Code(
    "workstation-not-a-page",
    "A picture is shown on its item's page and nowhere else.",
    "Open the item.",
)
FAULT = Code(
    "workstation-fault",
    "The workstation has a fault.",
    "Report what its terminal says; what was recorded stays recorded.",
)
