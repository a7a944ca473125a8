# SPDX-License-Identifier: Apache-2.0
"""The decision whether a password lets its officer in: not one that an administrator made, once its
days are over.
"""

from typing import Any

from allauth.account.auth_backends import (  # type: ignore[import-untyped]  # it ships no types
    AuthenticationBackend,
)
from django.utils import timezone


class OfficerBackend(AuthenticationBackend):  # type: ignore[misc]  # likewise
    def user_can_authenticate(self, user: Any) -> bool:
        """Decide whether the account is let in, at log-in and before each page: a session that such
        a secret began ends with it.
        """
        return not is_over(user) and bool(super().user_can_authenticate(user))


def is_over(user: Any) -> bool:
    """Decide whether the secret that an administrator made was not changed in time."""
    if not user.must_change_secret:
        return False
    return user.secret_until is None or timezone.now() >= user.secret_until
