# SPDX-License-Identifier: Apache-2.0
"""Accounts made, closed, opened, and by two given new secrets; the State's authorities; the
doctor's findings, what waits or failed, what runs out, the free space.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.bootstrap.accounts import administration
from rogatory.bootstrap.accounts.administration import ACTS, Secret
from rogatory.bootstrap.doctor.finding import Finding, FindingLevel
from rogatory.bootstrap.doctor.node_health import expiries, findings, storage
from rogatory.console.frame import form_values, refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused, RogatoryError
from rogatory.node.permissions import Permission
from rogatory.node.queue.backlog import backlog
from rogatory.node.views.authorities_view import authorities_view
from rogatory.wire.words import N_


@require_safe
@officer_page(Permission.READ_NODE_HEALTH)
def show(request: HttpRequest) -> HttpResponse:
    """Return the accounts of this node, its State's authorities, its work not yet done by kind,
    what the doctor finds of it, its keys' ends, its storage.
    """
    return _page(request)


@require_POST
@officer_page(Permission.ADMINISTER_ACCOUNTS)
def create(request: HttpRequest) -> HttpResponse:
    """Make an account (`number`, `name`, `administers`); the answer contains its first secret once,
    if the register does not list the number: else two administrators give it one.
    """
    node, by = this_node(), reader_of(request).number
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the act itself is noted
    try:
        form_values.refuse_unwritten(request, {"number": N_("Number")})
        made = administration.create(
            node,
            by,
            form_values.text(request, "number"),
            form_values.text(request, "name"),
            administers=form_values.is_yes(request, "administers"),
        )
    except RogatoryError as error:
        return _page(request, error)
    if made is None:
        text = _("Account created. Two administrators issue its first secret: request a reset.")
        return done(request, text, "administration")
    return _page(request, secret=made)


@require_POST
@officer_page(Permission.ADMINISTER_ACCOUNTS)
def change(request: HttpRequest, act: str) -> HttpResponse:
    """Deactivate an account (`number`), reactivate it, renew a first secret that nobody used, withdraw a reset."""
    if act not in ACTS:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="act", value=ascii(act)[:60]))
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the act itself is noted
    try:
        secret = ACTS[act](
            this_node(), reader_of(request).number, form_values.text(request, "number")
        )
    except RogatoryError as error:
        return _page(request, error)
    if secret is not None:
        return _page(request, secret=secret)
    return done(request, _("Account changed."), "administration")


@require_POST
@officer_page(Permission.ADMINISTER_ACCOUNTS)
def reset(request: HttpRequest) -> HttpResponse:
    """Ask that an account's ways to log in be reset (`number`, `proof`: `face`, `number`,
    `authority`), or confirm what another administrator asked, and return a new secret once.
    """
    node, by = this_node(), reader_of(request).number
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the act itself is noted
    try:
        secret = administration.reset(
            node, by, form_values.text(request, "number"), form_values.text(request, "proof")
        )
    except RogatoryError as error:
        return _page(request, error)
    if secret is not None:
        return _page(request, secret=secret)
    return done(request, _("The reset is waiting for a second administrator."), "administration")


def _page(
    request: HttpRequest, error: RogatoryError | None = None, secret: Secret | None = None
) -> HttpResponse:
    node = this_node()
    now, home = node.clock.now(), settings.HOME
    ends = expiries(node, now)
    data = {
        "accounts": administration.accounts(node),
        "authorities": authorities_view(node),
        "work": backlog(node),
        "findings": sorted(findings(home, now), key=_gravity, reverse=True),
        "expiries": ends,
        "storage": storage(node, home),
        "secret": secret,
    }
    reasons = error.reasons if error else ()
    decor = {
        "own": reader_of(request).number,
        "proofs": [one.value for one in administration.IdentityProof],
        "soon": [one for one in ends if one.is_soon],
        "later": [one for one in ends if not one.is_soon],
    }
    template = "console/administration/page.html"
    return answer(request, template, data, decor=decor, reasons=reasons)


def _gravity(found: Finding) -> int:
    """Return how grave a finding is: what is wrong comes first on the page."""
    return list(FindingLevel).index(found.level)
