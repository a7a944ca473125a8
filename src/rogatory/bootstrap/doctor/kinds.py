# SPDX-License-Identifier: Apache-2.0
"""The doctor's kinds of finding about a node's home, and who must do what about each."""

from rogatory.bootstrap.doctor.finding import FindingKind, FindingLevel
from rogatory.wire.words import N_

WELL, ADVICE, WRONG = FindingLevel.WELL, FindingLevel.ADVICE, FindingLevel.WRONG

HOME_OPEN = FindingKind(
    "doctor-home-open",
    WRONG,
    N_("The home can be entered by others (mode {mode})."),
    N_("The administrator must run chmod 700 on it."),
)
KEYS_CLOSED = FindingKind("doctor-keys-closed", WELL, N_("The keys are closed to others."))

DISK_FULL = FindingKind(
    "doctor-disk-full",
    WRONG,
    N_("Only {free} of {total} are free."),
    N_("The administrator must free disk space before evidence arrives."),
)
DISK_ROOM = FindingKind("doctor-disk-room", WELL, N_("{free} of {total} are free."))
DISK_PLAIN = FindingKind(
    "doctor-disk-plain",
    ADVICE,
    N_("No disk encryption was found; requests can be read on the disk."),
    N_("The administrator must encrypt the disk, or know that its host does."),
)
DISK_ENCRYPTED = FindingKind("doctor-disk-encrypted", WELL, N_("The disk is encrypted ({by})."))

_TIME_SERVER = N_(
    "The administrator must set up a time server: peers refuse messages from the future."
)
CLOCK_KEPT = FindingKind("doctor-clock-kept", WELL, N_("The clock is kept by a time server."))
CLOCK_ADRIFT = FindingKind(
    "doctor-clock-adrift",
    ADVICE,
    N_("The clock ({now}) is not kept by a time server."),
    _TIME_SERVER,
)
CLOCK_UNKNOWN = FindingKind(
    "doctor-clock-unknown",
    ADVICE,
    N_("Whether the clock ({now}) is kept by a time server is not known."),
    _TIME_SERVER,
)

DIRECTORY_NONE = FindingKind(
    "doctor-directory-none",
    WRONG,
    N_("There is no directory to rely on: {problem}"),
    N_(
        "The administrator must start the node where it reaches the directory, "
        "or give it a folder with a copy."
    ),
)
DIRECTORY_OLD = FindingKind(
    "doctor-directory-old",
    WRONG,
    N_("The directory was last current {age} ago and remains valid for {left} more."),
    N_(
        "The administrator must find out why it is not reached, or import a copy: rogatory "
        "directory refresh HOME --from FOLDER."
    ),
)
DIRECTORY_CURRENT = FindingKind(
    "doctor-directory-current", WELL, N_("The directory is current (snapshot {version}: {states}).")
)
STATE_HELD = FindingKind(
    "doctor-state-held",
    WRONG,
    N_("{state} is held back; nothing of it is relied on."),
    N_(
        "The administrator must see why: rogatory directory show --home HOME. A changed key an officer "
        "confirms after a call to that State: rogatory directory confirm."
    ),
)
OFFICES_UNVERIFIED = FindingKind(
    "doctor-offices-unverified",
    ADVICE,
    N_("Offices were never verified, or not for a year: {states}."),
    N_("Officers must call them by a way that they know before they rely on their records."),
)

BOOKS_DAMAGED = FindingKind(
    "doctor-books-damaged",
    WRONG,
    N_("The database's own check reports: {check}."),
    N_("The administrator must stop the node and restore it; peers give back what is missing."),
)
BOOKS_WHOLE = FindingKind("doctor-books-whole", WELL, N_("The database is intact."))
WORK_WAITS = FindingKind(
    "doctor-work-waits",
    WRONG,
    N_("Jobs that wait: {count}; the oldest has waited for {span}."),
    N_("The administrator must see what failed, and start the worker if it does not run."),
)

NODE_STOPPED = FindingKind(
    "doctor-node-stopped",
    ADVICE,
    N_("The node does not run."),
    N_("The administrator must start it: rogatory node run HOME."),
)
PROCESSES_MISSING = FindingKind(
    "doctor-processes-missing",
    WRONG,
    N_("Processes that do not run: {names}."),
    N_("The administrator must read their logs in the node's home."),
)
PROCESSES_RUN = FindingKind("doctor-processes-run", WELL, N_("Every process runs."))

