# SPDX-License-Identifier: Apache-2.0
"""Passkeys that were made at the console: rows of the log-in library, from a software authenticator."""

import base64
import random
from dataclasses import replace

from rogatory.directory.entry.period import Period
from rogatory.directory.entry.register import OfficerRecord
from rogatory.seal.software_authenticator import SoftwareAuthenticator


def _text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def new_passkey(origin, seed=61, rp_id="localhost"):
    return SoftwareAuthenticator.generate(rp_id, origin, random.Random(seed).randbytes)


def put_on_account(number, passkey):
    """The row that the log-in library keeps of a passkey made by the officer; its key."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import get_user_model

    made = passkey.register(b"challenge")
    credential = {
        "id": _text(made.credential),
        "rawId": _text(made.credential),
        "type": "public-key",
        "response": {
            "clientDataJSON": _text(made.client_data),
            "attestationObject": _text(made.attestation_object),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    row = Authenticator.objects.create(
        user=get_user_model().objects.get(number=number),
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "A key", "credential": credential},
    )
    return row.pk


def enrol(world, number, passkey, start, until, *, roles=None, ended=None):
    """The State's register lists one more credential of the officer."""
    state = number[:2].upper()
    view = world.directory.newest
    listed = view.listed[state]
    first = next(one for one in listed.register.officers if one.number == number)
    record = OfficerRecord(
        number,
        first.authorities,
        roles or first.roles,
        passkey.credential,
        passkey.key,
        Period(start, until, ended),
    )
    kept = [one for one in listed.register.officers if one.credential != passkey.credential]
    register = replace(listed.register, officers=(*kept, record))
    world.directory.newest = replace(
        view, listed={**view.listed, state: replace(listed, register=register)}
    )
