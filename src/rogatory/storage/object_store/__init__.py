# SPDX-License-Identifier: Apache-2.0
"""The port `Objects` in a bucket of an S3-compatible store, and the check of such a store at start."""
