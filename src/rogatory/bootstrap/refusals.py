# SPDX-License-Identifier: Apache-2.0
"""Refusals of the bootstrap package."""

from rogatory.errors import Code

_OPERATOR = "The node's operator must"

HOME_EXISTS = Code(
    "home-exists", "There is already a node in {path}.", f"{_OPERATOR} name another folder."
)
HOME_ABSENT = Code(
    "home-absent",
    "There is no node in {path}: node.toml is missing.",
    f"{_OPERATOR} name the node's home, or create one.",
)
NODE_ADDRESS = Code(
    "node-address",
    "{address} is not an https address, and no other reaches a node.",
    "Name the node by its https address, or by its home if it is on this machine.",
)
METRICS_OFF = Code(
    "metrics-off",
    "The metrics of this node are not served: node.toml names no address for them.",
    f'{_OPERATOR} name one in node.toml, such as: metrics_listen = "127.0.0.1:9464".',
)
METRICS_ADDRESS = Code(
    "metrics-address",
    "The metrics cannot be served at {address} ({error}).",
    f"{_OPERATOR} name a free address of this machine under metrics_listen in node.toml.",
)
HOME_SETTING = Code(
    "home-setting", "In node.toml, {name} {problem}.", f"{_OPERATOR} correct node.toml."
)
DATABASE_VARIABLES = Code(
    "database-variables",
    "The environment has {names}, which the node's own processes do not see: a command would reach another"
    " database than they, or the same one without encryption.",
    f"{_OPERATOR} take them away, and write what they say into database_url in node.toml.",
)
OBJECT_STORE_VARIABLES = Code(
    "object-store-variables",
    "The environment has {names}, which the node's own processes do not see: a command would reach another"
    " object store than they, or the same one without encryption.",
    f"{_OPERATOR} remove them; node.toml and keys/object-store.key define how the store is reached.",
)
ACCESS_KEY_FORM = Code(
    "object-store-key",
    "The file {path} contains no access key for the object store.",
    f"{_OPERATOR} write one line into it: key identifier, colon, secret.",
)
OBJECTS_AT_HOME = Code(
    "object-store-home",
    "Packages or attachments are stored in {path}, but node.toml names an object store: the node would not"
    " find them there.",
    f"{_OPERATOR} remove [object_store] from node.toml, and move the node there (rogatory node move).",
)
KEY_ABSENT = Code(
    "key-absent",
    "The key file {path} is not there.",
    f"{_OPERATOR} put the node's keys in place, or make new ones and have them listed.",
)
KEY_READABLE = Code(
    "key-readable",
    "Others than the owner may read {path} (mode {mode}).",
    f"{_OPERATOR} take their rights away (chmod 600) and consider the key seen.",
)
SIGNER_NOT_OURS = Code(
    "signer-not-ours",
    "This node holds no signing key of {authority}.",
    f"{_OPERATOR} install the key of that authority, or the message be sent from its own node.",
)
SIGNER_SILENT = Code(
    "signer-silent",
    "No signer of this node answered.",
    f"{_OPERATOR} start the signer on a host that has the keys (processes in node.toml).",
)
SIGNING_OTHER_LOG = Code(
    "signer-other-log",
    "A checkpoint of {origin} over {size} entries is not of this node's log as it is in the database.",
    f"{_OPERATOR} find out which process asked for it, and start the node there again.",
)
SIGNING_KIND = Code(
    "signer-kind",
    "The signer is asked for a signature of the unknown kind {kind}.",
    f"{_OPERATOR} run the same version of the program on every host.",
)
OTHER_NETWORK = Code(
    "signer-other-network",
    "What is to be signed is of the network {network}, not of this node's.",
    "The author must issue it for this network.",
)
NODE_ALREADY_RUNS = Code(
    "node-already-runs",
    "A node already runs in {path} (process {pid}).",
    f"{_OPERATOR} stop it first.",
)
CHILD_FAILED = Code(
    "node-child-failed",
    "The {name} of the node ended {times} times within {seconds} seconds.",
    "The node's operator must read its log, {log}.",
)
NODE_NOT_UP = Code(
    "node-not-up",
    "The node in {path} did not start.",
    "The node's operator must read the logs in {logs}.",
)
NOT_MIGRATED = Code(
    "tables-not-migrated",
    "The database tables of the node in {path} could not be updated.",
    "The node's operator must read {log}, and restore the newest backup if the database is damaged.",
)
TABLES_OLDER = Code(
    "tables-older",
    "The database has not had the changes {names}, which this version of the program needs.",
    f"{_OPERATOR} start the node, which makes them, before its other processes.",
)
TABLES_NEWER = Code(
    "tables-newer",
    "The database has had the changes {names}, which this version of the program does not know.",
    f"{_OPERATOR} install the version on this machine that changed the database, or restore a backup.",
)
SERVICE_PORT_FORBIDDEN = Code(
    "service-port-forbidden",
    "This account may not open port {port} of {host}.",
    f"{_OPERATOR} choose a port from 1024 with --listen, or give the service the capability CAP_NET_BIND_SERVICE.",
)
SERVICE_PORT_TAKEN = Code(
    "service-port",
    "Nothing can be served at port {port} of {host}: it is in use, or not of this machine.",
    f"{_OPERATOR} stop what uses it, or choose another one with --listen.",
)
TIMESTAMP_KEYS_MISSING = Code(
    "timestamp-keys-missing",
    "{folder} has not the keys of a timestamp authority; missing: {names}.",
    f"{_OPERATOR} name the folder that `rogatory keys issue tsa` made.",
)
PORT_TAKEN = Code(
    "port-taken",
    "Port {port} of {host}, which node.toml names for the {name}, is in use.",
    f"{_OPERATOR} stop what uses it, or choose another port and have it listed.",
)
PORT_FORBIDDEN = Code(
    "port-forbidden",
    "This account may not open port {port} of {host}, which node.toml names for the {name}.",
    f"{_OPERATOR} give the service the capability CAP_NET_BIND_SERVICE, as deploy/systemd/rogatory.service does, or "
    "have it listen at a port from 1024 to which a packet filter passes on.",
)
ADDRESS_ELSEWHERE = Code(
    "port-address-elsewhere",
    "{host}, which node.toml names for the {name}, is no address of this machine: port {port} cannot be opened there.",
    f"{_OPERATOR} name an address of this machine in node.toml (door_listen, console_listen).",
)
NODE_RUNS = Code(
    "node-runs",
    "The node of {path} runs.",
    f"{_OPERATOR} stop it first: each of its processes signs for the log that was there when it began.",
)
RUNNING_ELSEWHERE = Code(
    "node-runs-elsewhere",
    "Processes of this node are running: {processes}.",
    f"{_OPERATOR} stop the node on each of these machines. If a machine has failed, make sure that it is off; its"
    " processes count as ended {seconds} seconds after their last sign.",
)
OIDC_SECRET = Code(
    "oidc-secret",
    "The log-in service's secret is not in {path}, or others than the node can read it.",
    "The node's operator must place it there, with mode 0600 and no other file.",
)
OIDC_ISSUER = Code(
    "oidc-issuer",
    "What answers at {issuer} does not call itself so, or names addresses without TLS.",
    "The node's operator must write the issuer in node.toml as the service writes it.",
)
OIDC_UNKNOWN = Code(
    "oidc-unknown",
    "The log-in service knows you, but node.toml lists no officer for you.",
    "The node's operator must add your subject to [oidc.officers].",
)
OIDC_SILENT = Code(
    "oidc-silent",
    "The State's log-in service gave no answer that can be used: {problem}.",
    "Log in with number and password, or a passkey; the node's operator must see to the service.",
)
ACCOUNT_NUMBER = Code(
    "account-number",
    "{number} is no number of an officer of {state}.",
    "Write it as in the State's register of officers: the State's code, a hyphen, four to eight digits.",
)
ACCOUNT_EXISTS = Code(
    "account-exists",
    "There is an account of {number} already.",
    "Reactivate it, or give it a new secret.",
)
ACCOUNT_NAME = Code(
    "account-name", "The name is longer than {limit} characters.", "Write a shorter one."
)
ACCOUNT_UNKNOWN = Code(
    "account-unknown", "There is no account of {number}.", "Choose one of the list."
)
ACCOUNT_OWN = Code(
    "account-own",
    "{number} is your own account.",
    "Another administrator must change it.",
)
ACCOUNT_TWO = Code(
    "account-two",
    "The register of officers lists {number}, or the account has been used: a new "
    "secret could give somebody else the officer's access.",
    "Ask for a reset, which a second administrator confirms.",
)
ACCOUNT_BY_ONE = Code(
    "account-alone",
    "One administrator let {number} in, and the register of officers lists that number by now.",
    "Two administrators must prove whose account it is and reset it; or the register must list a passkey that its "
    "officer made here.",
)
ACCOUNT_PROOF = Code(
    "account-proof",
    "How the identity of the requester was proved is missing.",
    "Verify the identity face to face, over a number known before, or by the authority's "
    "written statement, and record which.",
)
ACCOUNT_NOT_COUNTED = Code(
    "account-not-counted",
    "The account of {officer} was made or reset by an administrator, and counts as neither of the two.",
    "The node's operator must open it at the machine: python -m rogatory.bootstrap.accounts.officers.",
)
ACCOUNT_RESET_SECOND = Code(
    "account-reset-second",
    "{officer} asked for the reset of {number}.",
    "Another administrator must verify independently who asks, and confirm it.",
)
ACCOUNT_RESET_NONE = Code(
    "account-reset-none",
    "No reset of {number} waits.",
    "Ask for one, if it is still wanted.",
)
UPLOAD_MALICIOUS = Code(
    "upload-malicious",
    "The scanner of this node calls {name} malicious.",
    "Get the file again from its source, or have the administrator of the machine where it was "
    "stored examine it. It was not kept.",
)
SCANNER_SILENT = Code(
    "scanner-silent",
    "The scanner of this node could not scan {name} ({problem}).",
    f"{_OPERATOR} repair the scanner that node.toml names; meanwhile nothing is uploaded or served unscanned.",
)
RENEWAL_UNFIT = Code(
    "renewal-unfit",
    "The folder {path} has no key and certificate for {use} of {holder} that fit together.",
    f"{_OPERATOR} name the folder that was made for it (`rogatory keys issue` or `rogatory keys new`).",
)
RENEWAL_WAITS = Code(
    "renewal-waits",
    "Another successor of this key waits in {path}.",
    f"{_OPERATOR} go on with that one, or remove its folder if it is listed nowhere.",
)
RENEWAL_EARLY = Code(
    "renewal-early",
    "The nodes of these States have not yet read that the new key is listed: {states}.",
    f"{_OPERATOR} wait and run the command again. From {{until}} on it no longer waits for them.",
)
ACCOUNT_LIST = Code(
    "account-list",
    "The list of accounts is not JSON: {problem}",
    f"{_OPERATOR} write it as `rogatory officers open --help` shows.",
)
ACCOUNT_TWICE = Code(
    "account-twice",
    "The number {number} is in the list more than once.",
    f"{_OPERATOR} list each person once.",
)
ACCOUNT_PASSWORD = Code(
    "account-password",
    "The password for {number} is not accepted: {problem}",
    f"{_OPERATOR} choose another one, or none if the person has a passkey.",
)
ACCOUNT_AUTHORITY = Code(
    "account-authority",
    "{authority} is no authority of {state}.",
    f"{_OPERATOR} name authorities of the node's own State.",
)
