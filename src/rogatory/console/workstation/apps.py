# SPDX-License-Identifier: Apache-2.0
"""The console's templates, words and looks as an application without accounts to watch."""

from django.apps import AppConfig


class WorkstationConfig(AppConfig):
    name = "rogatory.console"
