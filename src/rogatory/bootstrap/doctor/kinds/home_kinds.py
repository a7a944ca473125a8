# SPDX-License-Identifier: Apache-2.0
"""The doctor's kinds of finding about a node's home, and who must do what about each."""

from rogatory.bootstrap.doctor.finding import advice, kinds_in, well, wrong
from rogatory.wire.words import N_

HOME_OPEN = wrong(
    "doctor-home-open",
    N_("The home can be entered by others (mode {mode})."),
    N_("The administrator must run chmod 700 on it."),
)
KEYS_SPARE = advice(
    "doctor-keys-spare",
    N_("Keys of authorities, log or witness that this home does not need: {names}."),
    N_("The operator must remove them here: the signer on another host signs for this one."),
)
KEYS_CLOSED = well("doctor-keys-closed", N_("The keys are closed to others."))

DISK_FULL = wrong(
    "doctor-disk-full",
    N_("Only {free} of {total} are free."),
    N_("The administrator must free disk space before evidence arrives."),
)
DISK_SPACE = well("doctor-disk-room", N_("{free} of {total} are free."))
DISK_PLAIN = advice(
    "doctor-disk-plain",
    N_("No disk encryption was found; requests can be read on the disk."),
    N_("The administrator must encrypt the disk, or know that its host does."),
)
DISK_ENCRYPTED = well("doctor-disk-encrypted", N_("The disk is encrypted ({by})."))

_TIME_SERVER = N_(
    "The administrator must set up a time server: peers refuse messages from the future."
)
CLOCK_KEPT = well("doctor-clock-kept", N_("The clock is kept by a time server."))
CLOCK_ADRIFT = advice(
    "doctor-clock-adrift",
    N_("The clock ({now}) is not kept by a time server."),
    _TIME_SERVER,
)
CLOCK_UNKNOWN = advice(
    "doctor-clock-unknown",
    N_("Whether the clock ({now}) is kept by a time server is not known."),
    _TIME_SERVER,
)

DIRECTORY_NONE = wrong(
    "doctor-directory-none",
    N_("There is no directory to rely on: {problem}"),
    N_(
        "The administrator must start the node where it reaches the directory, "
        "or give it a folder with a copy."
    ),
)
DIRECTORY_OLD = wrong(
    "doctor-directory-old",
    N_("The directory was last current {age} ago and remains valid for {left} more."),
    N_(
        "The administrator must find out why it is not reached, or import a copy: rogatory "
        "directory refresh HOME --from FOLDER."
    ),
)
DIRECTORY_CURRENT = well(
    "doctor-directory-current", N_("The directory is current (snapshot {version}: {states}).")
)
STATE_HELD = wrong(
    "doctor-state-held",
    N_("{state} is held back; nothing of it is relied on."),
    N_(
        "The administrator must see why: rogatory directory show --home HOME. A changed key an officer "
        "confirms after a call to that State: rogatory directory confirm."
    ),
)
OFFICES_UNVERIFIED = advice(
    "doctor-offices-unverified",
    N_("Offices were never verified, or not for a year: {states}."),
    N_("Officers must call them by a way that they know before they rely on their records."),
)

DATABASE_DAMAGED = wrong(
    "doctor-books-damaged",
    N_("The database's own check reports: {check}."),
    N_("The administrator must stop the node and restore it; peers give back what is missing."),
)
DATABASE_SILENT = wrong(
    "doctor-database-silent",
    N_("The database server does not answer: {problem}"),
    N_("The administrator must start it, or correct database_url in node.toml."),
)
FAILOVER_HOLDS = well(
    "doctor-failover-holds",
    N_(
        "A failover of the database server loses no commit: each waits for a standby ({standbys}; in sync: "
        "{count})."
    ),
)
DATABASE_INTACT = well("doctor-books-whole", N_("The database is intact."))
WORK_WAITS = wrong(
    "doctor-work-waits",
    N_("Jobs that wait: {count}; the oldest has waited for {span}."),
    N_("The administrator must see what failed, and start the worker if it does not run."),
)

