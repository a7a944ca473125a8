# SPDX-License-Identifier: Apache-2.0
"""How the log-in library behaves here: nobody signs himself up, and no mail is sent."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter  # type: ignore[import-untyped]  # it ships no types
from allauth.core.internal.ratelimit import (  # type: ignore[import-untyped]  # likewise
    truncate_ip,
)
from allauth.mfa.adapter import DefaultMFAAdapter  # type: ignore[import-untyped]  # it ships no types
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rogatory.bootstrap.accounts.factor_secrets import reveal, sealed_secret
from rogatory.console.accounts.known_browsers import count_attempt
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # it ships no types
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The officer's number or the password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's form
        """Refuse sign-up: accounts are made by the node's operator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt by where it comes from, not by the number alone (`known_browsers`)."""
        number = str(credentials.get("username", "")).lower()
        usage = count_attempt(request, number, truncate_ip(self.get_client_ip(request)))
        # The library takes it back if the password was right.
        self._login_failed_rl_usage = usage
        if not usage:
            raise self.validation_error("too_many_login_attempts")

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Send nothing: officers have no mail address here; the change shows on their profile."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # likewise
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "passkey_ended": _("The register of officers has ended this passkey. Use another one."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002, ARG002 - the library's form
        """Return what a new passkey is called until its officer says better."""
        return gettext("Passkey")

    def encrypt(self, text: str) -> str:
        """Return what the library keeps of a factor is sealed with the node's own secret."""
        return sealed_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return reveal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Take the relying party for passkeys: they belong to the relying party that the State's
        entry lists.

        So the passkey that lets an officer in can be enrolled in the register and approve, too.
        """
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        host, node = entity["id"], this_node()
        try:
            listed = node.register.view().entry(node.state).relying_party.id
        except Refused:
            return entity
        covers = host == listed or host.endswith(f".{listed}")
        return {"id": listed if covers else host, "name": f"rogatory {node.state}"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Return the number only as what a passkey says: names do not leave the node.

        Its account is that number, which begins with the State: an authenticator keeps one passkey
        an account and relying party, and nodes of several States may serve one host in an exercise.
        """
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        number = str(user.get_username())
        return {**entity, "id": number.encode("ascii"), "display_name": number}
