# SPDX-License-Identifier: Apache-2.0
"""Refusals that stop an exercise."""

from rogatory.errors import Code

PROCESS_ENDED = Code(
    "exercise-process-ended",
    "{name} ended by itself (exit status {status}); its log, {log}, ends with: {output}",
    "Read the log, then start the exercise again with the same --home: it goes on where it stopped.",
)
TOO_SLOW = Code(
    "exercise-too-slow",
    "After {seconds} seconds this had still not happened: {what}.",
    "Look into {logs} for the reason, then start again with the same --home.",
)
COMMAND_FAILED = Code(
    "exercise-command-failed",
    "The command `{command}` ended with exit status {status}: {output}",
    "Correct what it names, then start again with the same --home.",
)
ACT_REFUSED = Code(
    "exercise-act-refused",
    "{state} could not {act}: [{code}] {output}",
    "Correct what it names, then start again with the same --home.",
)
CASE_DIFFERED = Code(
    "exercise-case-differed",
    "The case {case} did not go as it is written: {output}",
    "Correct what it names, then play this case again with the same --home.",
)
NO_EVIDENCE = Code(
    "exercise-no-evidence",
    "{path} is not there, or cannot be read.",
    "Give --evidence a file or a folder that exists.",
)
OTHER_EVIDENCE = Code(
    "exercise-other-evidence",
    "The story in {home} began with other evidence ({path}).",
    "Leave --evidence out to go on with it, or give another --home to begin anew.",
)
NOT_OURS = Code(
    "exercise-home-not-ours",
    "{path} has files in it, but none of an exercise.",
    "Give --home a folder that is empty or does not exist.",
)
NO_NETWORK = Code(
    "exercise-no-network",
    "{home} holds no network of an exercise.",
    "Give --home the folder that `rogatory demo` or `rogatory exercise play` was given.",
)
NO_SUCH_STATE = Code(
    "exercise-no-such-state",
    "Officer {officer} is of no State that has a node in {home}.",
    "Name an officer of the exercise, such as xb-0002.",
)
NO_PASSKEY = Code(
    "exercise-no-passkey",
    "The account of {officer} has no passkey at the console.",
    "Log in at {console} as {officer}, add a passkey on your page, then do this again.",
)
NOTHING_TO_LIST = Code(
    "exercise-nothing-to-list",
    "Every passkey of {officer} at the console is in the register already.",
    "Nothing needs to be done; if one of them has ended, add another at the console first.",
)
SCENARIO_UNKNOWN = Code(
    "scenario-unknown",
    "There is no scenario {name}, and no file of that name.",
    "Name one that `rogatory exercise list` lists, or the path of a file of your own.",
)
SCENARIO_FORM = Code(
    "scenario-form",
    "The scenario {name} is not in its form: {problem}.",
    "The author of the file must correct it.",
)
SCENARIO_REFERENCE = Code(
    "scenario-reference",
    "{reference} refers to nothing at this step.",
    "The author of the scenario must name a thread, a message or a word that is there by then.",
)
SCENARIO_BODY = Code(
    "scenario-body",
    "No usual contents are known for a message of kind {kind}.",
    "The author of the scenario must give its whole body.",
)
STEP_FAILED = Code(
    "scenario-step-failed",
    "Step {step} of {name} ({what}) was to be {wanted}, and was {found}.",
    "Read what the nodes say of it: either the scenario or the program is wrong.",
)
NOT_AS_EXPECTED = Code(
    "scenario-not-as-expected",
    "Step {step} of {name}: {problem}.",
    "Read the thread at both ends: either the scenario or the program is wrong.",
)
NEEDS_TWINS = Code(
    "scenario-needs-twins",
    "{name} lets time go by, which running nodes do not.",
    "Play it with --in-one-process.",
)
CASE_INTERRUPTED = Code(
    "scenario-interrupted",
    "Interrupted.",
    "Play it again: a case begins anew each time.",
)
INTERRUPTED = Code(
    "exercise-interrupted",
    "Interrupted.",
    "Start again with the same --home: it goes on where it stopped.",
)