ROSTER_ENDED = FindingKind(
    "doctor-roster-ended",
    WRONG,
    N_("The last roster of {authority} ended at {ends}."),
    N_("The head of the unit must set the next one: rogatory duty roster."),
)
ROSTER_HOLDS = FindingKind(
    "doctor-roster-holds", WELL, N_("{authority} has a roster until {ends}.")
)
ROSTER_NONE = FindingKind(
    "doctor-roster-none",
    ADVICE,
    N_("No roster is set: every officer of an authority is called."),
    N_("The head of the unit must set one: rogatory duty roster."),
)
CALLS_INSIDE = FindingKind(
    "doctor-calls-inside",
    ADVICE,
    N_("Alerts appear on the duty desk only; nobody is contacted outside it."),
    N_("The administrator must name mail or a webhook in [paging] of node.toml."),
)
CALLS_BY_MAIL = FindingKind("doctor-calls-by-mail", WELL, N_("Officers are called by mail."))
CALLS_BY_WEBHOOK = FindingKind(
    "doctor-calls-by-webhook", WELL, N_("Officers are called by webhooks: {names}.")
)
CALLS_UNANSWERED = FindingKind(
    "doctor-calls-unanswered",
    WRONG,
    N_("Unanswered alerts: {count}; the oldest has waited for {span}."),
    N_("An officer must answer them on the duty desk; rogatory duty show lists them."),
)

_ASK_THAT_STATE = N_(
    "An officer must read the output of rogatory log monitor --kept, and ask that State."
)
LOG_BROKEN = FindingKind(
    "doctor-log-broken",
    WRONG,
    N_(
        "The custody log of {state} (epoch {epoch}) is not consistent with its earlier "
        "checkpoints: {problem}"
    ),
    _ASK_THAT_STATE,
)
LOG_UNFOLLOWED = FindingKind(
    "doctor-log-unfollowed",
    ADVICE,
    N_("The custody log of {state} (epoch {epoch}) was last followed {age} ago."),
    N_(
        "The administrator must see that the worker here runs; if it does, that State's node does not "
        "answer, and its operator must be called."
    ),
)
RECEIPTS_UNLOGGED = FindingKind(
    "doctor-receipts-unlogged",
    WRONG,
    N_("Receipts of {state} that are not in its log: {count}."),
    _ASK_THAT_STATE,
)
LOGS_KEPT = FindingKind(
    "doctor-logs-kept",
    WELL,
    N_("The custody logs of other States are consistent with their earlier checkpoints."),
)

_TAKE_BACK = N_(
    "The operator must stop the node and take back what was lost: rogatory node recover HOME."
)
RECOVERY_OPEN = FindingKind(
    "doctor-recovery-open",
    WRONG,
    N_("The database was restored, and the node stays closed: {missing}."),
    N_("The operator must go on with rogatory node recover HOME."),
)
RECOVERY_BEHIND = FindingKind(
    "doctor-recovery-behind",
    WRONG,
    N_(
        "The database was restored from a backup: {states} saw more entries in the log than "
        "are here."
    ),
    _TAKE_BACK,
)
RECOVERY_GONE = FindingKind(
    "doctor-recovery-gone",
    WRONG,
    N_("Messages of ours on which others build, and which are not here: {count}."),
    N_(
        "If the database was restored from a backup, the operator must stop the node and "
        "recover what was lost: rogatory node recover HOME."
    ),
)

WITNESS_KEY_NONE = FindingKind(
    "doctor-witness-key-none",
    ADVICE,
    N_("The node has no witness key, so it cosigns no log."),
    N_(
        "The administrator must make one (rogatory witness keys HOME), and the State list it in its entry."
    ),
)
WITNESS_POLICY_NONE = FindingKind(
    "doctor-witness-policy-none",
    ADVICE,
    N_("No witness policy is stated: only this State vouches for its log."),
    N_("The State must name witnesses in its entry, such as: any 2 of XB XM XT."),
)
WITNESS_SILENT = FindingKind(
    "doctor-witness-silent",
    ADVICE,
    N_("The witness of {state} did not cosign when it was asked last: {problem}"),
    N_("The administrator must see to it; rogatory witness show HOME lists all witnesses."),
)
OWN_LOG_CONVICTED = FindingKind(
    "doctor-own-log-convicted",
    WRONG,
    N_(
        "It is proved that this State's custody log (epoch {epoch}) contradicts what it signed: proof {proof}. "
        "Witnesses do not cosign it any more."
    ),
    N_(
        "Officers must find the cause (rogatory witness show HOME); the operator must begin a new "
        "epoch (rogatory witness new-epoch HOME)."
    ),
)
LOG_CONVICTED = FindingKind(
    "doctor-log-convicted",
    WRONG,
    N_(
        "It is proved that the custody log of {state} (epoch {epoch}) contradicts what it signed: proof {proof}."
    ),
    N_(
        "Officers must ask that State for the cause. When it begins a new epoch, an officer must accept it: "
        "rogatory witness accept-epoch HOME."
    ),
)
LOG_UNEXPLAINED = FindingKind(
    "doctor-log-unexplained",
    ADVICE,
    N_(
        "The custody log of {state} (epoch {epoch}) did not show how one of its checkpoints follows another: {proof}."
    ),
    N_("Officers must ask that State; rogatory witness show HOME lists what is kept."),
)
DIRECTORY_SPLIT = FindingKind(
    "doctor-directory-split",
    WRONG,
    N_(
        "The publisher signed two contents of version {version} of the directory (proof {proof}): "
        "what it shows here may not be what it shows to others."
    ),
    N_(
        "Officers must inform the Secretariat and confirm keys by another channel, until a new "
        "root names another key of the publisher (rogatory directory replace-publisher)."
    ),
)
SYSLOG_SILENT = FindingKind(
    "doctor-syslog-silent",
    WRONG,
    N_("The machine for logs, {host}, takes nothing ({error})."),
    N_("The administrator must fix it: what is logged meanwhile is kept on the node only."),
)
SYSLOG_TAKES = FindingKind("doctor-syslog-takes", WELL, N_("Logs go to {host}, too."))
SYSLOG_NONE = FindingKind(
    "doctor-syslog-none",
    ADVICE,
    N_("Logs are kept on the node only: anyone who breaks into it can delete them."),
    N_("The operator must name another machine under [syslog] in node.toml."),
)
SCANNER_NAMED = FindingKind(
    "doctor-scanner-named", WELL, N_("A scanner looks at what officers upload.")
)
SCANNER_NONE = FindingKind(
    "doctor-scanner-none",
    ADVICE,
    N_("No scanner looks at what officers upload."),
    N_("The operator must name one under [scanner] in node.toml."),
)
PASSWORDS_NAMED = FindingKind("doctor-passwords-named", WELL, N_("Stolen passwords are refused."))
PASSWORDS_NONE = FindingKind(
    "doctor-passwords-none",
    ADVICE,
    N_("No list of stolen passwords is asked."),
    N_("The operator must name one under [passwords] in node.toml."),
)
WITNESSES_SPEAK = FindingKind("doctor-witnesses-speak", WELL, N_("No witness is silent."))

