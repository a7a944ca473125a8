# SPDX-License-Identifier: Apache-2.0
"""The append-only list of codes that custody events have, with their fields and normative English.

SPECIFICATION 16.4 has the same list. A code, its action, its fields and its sentences never change once
released; another meaning is another code at the end.
"""

from collections.abc import Mapping, Sequence

from rogatory.custody.events.act_code import ActCode, count, digest, many, maybe
from rogatory.custody.events.act_fields import FieldType
from rogatory.custody.events.event import CustodyAction, Event
from rogatory.custody.events.evidence_act_codes import EVIDENCE_ACT_CODES
from rogatory.custody.events.exchange_act_codes import EXCHANGE_ACT_CODES
from rogatory.custody.events.values import ActValue, CustodyAct
from rogatory.wire.words import N_

ACT_CODES: tuple[ActCode, ...] = (
    *EVIDENCE_ACT_CODES,
    *EXCHANGE_ACT_CODES,
    ActCode(
        "sealed-under",
        CustodyAction.SEALED,
        (
            many("recipients", FieldType.AUTHORITY),
            digest("seal"),
            maybe("replaced", FieldType.DIGEST),
        ),
        (
            N_("Sealed for {recipients}."),
            N_("The seal is {seal}."),
            N_("It replaces the bag {replaced}."),
        ),
    ),
    ActCode(
        "rewrapped-under",
        CustodyAction.SEALED,
        (
            many("recipients", FieldType.AUTHORITY),
            count("keys"),
            digest("seal"),
            digest("replaced"),
        ),
        (
            N_("Re-wrapped for {recipients}, number of keys: {keys}."),
            N_("The seal is {seal}."),
            N_("It replaces the seal {replaced}."),
        ),
    ),
    ActCode(
        "scope-compared",
        CustodyAction.VERIFIED,
        (
            digest("authorised"),
            count("within"),
            count("outside"),
            count("not_checked"),
        ),
        (
            N_(
                "Before it was read, its records were compared with what was authorised (file {authorised})."
            ),
            N_("Within: {within}; outside: {outside}; not checked: {not_checked}."),
        ),
    ),
    ActCode(
        "surplus-kept",
        CustodyAction.VERIFIED,
        (count("outside"), count("files")),
        (
            N_(
                "What is outside was kept for the reason stated: records {outside}, in files {files}."
            ),
        ),
    ),
)

_BY_CODE: Mapping[str, ActCode] = {one.code: one for one in ACT_CODES}


def known_act(event: Event) -> ActCode | None:
    """Return the code of an event's act, if it is listed and the event is what the list says.

    None for version 1, an unknown code, another action, or other fields: such an event is shown as it
    is, and nothing is decided from its fields.
    """
    if event.act is None:
        return None
    found = _BY_CODE.get(event.act.code)
    if found is None or found.action is not event.action or not found.fits(event.act.fields):
        return None
    return found


def act(code: str, **fields: str | int | Sequence[str | int] | None) -> CustodyAct:
    """Return an act of a listed code; fields that are not those of the code are a fault of ours."""
    listed = _BY_CODE[code]
    found: dict[str, ActValue] = {
        # `from` is a word of Python: its argument is called `from_`.
        name.removesuffix("_"): value if isinstance(value, str | int | None) else tuple(value)
        for name, value in fields.items()
    }
    if not listed.fits(found):
        raise ValueError(f"fields that the code {code} does not have: {found}")
    return CustodyAct(code, found)


def action_of(found: CustodyAct) -> CustodyAction:
    """Return the action that a listed code belongs to."""
    return _BY_CODE[found.code].action
