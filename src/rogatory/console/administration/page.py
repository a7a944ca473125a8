# SPDX-License-Identifier: Apache-2.0
"""Accounts made, closed, opened, and by two given new secrets; the State's authorities; what the doctor finds, what
waits or failed, what runs out, what room is left.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.bootstrap import accounts
from rogatory.bootstrap.accounts import ACTS, Secret
from rogatory.bootstrap.node_health import expiries, findings, storage
from rogatory.console import given, refusals
from rogatory.console.access import officer_page
from rogatory.console.answers import answer, done
from rogatory.console.reader import reader_of
from rogatory.console.this_node import this_node
from rogatory.errors import Refused, RogatoryError
from rogatory.node.authorities_view import authorities_view
from rogatory.node.line.backlog import work
from rogatory.node.permissions import Permission
from rogatory.wire.words import N_

TOLD_BEFORE = 60
"""Days: as long before it ends the directory flags a key, too (`directory.standing`)."""


@require_safe
@officer_page(Permission.READ_NODE_HEALTH)
def show(request: HttpRequest) -> HttpResponse:
    """The accounts of this node, its State's authorities, its work not yet done by kind, what the doctor
    finds of it, its keys' ends, its storage.
    """
    return _page(request)


@require_POST
@officer_page(Permission.ADMINISTER_ACCOUNTS)
def create(request: HttpRequest) -> HttpResponse:
    """Make an account (`number`, `name`, `administers`); the answer tells its first secret once, if the register
    does not list the number: else two administrators give it one.
    """
    node, by = this_node(), reader_of(request).number
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the act itself is noted
    try:
        given.refuse_unwritten(request, {"number": N_("Number")})
        made = accounts.create(
            node,
            by,
            given.text(request, "number"),
            given.text(request, "name"),
            administers=given.is_yes(request, "administers"),
        )
    except RogatoryError as error:
        return _page(request, error)
    if made is None:
        told = _("The account is made. Two administrators give it a first secret: ask for a reset.")
        return done(request, told, "administration")
    return _page(request, secret=made)


@require_POST
@officer_page(Permission.ADMINISTER_ACCOUNTS)
def change(request: HttpRequest, act: str) -> HttpResponse:
    """Deactivate an account (`number`), unlock it, renew a first secret that nobody used, withdraw a reset."""
    if act not in ACTS:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="act", value=ascii(act)[:60]))
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the act itself is noted
    try:
        secret = ACTS[act](this_node(), reader_of(request).number, given.text(request, "number"))
    except RogatoryError as error:
        return _page(request, error)
    if secret is not None:
        return _page(request, secret=secret)
    return done(request, _("The account is changed."), "administration")


@require_POST
@officer_page(Permission.ADMINISTER_ACCOUNTS)
def reset(request: HttpRequest) -> HttpResponse:
    """Ask that an account's ways to log in be reset (`number`, `proof`: `face`, `number`, `authority`), or
    confirm what another administrator asked, and tell a new secret once.
    """
    node, by = this_node(), reader_of(request).number
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the act itself is noted
    try:
        secret = accounts.reset(
            node, by, given.text(request, "number"), given.text(request, "proof")
        )
    except RogatoryError as error:
        return _page(request, error)
    if secret is not None:
        return _page(request, secret=secret)
    return done(request, _("The reset waits for a second administrator."), "administration")


def _page(
    request: HttpRequest, error: RogatoryError | None = None, secret: Secret | None = None
) -> HttpResponse:
    node = this_node()
    now, home = node.clock.now(), settings.HOME
    ends = expiries(node, now)
    data = {
        "accounts": accounts.accounts(node),
        "authorities": authorities_view(node),
        "work": work(node),
        "findings": findings(home, now),
        "expiries": ends,
        "storage": storage(node, home),
        "secret": secret,
    }
    reasons = error.reasons if error else ()
    decor = {
        "own": reader_of(request).number,
        "proofs": [one.value for one in accounts.Proof],
        "soon": [one for one in ends if one.days < TOLD_BEFORE],
        "later": [one for one in ends if one.days >= TOLD_BEFORE],
    }
    template = "console/administration/page.html"
    return answer(request, template, data, decor=decor, reasons=reasons)
