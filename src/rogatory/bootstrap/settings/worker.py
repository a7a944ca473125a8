# SPDX-License-Identifier: Apache-2.0
"""The worker: no addresses at all."""

from rogatory.bootstrap.settings.base import *  # noqa: F403 - settings are extended so in Django
