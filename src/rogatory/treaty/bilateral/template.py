# SPDX-License-Identifier: Apache-2.0
"""The file with which a lawyer begins to write a treaty down: every entry, explained.

What the lawyer alone knows is left empty, so that an unfinished file is refused, line by line.
"""

from rogatory.treaty.bilateral.treaty_file import LARGEST_TREATY
from rogatory.treaty.rows import CERTAINTIES
from rogatory.treaty.tables.kinds import DECIDED_KINDS, DUAL_CRIMINALITY, EFFORTS, OFFENCES
from rogatory.treaty.tables.provision_names import PROVISION_NAMES

_TEMPLATE = """\
# A treaty on mutual legal assistance between {one} and {other}, for `rogatory treaty load`.
#
# Fill in what is empty and take away what the treaty does not have. Nothing counts before a second
# officer has accepted the file with `rogatory treaty review`. A change is a new edition: raise
# `edition` and load the file again; the newest accepted edition counts as a whole.
#
# Each line names its article as a number, with paragraph and letter in brackets: 4, 4(1), 4(1)(a).
# Write paraphrases and no wording of the treaty. certainty says how well a line is known:
#   seen      read in the treaty's own text
#   parallel  recalled, and the same clause was read in a treaty of the same kind
#   memory    recalled alone
#   practice  no statement of the treaty
# source names what was read: the official journal, its number and page.
# Comments and layout do not count. At most {limit} bytes. Lists of what can be written:
#   kinds             {kinds}
#   offences          {offences} (of the Convention; any for a treaty of one's own)
#   effort            {efforts}
#   dual_criminality  {dual}
#   certainty         {certainties}
version: 1
as_of:          # the day on which the file was written: 2026-11-24
edition: 1

# The treaty. serves: what it gives for each kind of request. rank orders instruments by speed, 1 is
# the fastest. assistance_treaty "yes": its rules go before those of a multilateral instrument that
# yields to such a treaty; reciprocal-legislation: it is an arrangement on that basis. applies_from is the day of
# its entry into force, applies_until the first day on which it no longer applies. establishes: the numbers of
# its articles that make conduct an offence, if its grounds depend on whether an offence is one of its own.
instruments:
  - id: {id}
    name:         # Treaty between ... and ... on mutual legal assistance
    reference:    # how it is cited, such as MLAT {one}-{other}
    membership: pair
    between: [{one}, {other}]
    addressee: state
    applies_from:
    # applies_until:
    assistance_treaty: "yes"
    source:
    certainty:
    serves:
      mla_stored_data:
        articles: []      # those that a request cites: ["3"]
        covers: any
        rank: 40
        limits: []        # in words, as officers read them: [answered within 120 days]
        certainty:

# What it says of each kind of request as a whole. is_open true: its grounds are no closed list, so
# that another may be given with the provision on which it rests.
kinds:
  - instrument: {id}
    kind: mla_stored_data
    article:
    offences: any
    effort: duty
    dual_criminality: may-refuse
    channels: [central-authority]
    is_open: false
    certainty:
    source:

# Grounds on which a request may be refused; each kind with its article. Sections of the same form:
# postponements (what may postpone it), conditions (on which help may be given), never (what alone is
# no ground). compares_conduct true: the ground is missing dual criminality, so that a lawyer compares the
# conduct first.
grounds:
  - instrument: {id}
    id: political_offence       # a name for machines: lower case, words joined by _ or -
    label: the offence is regarded as a political one
    kinds:
      mla_stored_data: {{article: , certainty: , source: }}
postponements: []
conditions: []
never: []

# Duties around a decision. consultation and reasons are asked for before a refusal is sent.
duties:
  - instrument: {id}
    id: reasons
    text: Reasons are given for every refusal.
    replies: [refusal]
    kinds:
      mla_stored_data: {{article: , certainty: , source: }}

# Time limits: days with a bound (least, most, exact), or a rule in words alone. kinds lists the kinds of
# request that a limit is for, such as [mla_stored_data]; without it the limit is for all.
limits:
  - instrument: {id}
    id: answer
    article:
    days: 120
    bound: most
    rule: answered within this time after receipt
    certainty:
    source:

# Time limits that a request states, so that they have clocks at both ends: hold (the shortest), after_filing,
# decision, execution. starts: hold_start, received, issued; of several the later one counts. Such as
# {{instrument: {id}, kind: mla_stored_data, id: execution, days: 120, bound: most, starts: [received],
#  article: , certainty: , source: }}
terms: []

# What a message of a kind must say, by the names of the form's fields. A message without it is not sent,
# unless the row has a condition, which the officer judges. What the program judges instead: demanded_for
# lists measures of which the request asks for one, not_for measures that may be all it asks for. Such as
# {{instrument: {id}, kind: mla_stored_data, key: persons, article: , certainty: , source: }}
# {{instrument: {id}, kind: mla_general, key: facts, not_for: [serve_documents], condition: unless only
#  documents are to be served, article: , certainty: , source: }}
required: []

# The articles on which messages, deadlines and questions rest, by the subjects listed here; kinds: of which
# kinds of request, always: of every kind. What is not listed is shown as good practice. Such as
# {{instrument: {id}, id: execution, kinds: {{mla_stored_data: {{article: , certainty: , source: }}}}}}
# {{instrument: {id}, id: channel, always: {{article: , certainty: , source: }}}}
# The subjects, to which kinds of message and the ids of questions are added:
{subjects}
provisions: []

# Questions that an officer answers before a request on this treaty is sent, executed or refused, beside those
# that are asked under every treaty. blocks: the answer that stops it (yes, no; empty: a text must be given).
# replaces: the question in whose place it is asked; it must stop what that question stops. The id is no
# other question's. when: sending, executing, refusing. executing_kinds: kinds of which it is asked before
# execution only. answer: yes-or-no, text. Such as
# {{instrument: {id}, id: death-penalty-{id}, article: , when: [executing], kinds: [mla_stored_data],
#  text: "Is it certain that no death penalty will be imposed?", answer: yes-or-no, blocks: "no",
#  certainty: , source: }}
questions: []

# What the treaty brings in: domestic-law, so that grounds of that law count as well.
composition: []
"""


def treaty_template(name: str, one: str, other: str) -> str:
    """Return the text of a file for a treaty of that id between two States."""
    return _TEMPLATE.format(
        id=name,
        one=one,
        other=other,
        limit=LARGEST_TREATY,
        kinds=_folded(DECIDED_KINDS),
        offences=", ".join(OFFENCES),
        efforts=", ".join(EFFORTS),
        dual=", ".join(DUAL_CRIMINALITY),
        certainties=", ".join(CERTAINTIES),
        subjects="\n".join(f"#   {name:<32} {text}" for name, text in PROVISION_NAMES.items()),
    )


def _folded(names: tuple[str, ...]) -> str:
    rows = [names[start : start + 4] for start in range(0, len(names), 4)]
    return f",\n#{' ' * 21}".join(", ".join(row) for row in rows)
