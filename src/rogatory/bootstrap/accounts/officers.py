# SPDX-License-Identifier: Apache-2.0
"""Officers' accounts at a node's console: `python -m rogatory.bootstrap.accounts.officers HOME < officers.json`.

Reads a JSON list of `{"number", "display_name", "password", "roles", "authorities", "language"}`
and writes the numbers of the accounts to standard output. An account lets a person in; the
permissions are in the State's register of officers, so an account whose number is not in it (an
administrator's) has no case pages.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rogatory.bootstrap.home.folder import read_home

if TYPE_CHECKING:
    from rogatory.storage.officers.accounts import Officer


def create_officer(
    number: str,
    display_name: str,
    password: str | None,
    roles: Sequence[str] = (),
    authorities: Sequence[str] = (),
    language: str = "en",
) -> "Officer":
    """Make an officer's account, or bring one of that number up to date; Django must be set up.

    Without a password only a passkey lets the officer in. `roles` and `authorities` are what the
    console shows while the directory cannot be read; the register outranks them.

    Raises:
        ValidationError: the number is none, or the password is one that others would guess.
    """
    from django.contrib.auth.password_validation import validate_password
    from django.db import transaction

    from rogatory.storage.officers.accounts import Officer

    if password is not None:
        validate_password(password, Officer(number=number.lower(), display_name=display_name))
    facts = {
        "display_name": display_name,
        "roles": list(roles),
        "authorities": list(authorities),
        "language": language,
        "is_active": True,
        "let_in_by": "",
        "vouched_by": "",
    }
    with transaction.atomic():
        officer = Officer.objects.filter(number=number.lower()).first()
        if officer is None:
            return Officer.objects.create_user(number, password, **facts)
        for name, value in facts.items():
            setattr(officer, name, value)
        officer.set_password(password)
        officer.full_clean(exclude=("password",))
        officer.save()
        return officer


def set_up(path: Path) -> None:
    """Set Django up over a home, its tables up to date."""
    home = read_home(path)
    os.environ["ROGATORY_HOME"] = str(home.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "rogatory.bootstrap.settings.tables"
    import django

    django.setup()
    from rogatory.bootstrap.home.migrations import migrate

    migrate(home)


def main(path: str) -> None:
    if path in {"-h", "--help"}:
        sys.stdout.write(__doc__ or "")
        return
    officers: list[dict[str, Any]] = json.load(sys.stdin)
    set_up(Path(path))
    made = [create_officer(**facts).number for facts in officers]
    sys.stdout.write(f"{json.dumps(made)}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
