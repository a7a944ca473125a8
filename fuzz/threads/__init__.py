# SPDX-License-Identifier: Apache-2.0
"""Threads read twice: by `rogatory.requests.thread`, and by a model of section 9 of the specification.

The model (`text`, `facts`, `references`, `model`) shares no line with `rogatory.requests`. It takes its tables
from docs/specification/exchange.md, and is slow: every set is searched anew for every question.
"""
