# SPDX-License-Identifier: Apache-2.0
"""Proofs of misbehaviour: files that convict a log or the directory's publisher by their own signatures."""
