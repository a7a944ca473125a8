# SPDX-License-Identifier: Apache-2.0
"""An officer's passkeys on this console, as the node asks for them and as his page shows them."""

from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]  # it ships no types
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.frame import refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import done
from rogatory.console.frame.downloads import download
from rogatory.console.frame.json_bodies import JSON
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.directory.draft.enrolment import Enrolment, build_enrolment
from rogatory.errors import Refused
from rogatory.node.officers.passkeys import Passkey, enrolment_of, passkey_status
from rogatory.node.views.draft_view import PasskeyRequest
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.spoken_digest import spoken

_REQUESTED = "enrolment_asked"
"""Where the log-in library's row of a passkey keeps when its enrolment was asked for."""

_BEFORE_LENGTH, _BEFORE_ID = 16, 18
"""Where the length of the credential's id and the id itself begin (WebAuthn 6.5.1)."""


@require_POST
@officer_page()
def ask(request: HttpRequest, passkey: int) -> HttpResponse:
    """Ask that a passkey of one's own be listed in the State's register: from then on its file can be
    taken and its digits are shown.
    """
    row = _row(request, passkey)
    enrolment_of(this_node(), reader_of(request).number, public_half(row))
    row.data[_REQUESTED] = row.data.get(_REQUESTED) or format_moment(this_node().clock.now())
    row.save(update_fields=["data"])
    message = _("Now give the file to the keeper of the register and read out the digits.")
    return done(request, message, "profile")


@require_safe
@officer_page()
def enrolment(request: HttpRequest, passkey: int) -> HttpResponse:
    """Return the file for the keeper of the register, with the public half of one's own passkey."""
    number = reader_of(request).number
    found = enrolment_of(this_node(), number, public_half(_row(request, passkey)))
    return download(request, f"rogatory-passkey-{number}.json", build_enrolment(found), JSON)


def passkeys_page(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the reader's passkeys with their way into the register."""
    node, number = this_node(), reader_of(request).number
    return [
        {
            "pk": row.pk,
            "name": row.wrap().name,
            "made": row.created_at,
            "used": row.last_used_at,
            "standing": passkey_status(node, number, public_half(row)),
            "digits": _digits(number, row),
        }
        for row in _rows(request)
    ]


def public_halves(number: str) -> list[Passkey]:
    """Return all that an officer's account has."""
    found = Authenticator.objects.filter(user__number=number, type=Authenticator.Type.WEBAUTHN)
    return [public_half(row) for row in found.order_by("created_at")]


def has_one_of(request: HttpRequest, passkey: PasskeyRequest | None) -> bool:
    """Decide whether any passkey that is asked for was made on this console, by the reader's
    account.
    """
    if passkey is None:
        return False
    made = {public_half(row).credential for row in _rows(request)}
    return not made.isdisjoint(passkey.ids)


def _rows(request: HttpRequest) -> Sequence[Any]:
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    return list(found.order_by("created_at"))


def _row(request: HttpRequest, passkey: int) -> Any:
    """Return the reader's own passkey of that number; nobody's else."""
    for row in _rows(request):
        if row.pk == passkey:
            return row
    raise Refused(refusals.PASSKEY_ABSENT.because())


def public_half(row: Any) -> Passkey:
    """Return what the node needs of a row of the log-in library's."""
    found = row.wrap().authenticator_data
    data = bytes(found.credential_data)
    end = _BEFORE_ID + int.from_bytes(data[_BEFORE_LENGTH:_BEFORE_ID])
    enrolment = row.data.get(_REQUESTED)
    moment = parse_moment(enrolment) if enrolment else None
    return Passkey(data[_BEFORE_ID:end], data[end:], bytes(found.rp_id_hash), moment)


def _digits(number: str, row: Any) -> str:
    """Return what officer and keeper compare, once the file was asked for."""
    if not row.data.get(_REQUESTED):
        return ""
    try:
        found: Enrolment = enrolment_of(this_node(), number, public_half(row))
    except Refused:
        return ""
    return spoken(found.fingerprint)
