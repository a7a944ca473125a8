# SPDX-License-Identifier: Apache-2.0
"""The workstation: no database, no account, nothing kept; the console's looks and its own door."""

import os

from rogatory.bootstrap.settings.pages import *  # noqa: F403 - settings are extended so in Django
from rogatory.bootstrap.settings.pages import PAGES
from rogatory.bootstrap.settings.pages import SECURE_CSP as PAGES_CSP
from rogatory.bootstrap.workstation.door import LOOPBACK
from rogatory.bootstrap.workstation.server import running_workstation

_DOOR = running_workstation().door

DEBUG = False
SECRET_KEY = os.urandom(32).hex()
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"

INSTALLED_APPS = [
    "rogatory.console.workstation.apps.WorkstationConfig",
    "django.contrib.staticfiles",
    "django_htmx",
]
DATABASES: dict[str, dict[str, str]] = {}
ROGATORY_EXERCISE = False

ROOT_URLCONF = "rogatory.console.workstation.urls"
ALLOWED_HOSTS = [LOOPBACK]
FORCE_SCRIPT_NAME = _DOOR.prefix
STATIC_URL = f"{_DOOR.prefix}/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "rogatory.console.workstation.door.names_middleware",
    "rogatory.console.workstation.door.door_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Django's own store is a cookie, which a browser may write to the disk.
MESSAGE_STORAGE = "rogatory.console.workstation.door.InMemory"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PAGES],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "rogatory.console.workstation.frame.frame",
            ]
        },
    }
]

# No address of data: either: a picture is asked for at its own address or not shown.
SECURE_CSP = {**PAGES_CSP, "img-src": ["'self'"], "script-src": ["'self'"], "style-src": ["'self'"]}

LANGUAGE_COOKIE_NAME = "rogatory-workstation-language"
LANGUAGE_COOKIE_PATH = _DOOR.prefix
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"

# Nothing is uploaded, and nothing that is sent all the same touches the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING_CONFIG = None
"""No log: it would name what was looked at."""
