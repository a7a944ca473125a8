# SPDX-License-Identifier: Apache-2.0
"""The check that the documents of a bag are in the form that its readers demand, before it is
sealed.

A recipient who opens a package cannot have it corrected any more, so sealing refuses what opening
would.
"""

from collections.abc import Iterable, Iterator, Mapping

from rogatory.disk import Beneath
from rogatory.errors import Reason, Refused
from rogatory.evidence.protected import misnamed
from rogatory.evidence.verification.conditions_check import given_beneath
from rogatory.evidence.verification.examined_check import (
    PayloadFiles,
    check_examined,
    says_something,
)


def tag_form_reasons(
    beneath: Beneath, tags: Mapping[str, str], payload: PayloadFiles, inventory: Iterable[bytes]
) -> Iterator[Reason]:
    """Yield why the conditions of use, or the statements about images and returns, would be refused
    on opening.
    """
    try:
        given = given_beneath(tags, beneath)
        yield from misnamed(given.conditions.protected_items, inventory)
    except Refused as refused:
        yield from refused.reasons
    if says_something(tags):
        try:
            check_examined(beneath, tags, payload)
        except Refused as refused:
            yield from refused.reasons
