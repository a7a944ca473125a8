# SPDX-License-Identifier: Apache-2.0
"""Passkeys in a real browser, without a device: an authenticator that Chromium plays (WebAuthn)."""

import base64

from rogatory.seal.keys import key_to_pem


def with_passkey_of(page, authenticator):
    """Put an officer's credential into a virtual authenticator of the browser."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    if authenticator is not None:
        pem = key_to_pem(authenticator._key).decode()
        credential = {
            "credentialId": base64.b64encode(authenticator.credential).decode(),
            "isResidentCredential": False,
            "rpId": authenticator.rp_id,
            "privateKey": "".join(pem.splitlines()[1:-1]),
            "signCount": 0,
        }
        arguments = {"authenticatorId": made["authenticatorId"], "credential": credential}
        cdp.send("WebAuthn.addCredential", arguments)
    return cdp, made["authenticatorId"]
