# SPDX-License-Identifier: Apache-2.0
"""The fields of a form that a reason is about, so that it is shown beside them.

A reason names a field itself (`field`): by its name in the form, or by what the node calls it. Where the
node refuses without a name, its code decides.
"""

from collections.abc import Collection, Mapping

from rogatory.errors import Reason
from rogatory.wire.words import N_

FIELD = "field"
"""The field of a reason that names the field of a form, by its whole name or the end of it."""

_BY_NAME: Mapping[str, tuple[str, ...]] = {
    N_("note"): ("text",),
    N_("The note"): ("note",),
    N_("The remark"): ("remark",),
    N_("case number"): ("number",),
    N_("name of the executing authority"): ("name",),
    N_("what is asked"): ("asked",),
    N_("who delivered it"): ("brought_by",),
    "signatory": ("signatory", "name"),
}
"""The names that forms give to fields which the node calls otherwise."""

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "answer": ("law-answer-form", "law-conduct-verdict"),
    "article": ("law-ground-article",),
    "assignee": ("matter-assignee-office", "matter-assignee-role", "matter-assigned-already"),
    "at": ("matter-order-end-ahead",),
    "authority": ("matter-authority-foreign",),
    "categories": ("matter-order-category", "matter-order-no-category"),
    "details": ("law-authorisation-parts", "law-proportionality-categories"),
    "details.article": ("law-offence-article",),
    "details.catalogued": ("law-offence-catalogued",),
    "ends": (
        "matter-order-backwards",
        "matter-order-not-longer",
        "matter-order-over",
        "matter-order-too-long",
    ),
    "files": ("matter-result-file-large", "matter-result-file-name", "matter-result-files-many"),
    "independent": ("matter-order-not-independent",),
    "issued": ("matter-order-ahead", "matter-order-renewed-late"),
    "mail": ("duty-address-form",),
    "name": ("list-view-name",),
    "number": ("account-exists", "account-number", "matter-number-elsewhere"),
    "officer": ("state-not-listed",),
    "officers": (
        "matter-reader-role",
        "matter-readers-many",
        "matter-readers-none",
        "matter-readers-same",
    ),
    "original": (
        "console-original-missing",
        "transcription-compared",
        "transcription-original",
    ),
    "packages": ("matter-result-package-unknown",),
    "plan": ("roster-plan-form",),
    "reason": ("law-reason-missing",),
    "received": ("matter-result-ahead",),
    "row": ("console-json-unreadable",),
    "stage": ("matter-stage-same", "matter-stage-unknown"),
    "summary": ("matter-result-empty",),
    "wanted_by": ("matter-referral-late",),
}
"""The field that codes are always about."""

_BY_CODE = {code: (field,) for field, codes in _FIELDS.items() for code in codes}


def fields_of(reason: Reason) -> tuple[str, ...]:
    """Return what the field that a reason is about may be called in a form, or how its name ends."""
    stated = reason.fields.get(FIELD)
    if stated is None:
        return _BY_CODE.get(reason.code.id, ())
    return _BY_NAME.get(str(stated), (str(stated),))


def name_in(reason: Reason, names: Collection[str]) -> str | None:
    """Return that of a form's names which a reason is about: the field itself, or the first of its parts."""
    for about in fields_of(reason):
        whole = (one for one in names if one == about or one.endswith(f".{about}"))
        parts = (one for one in names if one.startswith(f"{about}.") or f".{about}." in one)
        if found := next(whole, None) or next(parts, None):
            return found
    return None
