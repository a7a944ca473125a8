# SPDX-License-Identifier: Apache-2.0
"""The doctor's kinds of finding about processes, jobs, webhooks, maintenance, backups, timestamps and keys that end."""

from rogatory.bootstrap.doctor.finding import advice, kinds_in, well, wrong
from rogatory.wire.words import N_

DOOR_SILENT = wrong(
    "doctor-door-silent",
    N_("The process {name} runs, but does not answer at {address}: {problem}"),
    N_("The administrator must read its log in the node's home, and start the node again."),
)
DOOR_ANSWERS = well("doctor-door-answers", N_("These processes answer: {names}."))
PROCESS_STOPPED = wrong(
    "doctor-process-stopped",
    N_("Processes are stopped and do nothing: {names}."),
    N_("The administrator must let them go on (kill -CONT), or start the node again."),
)
CERTIFICATE_OLD = wrong(
    "doctor-certificate-not-in-use",
    N_("The process {name} still uses another certificate than the one in {path}."),
    N_("The administrator must start the node again."),
)
JOBS_GIVEN_UP = wrong(
    "doctor-jobs-given-up",
    N_("Jobs that the node gave up: {count} ({names}); the oldest since {since}."),
    N_("The administrator must remove the cause, and run them again: rogatory queue list HOME."),
)
BACKLOG = wrong(
    "doctor-backlog",
    N_("Messages to {state} wait for a receipt: {count}; the oldest has waited for {span}."),
    N_("The administrator must see what keeps them: rogatory peer line HOME."),
)
HOOK_FAILS = advice(
    "doctor-hook-fails",
    N_("Deliveries to the webhook of the system {name} have failed for {span}: {problem}"),
    N_("The operator must see to its receiver, and try it: rogatory systems hook test HOME NAME."),
)
HOOK_PAUSED = wrong(
    "doctor-hook-paused",
    N_("The webhook of the system {name} has been paused since {since}: {problem}"),
    N_(
        "The operator must see to its receiver, then resume it: rogatory systems hook resume HOME NAME."
    ),
)
IN_MAINTENANCE = advice(
    "doctor-maintenance",
    N_("The node has been in maintenance for {span}, since {since}; {by} began it."),
    N_("The administrator must end it after the work: rogatory node maintenance off HOME."),
)
MAINTENANCE_LONG = wrong(
    "doctor-maintenance-long",
    N_(
        "The node has been in maintenance for {span}, since {since}; {by} began it. Other States' nodes alert their "
        "officers about messages that wait."
    ),
    N_(
        "The administrator must end it now (rogatory node maintenance off HOME), or inform the other States' "
        "contact points by telephone."
    ),
)
BACKUP_UNSET = advice(
    "doctor-backup-unset",
    N_("No place for backups is named here."),
    N_("The operator must add the table [backup] to node.toml of one home of the node."),
)
BACKUP_NONE = wrong(
    "doctor-backup-none",
    N_("There is no complete backup of the node."),
    N_("The operator must write one: rogatory backup run HOME."),
)
BACKUP_LATE = wrong(
    "doctor-backup-late",
    N_("The newest backup is from {since}, {span} ago; a backup is due every {every}."),
    N_(
        "The operator must find out why the last run failed, and write one: rogatory backup run HOME."
    ),
)
BACKUP_CURRENT = well("doctor-backup-current", N_("The newest backup is from {since}."))
TIMESTAMPS_NONE = advice(
    "doctor-timestamps-none",
    N_(
        "No timestamp authority is named: what is sealed here has no time that another office proves."
    ),
    N_("The administrator must name one under timestamp_urls in node.toml."),
)
TIMESTAMPS_SILENT = wrong(
    "doctor-timestamps-silent",
    N_("The timestamp authority {address} gives no timestamp: {problem}"),
    N_(
        "The administrator must ask its operator, or name another one under timestamp_urls in node.toml."
    ),
)
TIMESTAMPS_ENDED = wrong(
    "doctor-timestamps-ended",
    N_("The timestamp authority {address} signs with a certificate that is not in force any more."),
    N_("The administrator must ask its operator for a new certificate; its State must list that."),
)
TIMESTAMPS_UNLISTED = wrong(
    "doctor-timestamps-unlisted",
    N_("The timestamp authority {address} is not one that the directory lists: {problem}"),
    N_("The administrator must name a listed one, or the State must list its certificate."),
)
TIMESTAMPS_GIVEN = well(
    "doctor-timestamps-given", N_("These timestamp authorities answer: {names}.")
)
KEYS_LAST = well("doctor-keys-last", N_("No key or certificate of this node ends soon."))
CERTIFICATE_UNREADABLE = wrong(
    "doctor-certificate-unreadable",
    N_("The certificate in {path} cannot be read: {problem}"),
    N_("The administrator must restore it from a backup, or have a new one made and listed."),
)
CERTIFICATE_UNLISTED = wrong(
    "doctor-certificate-unlisted",
    N_(
        "The certificate in {path} is not the one that the directory lists: other States refuse what rests on it."
    ),
    N_("The State must list it, or the administrator must put the listed one in its place."),
)

KINDS = kinds_in(globals())
