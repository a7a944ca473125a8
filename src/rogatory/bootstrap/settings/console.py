# SPDX-License-Identifier: Apache-2.0
"""The console: sessions, log-in with passkeys, languages, a strict content policy."""

from urllib.parse import urlsplit

from rogatory.bootstrap.accounts.factor_secrets import CODE_DIGITS
from rogatory.bootstrap.accounts.log_in_service import sign_in_of
from rogatory.bootstrap.ports.scanner import scanner_of
from rogatory.bootstrap.settings.pages import *  # noqa: F403 - settings are extended so in Django
from rogatory.bootstrap.settings.pages import PAGES
from rogatory.bootstrap.settings.tables import *  # noqa: F403 - settings are extended so in Django
from rogatory.bootstrap.settings.tables import HOME
from rogatory.bootstrap.settings.tables import INSTALLED_APPS as TABLES

_ADDRESS = urlsplit(HOME.console_url)
_SECURE = _ADDRESS.scheme == "https"

# The console first: its templates come before the log-in library's.
INSTALLED_APPS = ["rogatory.console", *TABLES, "django.contrib.staticfiles", "django_htmx"]

ROGATORY_EXERCISE = HOME.exercise
"""Nothing is real here: officers come in with a password alone. Elsewhere each needs a second factor."""

ROGATORY_SIGN_IN = sign_in_of(HOME)
"""The State's own log-in service, where node.toml names one."""

ROGATORY_SCANNER = scanner_of(HOME)
"""The State's own scanner for malicious files, where node.toml names one."""

ROOT_URLCONF = "rogatory.console.urls"
ALLOWED_HOSTS = [_ADDRESS.hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [HOME.console_url]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "rogatory.console.frame.compression.PageCompression",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rogatory.console.frame.request_notes.activity_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rogatory.console.accounts.session_ends.session_middleware",
    "rogatory.console.accounts.known_browsers.known_browser_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rogatory.console.middleware.names_middleware",
    "rogatory.console.middleware.officer_middleware",
    "rogatory.console.maintenance.middleware.maintenance_middleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PAGES],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rogatory.console.context.console",
            ]
        },
    }
]

AUTHENTICATION_BACKENDS = ["rogatory.console.accounts.first_secret.OfficerBackend"]

STATIC_URL = "/static/"
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
# A console has its host to itself: nothing beneath it is served without TLS either.
SECURE_HSTS_INCLUDE_SUBDOMAINS = _SECURE

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "rogatory.console.frame.health.csrf_failure"
SESSION_COOKIE_NAME = f"{'__Host-' if _SECURE else ''}rogatory-{HOME.state.lower()}"
CSRF_COOKIE_NAME = f"{'__Host-' if _SECURE else ''}rogatory-csrf-{HOME.state.lower()}"
LANGUAGE_COOKIE_NAME = f"{'__Host-' if _SECURE else ''}rogatory-language"
# A shift of duty (`console.session_ends` ends it); the browser forgets it when it is closed.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What a page says once stays on the node: the library's default would put it into a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Forms here are small; evidence never passes the console.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Counted for all processes and machines of the console together.
CACHES = {"default": {"BACKEND": "rogatory.storage.officers.log_in_counts.LogInCounts"}}

# Guessing a password is slow and noticed, and keeps no officer out (`console.known_browsers`): five wrong
# ones in five minutes from a browser that the officer has used before; else five for a number from one address,
# thirty an hour for a number from anywhere, ten a minute from one address whatever the number; and thirty
# tries a minute from one address, right or wrong. Passkeys are not counted.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "login_failed_known": "5/5m/key",
    "login_failed_anywhere": "30/h/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}

# A signature each: colleagues behind one address log in at the beginning of a shift.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rogatory.console.accounts.adapters.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False

MFA_ADAPTER = "rogatory.console.accounts.adapters.FactorAdapter"
MFA_FORMS = {
    "login_webauthn": "rogatory.console.accounts.passkey_log_in.PasskeyLogIn",
    "authenticate_webauthn": "rogatory.console.accounts.ended_passkeys.SecondFactor",
    "reauthenticate_webauthn": "rogatory.console.accounts.ended_passkeys.ListedReauthentication",
    "activate_totp": "rogatory.console.accounts.app_set_up.SetUpApp",
}
MFA_RECOVERY_CODE_DIGITS = CODE_DIGITS
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Browsers admit passkeys on http://localhost; nothing else is admitted without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _SECURE and _ADDRESS.hostname == "localhost"
MFA_TOTP_ISSUER = f"rogatory {HOME.state}"
