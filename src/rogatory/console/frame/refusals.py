# SPDX-License-Identifier: Apache-2.0
"""Codes of the console: who may ask a page for what, and what a script sent that nobody can read."""

from rogatory.errors import Code

NOT_LOGGED_IN = Code(
    "console-not-logged-in",
    "No user is logged in with this request.",
    "Log in at /accounts/login/ and send the session's cookie along.",
)
SECOND_FACTOR_MISSING = Code(
    "console-second-factor-missing",
    "The account {officer} has no second factor yet, so no case page opens to it.",
    "Set one up at /accounts/2fa/ in a browser.",
)
REAUTHENTICATE = Code(
    "console-asked-again",
    "This act requires that you confirm your password or second factor within the last minutes.",
    "Post one of them to /accounts/reauthenticate/ and ask again.",
)
SECRET_TO_CHANGE = Code(
    "console-secret-to-change",
    "The account {officer} still has the secret that an administrator made.",
    "Change it at /accounts/password/ in a browser.",
)
PAGE_NOT_ALLOWED = Code(
    "console-page-not-allowed",
    "Officer {officer} may not do this: it takes the permission {permission}, which the roles"
    " {roles} carry.",
    "The keeper of the State's register must add one of the roles.",
)
FORM_FROM_ELSEWHERE = Code(
    "console-form-from-elsewhere",
    "Your session has expired.",
    "Send the token of the page's cookie along, as csrfmiddlewaretoken or in the header X-CSRFToken.",
)
LOGGED_IN_SINCE = Code(
    "console-logged-in-since",
    "You logged in again after this page was opened, and nothing was saved.",
    "Look through what you typed and send it again.",
)
PAGE_UNKNOWN = Code(
    "console-page-unknown",
    "There is no such page.",
    "Look up the address in docs/api.md.",
)
REQUEST_UNREADABLE = Code(
    "console-request-unreadable",
    "The request could not be read.",
    "Send a form, or one JSON object as application/json, in UTF-8.",
)
PAGE_CLOSED = Code(
    "console-page-closed",
    "This page is not open to you.",
    "Ask with an account that may open it.",
)
FAULT = Code(
    "console-fault",
    "The console has a fault.",
    "The node's operator must read its log.",
)
STORE_SILENT = Code(
    "console-store-silent",
    "The node's store did not answer: its disk may be full or broken.",
    "The node's operator must check the disk and free space there. Send it again afterwards.",
)
JSON_UNREADABLE = Code(
    "console-json-unreadable",
    "The JSON that was sent cannot be used: {problem}.",
    "Send one JSON object in UTF-8, each name once, without fractions.",
)
DAY_UNREADABLE = Code(
    "console-day-unreadable",
    "{day} is not a date.",
    "Write the day as 2026-11-24.",
)
CHOICE_UNKNOWN = Code(
    "console-choice-unknown",
    "{value} is not an allowed value of {name}.",
    "Choose one of those that the page lists.",
)
NOT_CHOSEN = Code(
    "console-not-chosen",
    "Nothing was chosen under “{label}”, or something that is not in the list.",
    "Choose one of: {choices}.",
)
NOT_WRITTEN = Code(
    "console-not-written",
    "“{label}” is empty.",
    "The person who fills in the form must complete it.",
)
NOTHING_DECIDED = Code(
    "console-nothing-decided",
    "Nothing was answered.",
    "Answer at least one question, and give a reason.",
)
MOMENT_UNREADABLE = Code(
    "console-moment-unreadable",
    "{moment} is not a date and time.",
    "Write the moment in UTC as 2026-11-24T03:00:00Z.",
)
UPLOADS_MANY = Code(
    "console-uploads-many",
    "{count} files were sent at once; at most {limit} are accepted.",
    "Send them in several parts.",
)
UPLOAD_LARGE = Code(
    "console-upload-large",
    "The file {name} has more than {limit} bytes.",
    "Collect and seal it on a workstation instead: what is large is evidence.",
)
ORIGINAL_MISSING = Code(
    "console-original-missing",
    "The original is missing.",
    "Attach the scan, e-mail or fax unchanged: a second officer compares the transcription with it.",
)
CORRECTION_ABSENT = Code(
    "console-correction-absent",
    "There is no correction {correction}.",
    "Choose one of the list of corrections.",
)
FORM_MISSING = Code(
    "console-form-missing",
    "No filled form was sent.",
    "Choose the file, which ends in .json or .csv.",
)
NOT_CONFIRMED = Code(
    "console-not-confirmed",
    "Nothing was discarded, because it was not confirmed.",
    "Confirm: this cannot be undone.",
)
PASSKEY_ABSENT = Code(
    "console-passkey-absent",
    "Your account has no such passkey.",
    "Choose one of those on your own page.",
)
SESSION_ABSENT = Code(
    "console-session-absent",
    "Your account has no such session apart from this one.",
    "Choose one of those on your own page; log out to end this one.",
)
LOG_IN_NOT_BEGUN = Code(
    "console-log-in-not-begun",
    "This browser started no such log-in in the last minutes.",
    "Start again at the log-in page.",
)
NO_ACCOUNT = Code(
    "console-no-account",
    "There is no open account for officer {officer} on this node.",
    "The node's operator must create one.",
)