NODE_STOPPED = advice(
    "doctor-node-stopped",
    N_("The node does not run."),
    N_("The administrator must start it: rogatory node run HOME."),
)
PROCESSES_MISSING = wrong(
    "doctor-processes-missing",
    N_("Processes that do not run: {names}."),
    N_("The administrator must read their logs in the node's home."),
)
PROCESSES_RUN = well("doctor-processes-run", N_("Every process runs."))
PROCESSES_ELSEWHERE = well(
    "doctor-processes-elsewhere", N_("Processes of this node on other machines: {names}.")
)
PROCESS_SILENT = advice(
    "doctor-process-silent",
    N_("A process did not end in order: {name}. It was last seen {span} ago."),
    N_("The operator must check that machine, and start the node there again if it is to run."),
)

ROSTER_ENDED = wrong(
    "doctor-roster-ended",
    N_("The last roster of {authority} ended at {ends}."),
    N_("The head of the unit must set the next one: rogatory duty roster."),
)
ROSTER_HOLDS = well("doctor-roster-holds", N_("{authority} has a roster until {ends}."))
ROSTER_NONE = advice(
    "doctor-roster-none",
    N_("No roster is set: every officer of an authority is called."),
    N_("The head of the unit must set one: rogatory duty roster."),
)
CALLS_INSIDE = advice(
    "doctor-calls-inside",
    N_("Alerts appear on the duty desk only; nobody is contacted outside it."),
    N_("The administrator must name mail or a webhook in [paging] of node.toml."),
)
CALLS_BY_MAIL = well("doctor-calls-by-mail", N_("Officers are called by mail."))
CALLS_BY_WEBHOOK = well("doctor-calls-by-webhook", N_("Officers are called by webhooks: {names}."))
CALLS_UNANSWERED = wrong(
    "doctor-calls-unanswered",
    N_("Unanswered alerts: {count}; the oldest has waited for {span}."),
    N_("An officer must answer them on the duty desk; rogatory duty show lists them."),
)

_ASK_THAT_STATE = N_(
    "An officer must read the output of rogatory log monitor --kept, and ask that State."
)
LOG_BROKEN = wrong(
    "doctor-log-broken",
    N_(
        "The custody log of {state} (epoch {epoch}) is not consistent with its earlier "
        "checkpoints: {problem}"
    ),
    _ASK_THAT_STATE,
)
LOG_UNFOLLOWED = advice(
    "doctor-log-unfollowed",
    N_("The custody log of {state} (epoch {epoch}) was last followed {age} ago."),
    N_(
        "The administrator must see that the worker here runs; if it does, that State's node does not "
        "answer, and its operator must be called."
    ),
)
RECEIPTS_UNLOGGED = wrong(
    "doctor-receipts-unlogged",
    N_("Receipts of {state} that are not in its log: {count}."),
    _ASK_THAT_STATE,
)
LOGS_KEPT = well(
    "doctor-logs-kept",
    N_("The custody logs of other States are consistent with their earlier checkpoints."),
)

_TAKE_BACK = N_(
    "The operator must stop the node and take back what was lost: rogatory node recover HOME."
)
RECOVERY_OPEN = wrong(
    "doctor-recovery-open",
    N_("The database was restored, and the node stays closed: {missing}."),
    N_("The operator must go on with rogatory node recover HOME."),
)
RECOVERY_BEHIND = wrong(
    "doctor-recovery-behind",
    N_(
        "The database was restored from a backup: {states} saw more entries in the log than "
        "are here."
    ),
    _TAKE_BACK,
)
RECOVERY_GONE = wrong(
    "doctor-recovery-gone",
    N_("Messages of ours on which others build, and which are not here: {count}."),
    N_(
        "If the database was restored from a backup, the operator must stop the node and "
        "recover what was lost: rogatory node recover HOME."
    ),
)

