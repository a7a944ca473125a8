# SPDX-License-Identifier: Apache-2.0
"""Evidence: collect, describe, package, seal, open, extract, verify.

Streams of any size in fixed memory; no network, no clock: time, randomness and timestamps come
in as arguments. Each use imports the module that it needs: a node that only reads seals loads no
more than that.
"""
