# SPDX-License-Identifier: Apache-2.0
"""The metadata that a State signs and submits, and the check whether they are fit for the
directory.
"""
