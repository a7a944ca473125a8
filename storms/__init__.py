# SPDX-License-Identifier: Apache-2.0
"""Storms: whether anything is ever lost, done twice, or held otherwise at the other end.

    python -m storms simulate    whole networks in one process, on virtual time (`simulation`)
    python -m storms kill        running nodes, killed at random on bad lines (`killing`)

In both, officers act at random and all databases are compared afterwards (`traffic`). They try the program and are
no part of it: they are not installed with rogatory.
"""
