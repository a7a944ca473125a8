# SPDX-License-Identifier: Apache-2.0
"""All kinds of finding, in the order in which they are documented."""

from rogatory.bootstrap.doctor.finding import FindingKind
from rogatory.bootstrap.doctor.kinds import (
    file_kinds,
    home_kinds,
    line_kinds,
    machine_kinds,
    store_kinds,
    work_kinds,
)

TRANSLATED: tuple[FindingKind, ...] = (
    *home_kinds.KINDS,
    *file_kinds.KINDS,
    *store_kinds.KINDS,
    *work_kinds.KINDS,
    *line_kinds.KINDS,
)
"""Those that the administrator's page shows, too."""

KINDS: tuple[FindingKind, ...] = (*TRANSLATED, *machine_kinds.KINDS)
