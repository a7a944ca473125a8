# SPDX-License-Identifier: Apache-2.0
"""The conditions under which the evidence may be used, as the bag and the delivery state them."""

from collections.abc import Mapping, Sequence

from rogatory.errors import Phrase, Refused
from rogatory.evidence.conditions import parse_conditions
from rogatory.evidence.layout import CONDITIONS
from rogatory.node.court import layout, refusals
from rogatory.node.court.reading import BundleFiles
from rogatory.node.law.conditions.agreed_conditions import AgreedConditions
from rogatory.node.law.use.use_notices import UseNotice
from rogatory.requests.contents import labels
from rogatory.wire.canonical import Json, decode_object, encode
from rogatory.wire.words import N_, FilledText, TextsInTurn, reasons_text

LABELS: Mapping[str, str] = {
    "purpose": N_("Purpose"),
    "proceedings": N_("Proceedings"),
    "onward_transfer": N_("Onward transfer"),
    "secrecy": N_("To be kept secret"),
    "retention": N_("Retention"),
    "retention_until": N_("To be destroyed after"),
    "police_information_only": N_("Police information only, not evidence"),
    "protected_items": N_("Protected items"),
    "sensitive_material": N_("Holds protected material"),
}

VALUES: Mapping[str, Mapping[str, str]] = {
    "onward_transfer": {
        "with-consent": N_("only with the consent of who gave it"),
        "forbidden": N_("forbidden"),
        "free": N_("free"),
        **{name: labels.VALUES[name] for name in ("with_authorisation", "in_writing_only")},
    },
}
"""By the condition's name: what the values that it may have are called."""


def stated_conditions(files: BundleFiles) -> dict[str, Json]:
    """Return `conditions.json` of the bag; refuse one that is not there or not in its form."""
    try:
        data = files.read(f"{layout.BAG}/{CONDITIONS}")
        parse_conditions(data)
        found = decode_object(data)
    except Refused as error:
        problem: Phrase = reasons_text(error.reasons[:1])
        raise Refused(refusals.CONDITIONS.because(problem=problem)) from error
    return {name: value for name, value in found.items() if name != "version"}


def conditions_line(
    conditions: Mapping[str, Json],
    agreed: Sequence[AgreedConditions] = (),
    notices: Sequence[UseNotice] = (),
) -> str:
    """Return the conditions in one line, with those that messages agreed to, and the items that
    notices in favour of an accused release.
    """
    conditions_text = [
        _condition_text(name, value)
        for name, value in conditions.items()
        if value not in (None, False) and value != []
    ]
    conditions_text += [_agreed_text(one) for one in agreed]
    conditions_text += [_notice_text(one) for one in notices]
    return TextsInTurn.of(conditions_text) if conditions_text else N_("none")


def _agreed_text(one: AgreedConditions) -> str:
    return FilledText(
        N_("agreed to by {state} in message {message}: {conditions}"),
        state=one.state,
        message=one.message,
        conditions=", ".join(one.texts),
    )


def _notice_text(one: UseNotice) -> str:
    if one.problem is not None:
        return FilledText(
            N_("released by {state} in message {message} for {proceedings}: nothing"),
            state=one.state,
            message=one.message,
            proceedings=one.proceedings,
        )
    return FilledText(
        N_(
            "released by {state} in message {message} for {proceedings}, in favour of an accused: {items}"
        ),
        state=one.state,
        message=one.message,
        proceedings=one.proceedings,
        items=", ".join(one.items),
    )


def _condition_text(name: str, value: Json) -> str:
    label = FilledText(LABELS[name]) if name in LABELS else name
    if isinstance(value, bool):
        return label
    text = value if isinstance(value, str) else encode(value).decode()
    known = VALUES.get(name, {}).get(text)
    return FilledText(
        N_("{label}: {value}"), label=label, value=FilledText(known) if known else text
    )