LINE_SILENT = FindingKind(
    "doctor-line-silent",
    WRONG,
    N_("The node of {state} has not answered since {since}."),
    N_(
        "The administrator must call its operator, or look at this node's own line; it is tried without an end."
    ),
)
_RAISE_THE_QUOTA = N_(
    "The administrator must free disk space or raise the quota under [fetching] in node.toml; "
    "until then nothing is lost, and the transfer continues automatically."
)
FETCH_DAY = FindingKind(
    "doctor-fetch-quota-day",
    WRONG,
    N_("Evidence of {state} waits: as much was fetched as may come in a day."),
    _RAISE_THE_QUOTA,
)
FETCH_UNDER_WAY = FindingKind(
    "doctor-fetch-quota-under-way",
    WRONG,
    N_("Evidence of {state} waits: as much is under way as may be at one time."),
    _RAISE_THE_QUOTA,
)
_SET_THE_CLOCK = N_(
    "The operator whose clock is wrong must set it: from 300 seconds on nothing passes."
)
LINE_AHEAD = FindingKind(
    "doctor-line-ahead",
    WRONG,
    N_("The clock of {state} is {span} ahead of this node's."),
    _SET_THE_CLOCK,
)
LINE_BEHIND = FindingKind(
    "doctor-line-behind",
    WRONG,
    N_("The clock of {state} is {span} behind this node's."),
    _SET_THE_CLOCK,
)
LINE_WEAK = FindingKind(
    "doctor-line-weak",
    ADVICE,
    N_("The line to {state} was keyed by {group}."),
    N_(
        "One of the two operators must install OpenSSL 3.5, which supports X25519MLKEM768: "
        "otherwise anyone who records the traffic can decrypt it later with a quantum computer."
    ),
)
LINES_WELL = FindingKind(
    "doctor-lines-well", WELL, N_("Other nodes that answer, or were not asked yet: {count}.")
)

# What follows is of the machine, not of a node: only the command line prints it, in English.
OPENSSL_ABSENT = FindingKind(
    "doctor-openssl-absent",
    ADVICE,
    "openssl is not installed.",
    "The administrator must install it to run check.sh here.",
)
OPENSSL_OLD = FindingKind(
    "doctor-openssl-old",
    ADVICE,
    "{version} cannot verify ML-DSA signatures.",
    "The administrator must bring OpenSSL 3.5; until then check.sh reports them as not checked.",
)
OPENSSL_HERE = FindingKind(
    "doctor-openssl-here", WELL, "{version} verifies both signature algorithms."
)
TOOL_ABSENT = FindingKind(
    "doctor-tool-absent",
    ADVICE,
    "{tool} is not installed.",
    "The administrator must install it to {use}.",
)
TOOL_HERE = FindingKind("doctor-tool-here", WELL, "{tool} is here.")

OF_THE_MACHINE = frozenset(
    one.id for one in (OPENSSL_ABSENT, OPENSSL_OLD, OPENSSL_HERE, TOOL_ABSENT, TOOL_HERE)
)
KINDS: tuple[FindingKind, ...] = tuple(
    one for one in list(globals().values()) if isinstance(one, FindingKind)
)
