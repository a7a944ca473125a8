# SPDX-License-Identifier: Apache-2.0
"""Every table of a node, the log-in library's included: what is migrated, and what tests use."""

from typing import Any

from rogatory.bootstrap.accounts import passwords
from rogatory.bootstrap.settings.base import *  # noqa: F403 - settings are extended so in Django
from rogatory.bootstrap.settings.base import HOME

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rogatory.storage.apps.StorageConfig",
]

# The log-in library refuses to start without it.
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]

ACCOUNT_USER_MODEL_USERNAME_FIELD = "number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"

# For everybody who sets a password: an officer on the account's page, and the operator who makes an
# account.
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "rogatory.bootstrap.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": passwords.LEAST},
    },
    {"NAME": "rogatory.bootstrap.accounts.passwords.NotCommon"},
    {"NAME": "rogatory.bootstrap.accounts.passwords.NoWordsOfThisPlace"},
]
if HOME.passwords:
    AUTH_PASSWORD_VALIDATORS.append(
        {
            "NAME": "rogatory.bootstrap.accounts.passwords.NotBreached",
            "OPTIONS": {"file": HOME.passwords.breached},
        }
    )