WITNESS_KEY_NONE = advice(
    "doctor-witness-key-none",
    N_("The node has no witness key, so it cosigns no log."),
    N_(
        "The administrator must make one (rogatory witness keys HOME), and the State list it in its entry."
    ),
)
WITNESS_POLICY_NONE = advice(
    "doctor-witness-policy-none",
    N_("No witness policy is stated: only this State vouches for its log."),
    N_("The State must name witnesses in its entry, such as: any 2 of XB XM XT."),
)
WITNESS_SILENT = advice(
    "doctor-witness-silent",
    N_("The witness of {state} did not cosign when it was asked last: {problem}"),
    N_("The administrator must see to it; rogatory witness show HOME lists all witnesses."),
)
OWN_LOG_CONVICTED = wrong(
    "doctor-own-log-convicted",
    N_(
        "It is proved that this State's custody log (epoch {epoch}) contradicts what it signed: proof {proof}. "
        "Witnesses do not cosign it any more."
    ),
    N_(
        "Officers must find the cause (rogatory witness show HOME); the operator must begin a new "
        "epoch (rogatory witness new-epoch HOME)."
    ),
)
LOG_CONVICTED = wrong(
    "doctor-log-convicted",
    N_(
        "It is proved that the custody log of {state} (epoch {epoch}) contradicts what it signed: proof {proof}."
    ),
    N_(
        "Officers must ask that State for the cause. When it begins a new epoch, an officer must accept it: "
        "rogatory witness accept-epoch HOME."
    ),
)
LOG_UNEXPLAINED = advice(
    "doctor-log-unexplained",
    N_(
        "The custody log of {state} (epoch {epoch}) did not show how one of its checkpoints follows another: {proof}."
    ),
    N_("Officers must ask that State; rogatory witness show HOME lists what is kept."),
)
DIRECTORY_SPLIT = wrong(
    "doctor-directory-split",
    N_(
        "The publisher signed two contents of version {version} of the directory (proof {proof}): "
        "what it shows here may not be what it shows to others."
    ),
    N_(
        "Officers must inform the Secretariat and confirm keys by another channel, until a new "
        "root names another key of the publisher (rogatory directory replace-publisher)."
    ),
)
OBJECT_STORE_HOLDS = well(
    "doctor-object-store",
    N_("The object store answers and overwrites nothing (bucket {bucket})."),
)
LAW_MISSING = wrong(
    "doctor-law-missing",
    N_("Objects of the law are missing or damaged ({count}): {names}."),
    N_(
        "The administrator must restore them from a backup of the objects: decisions that rest on them "
        "cannot be examined."
    ),
)
LAW_WHOLE = well(
    "doctor-law-whole", N_("The law under which each decision was taken is stored whole.")
)
SYSLOG_SILENT = wrong(
    "doctor-syslog-silent",
    N_("The log server {host} accepts nothing ({error})."),
    N_("The administrator must fix it: what is logged meanwhile is kept on the node only."),
)
SYSLOG_TAKES = well("doctor-syslog-takes", N_("Logs go to {host}, too."))
SYSLOG_NONE = advice(
    "doctor-syslog-none",
    N_("Logs are kept on the node only: anyone who breaks into it can delete them."),
    N_("The operator must name another machine under [syslog] in node.toml."),
)
SCANNER_NAMED = well("doctor-scanner-named", N_("A scanner looks at what officers upload."))
SCANNER_NONE = advice(
    "doctor-scanner-none",
    N_("No scanner looks at what officers upload."),
    N_("The operator must name one under [scanner] in node.toml."),
)
PASSWORDS_NAMED = well("doctor-passwords-named", N_("Stolen passwords are refused."))
PASSWORDS_NONE = advice(
    "doctor-passwords-none",
    N_("No list of stolen passwords is checked."),
    N_("The operator must name one under [passwords] in node.toml."),
)
WITNESSES_SPEAK = well("doctor-witnesses-speak", N_("No witness is silent."))

KINDS = kinds_in(globals())
