# SPDX-License-Identifier: Apache-2.0
"""The common settings of a node's applications: its database, its secret, and nothing that listens.

ROGATORY_HOME names the home; it is the one thing read from the environment.
"""

import os
from pathlib import Path

from rogatory.bootstrap.home.database import all_databases
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.keys import node_secret

HOME = read_home(Path(os.environ["ROGATORY_HOME"]))

DEBUG = False
SECRET_KEY = node_secret(HOME)
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"

INSTALLED_APPS = ["rogatory.storage.apps.StorageConfig"]
AUTH_USER_MODEL = "storage.Officer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = all_databases(HOME)

MIDDLEWARE: list[str] = []
ALLOWED_HOSTS: list[str] = []

LOGGING_CONFIG = None
"""Each process sets its own log up (`bootstrap.logs`); Django's default would mail tracebacks."""
