# SPDX-License-Identifier: Apache-2.0
"""The additions of the walk for pictures to that for access: many of everything, words that are too
long, what only one officer has (second factors, sessions elsewhere, views of one's own), and what
is kept from that officer.
"""

from django.test import Client

from casts.console import access_world
from casts.console.accounts.passkeys import new_passkey, put_on_account
from casts.console.world import PASSWORD, bodies, delivered_package, held, requested
from rogatory.node.case_files.restricting import restrict
from rogatory.node.duty.hand_over import confirm_hand_over, prepare_hand_over
from rogatory.node.listing.views import save_view
from rogatory.wire.moments import format_moment

LONG = "Directorate-General for International Legal Cooperation and Electronic Evidence"
LONG_NUMBER = "AR-2026-0417/INV-7781-KX/Pre-trial-chamber-II/000000000012345"

SECRET = "JBSWY3DPEHPK3PXP"
"""Of an authenticator that nobody has."""

BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
)

VIEWS = {
    "Longest with us": "?show=open&order=oldest&needs=yes",
    "Arcadia, urgent": "?show=open&state=XA&urgency=urgent",
    "تنتظرنا": "?show=open&needs=yes",
}


def crowded(world):
    """More than one request of each urgency, words that are too long, a call-back asked of us."""
    node = world.node("XB")
    for level in ("routine", "urgent", "routine"):
        requested(world, level=level, case_number=LONG_NUMBER)
    held(world, requested(world, level="routine", case_number="AR-2026-0911"), days_ago=58)
    requested(
        world, authority={"name": LONG, "contact": "+999 1 5550100"}, facts=f"{LONG} asks. " * 12
    )
    called_back = world.sent(
        "xb/contact-point", "xa/contact-point", "emergency_data", bodies.emergency_data()
    )
    soon = format_moment(world.clock.now().replace(hour=23, minute=0, second=0))
    danger = world.sent(
        "xa/contact-point",
        "xb/contact-point",
        "emergency_data",
        {**bodies.emergency_data(), "needed_by": soon},
    )
    assistance = world.sent(
        "xa/central-authority",
        "xb/central-authority",
        "mla_interception",
        bodies.mla_interception(),
    )
    world.settle()
    arrived = delivered_package(
        world,
        assistance.thread,
        "019aaf00-0000-7000-8000-0000000000ac",
        "xa/central-authority",
        "xb/central-authority",
    )
    ours, theirs = (requested(world, level="urgent").thread for _ in range(2))
    for one, named in ((ours, [access_world.READER, "xb-0002"]), (theirs, ["xb-0002"])):
        restrict(node, one, named, "xb-0002", "An officer is a suspect.")
    for name, query in VIEWS.items():
        save_view(node, access_world.READER, name, query)
    return {
        "package": [f"/evidence/{arrived.seal}/"],
        "thread": [
            f"/threads/{one}/"
            for one in (called_back.thread, assistance.thread, ours, danger.thread)
        ],
        "matter": [f"/threads/{ours}/matter/"],
        "threads": [f"/threads/{VIEWS['Arcadia, urgent']}", "/threads/?q=nobody-has-this"],
        "restricted": [f"/threads/{theirs}/"],
    }


def afterwards(world):
    """Return what can be only when everything else is there: a hand-over that was confirmed."""
    node = world.node("XB")
    done = prepare_hand_over(node, "xb/contact-point", access_world.READER, "Nothing is left over.")
    confirm_hand_over(node, done.id, "xb-0002", digest=done.digest, remark="Arcadia rang at six.")
    return {"hand-over": [f"/duty/hand-over/{done.id}/"]}


def logged_in_elsewhere():
    """The reader in three browsers more, one of them long forgotten."""
    for one in BROWSERS:
        client = Client(headers={"user-agent": one}, REMOTE_ADDR="198.51.100.7")
        client.post("/accounts/login/", {"login": access_world.READER, "password": PASSWORD})


def factors(origin):
    """An authenticator with its recovery codes, and a passkey."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(account(), SECRET)
    RecoveryCodes.activate(account())
    return put_on_account(access_world.READER, new_passkey(origin))


def no_factors():
    from allauth.mfa.models import Authenticator

    Authenticator.objects.all().delete()


def account():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(number=access_world.READER)
