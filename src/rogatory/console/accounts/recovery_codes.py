# SPDX-License-Identifier: Apache-2.0
"""Recovery codes are shown once: when the log-in library notes that they were, digests take their place.

Until then the seed that they come from lies sealed in the officer's row; nobody has a code of it yet.
"""

from typing import Any

from rogatory.bootstrap.accounts.factor_secrets import recovery_code_digest

_KIND = "recovery_codes"


def keep_digests(instance: Any, **_rest: Any) -> None:
    """Forget the seed if its codes were shown, after a row of the library's was saved
    (`post_save`).

    The row in memory keeps it, since the page that shows the codes is being written from that.
    """
    data = instance.data
    if instance.type != _KIND or "seed" not in data or not data.get("viewed_at"):
        return
    kept = {
        "migrated_codes": [
            recovery_code_digest(code) for code in instance.wrap().get_unused_codes()
        ],
        "viewed_at": data["viewed_at"],
    }
    type(instance).objects.filter(pk=instance.pk).update(data=kept)
