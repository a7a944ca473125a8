# SPDX-License-Identifier: Apache-2.0
"""The storage application, under the label `storage`."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "rogatory.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"
