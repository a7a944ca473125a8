# SPDX-License-Identifier: Apache-2.0
"""The doctor's kinds of finding about the database, the objects, the packages and the own custody log."""

from rogatory.bootstrap.doctor.finding import advice, kinds_in, well, wrong
from rogatory.wire.words import N_

_RESTORE_OBJECTS = N_(
    "The administrator must restore them from a backup of the objects; peers give back packages that they sent."
)
OBJECT_MISSING = wrong(
    "doctor-object-missing",
    N_("Objects that the database names are missing ({count}): {names}."),
    _RESTORE_OBJECTS,
)
OBJECT_DAMAGED = wrong(
    "doctor-object-damaged",
    N_("Objects are damaged or cannot be read ({count}): {names}."),
    _RESTORE_OBJECTS,
)
PACKAGE_BROKEN = wrong(
    "doctor-package-broken",
    N_("Packages are missing, truncated or altered ({count}): {names}."),
    _RESTORE_OBJECTS,
)
STORE_NEWEST_WHOLE = well(
    "doctor-store-newest-whole",
    N_("The newest objects and packages are whole (objects: {objects}, packages: {packages})."),
)
STORE_WHOLE = well(
    "doctor-store-whole",
    N_("Every object and every package is whole (objects: {objects}, packages: {packages})."),
)
LOG_EDGE_WHOLE = well(
    "doctor-log-edge-whole",
    N_("The newest tiles and checkpoints of the custody log agree (entries: {count})."),
)
LOG_WHOLE = well(
    "doctor-log-whole",
    N_("Every entry, tile and checkpoint of the custody log agrees (entries: {count})."),
)

DATABASE_ABSENT = wrong(
    "doctor-database-absent",
    N_("There is no database."),
    N_("The administrator must start the node, which makes one, or restore it from a backup."),
)
DATABASE_WITHOUT_TABLES = wrong(
    "doctor-database-without-tables",
    N_("The database does not have the tables of this version."),
    N_("The administrator must start the node, which makes them."),
)
SERVER_ANSWERS = well("doctor-database-answers", N_("The database server answers."))
PAGES_DAMAGED = wrong(
    "doctor-database-pages",
    N_("The database server found damaged pages: {count}."),
    N_(
        "The administrator must stop the node, and restore the database or make its standby the primary."
    ),
)
PAGES_UNCHECKED = advice(
    "doctor-database-no-checksums",
    N_("The database server keeps no checksums: a damaged page is not noticed."),
    N_("The administrator must switch them on (pg_checksums)."),
)
CLOCK_BEHIND = wrong(
    "doctor-clock-behind",
    N_("The clock ({now}) is behind what this node recorded itself at {since}."),
    N_(
        "The administrator must set the clock, or find out when it was ahead: officers must know which times are wrong."
    ),
)
CLOCK_OF_DATABASE = wrong(
    "doctor-clock-database",
    N_("The clocks of this machine and of the database server differ by {span}."),
    N_("The administrator must set up a time server on both."),
)
CLOCKS_AGREE = well("doctor-clocks-agree", N_("The clock agrees with what the database recorded."))

KINDS = kinds_in(globals())
