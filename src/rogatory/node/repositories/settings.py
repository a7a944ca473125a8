# SPDX-License-Identifier: Apache-2.0
"""Values by name that a node keeps for itself."""

from typing import Protocol

from rogatory.wire.canonical import Json


class SettingRepository(Protocol):
    def setting(self, name: str) -> Json:
        """Return what is set under that name, or None."""
        ...

    def put_setting(self, name: str, value: Json) -> None: ...
