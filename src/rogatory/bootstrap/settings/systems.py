# SPDX-License-Identifier: Apache-2.0
"""The API for the State's own systems: no sessions, no cookies, no templates, no middleware; only the database."""

from rogatory.bootstrap.settings.base import *  # noqa: F403 - settings are extended so in Django

ROOT_URLCONF = "rogatory.bootstrap.wsgi.systems_urls"
