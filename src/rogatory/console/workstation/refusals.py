# SPDX-License-Identifier: Apache-2.0
"""Codes of the workstation's door."""

from rogatory.errors import Code

FOREIGN_HOST = Code(
    "workstation-foreign-host",
    "The request names another host than this workstation's.",
    "Open the address printed at the start.",
)
FOREIGN_ORIGIN = Code(
    "workstation-foreign-origin",
    "The request does not come from a page of this workstation.",
    "Go back to the page and try again there; a script must send its Origin.",
)
NOT_ENTERED = Code(
    "workstation-not-entered",
    "This browser was not admitted, or the address was already used.",
    "Start the workstation again, and open the address that it prints, once.",
)
NOT_A_PICTURE = Code(
    "workstation-not-a-page",
    "A picture is shown only on its item's page.",
    "Open the item.",
)
FAULT = Code(
    "workstation-fault",
    "The workstation has a fault.",
    "Report the output of its terminal; what was recorded stays recorded.",
)
