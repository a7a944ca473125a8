# SPDX-License-Identifier: Apache-2.0
"""A passkey that the register of officers has ended opens nothing here any more.

An officer whose passkey is stolen reports it, and the State's register ends it. The thief's copy must then
not log in, confirm who is there, or go on with a session that it began, from the next refresh of the
directory on. A passkey that the register never listed is the console's own and is removed on its pages.
"""

from typing import Any

from allauth.account.authentication import (  # type: ignore[import-untyped]  # it ships no types
    get_authentication_records,
)
from allauth.mfa.adapter import get_adapter  # type: ignore[import-untyped]  # likewise
from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]  # likewise
from allauth.mfa.webauthn.forms import (  # type: ignore[import-untyped]  # likewise
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.http import HttpRequest

from rogatory.console.accounts.passkeys import public_half
from rogatory.console.frame.this_node import this_node
from rogatory.node.audit.note import note_access
from rogatory.node.officers.passkeys import PasskeyStage, passkey_status
from rogatory.node.repositories.audit import AccessKind
from rogatory.wire.moments import format_moment

_ENDED = "ended_by_register"
"""Where the log-in library's row of a passkey keeps when it was found ended: for a time without a directory."""


def is_ended(row: Any) -> bool:
    """Decide whether the register has ended the passkey of a row; what it said last counts while the
    directory cannot be read.
    """
    node, number = this_node(), str(row.user.number)
    step = passkey_status(node, number, public_half(row)).step
    if step is PasskeyStage.ENDED and _ENDED not in row.data:
        row.data[_ENDED] = format_moment(node.clock.now())
        row.save(update_fields=["data"])
    elif step is PasskeyStage.LISTED and row.data.pop(_ENDED, None):
        row.save(update_fields=["data"])
    return _ENDED in row.data


def refuse_ended(row: Any) -> Any:
    """Return the row of a passkey that has just signed, if the register has not ended it.

    Raises:
        ValidationError: it has; the attempt is noted for the auditor.
    """
    if is_ended(row):
        number = str(row.user.number)
        note_access(this_node(), AccessKind.LOGIN_FAILED, number, "log-in")
        raise get_adapter().validation_error("passkey_ended")
    return row


def began_by_ended(request: HttpRequest) -> bool:
    """Decide whether a session rests on a passkey that has been ended since."""
    records = get_authentication_records(request, request.user)
    used = {one.get("id") for one in records if one.get("type") == Authenticator.Type.WEBAUTHN}
    if not used:
        return False
    rows = Authenticator.objects.filter(pk__in=used, type=Authenticator.Type.WEBAUTHN)
    return any(map(is_ended, rows.select_related("user")))


class _Listed:
    """Before the library takes a passkey's signature for an answer."""

    def clean_credential(self) -> Any:
        return refuse_ended(super().clean_credential())  # type: ignore[misc]  # the library's form


class SecondFactor(_Listed, AuthenticateWebAuthnForm):  # type: ignore[misc]  # likewise
    """A passkey after a password."""


class ListedReauthentication(_Listed, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # likewise
    """A passkey of who is logged in, asked for again."""
