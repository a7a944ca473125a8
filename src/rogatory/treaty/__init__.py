# SPDX-License-Identifier: Apache-2.0
"""The law as data and functions over it: articles, offences, instruments, parties, grounds. Pure.

Texts are paraphrases, never treaty wording. Every statement carries its article and how well it
is known: `seen` (read in the Convention's own text or a page of the depositary), `parallel`
(recalled, and read in a parent treaty), `memory` (recalled only) or `practice` (no treaty item).
"""
