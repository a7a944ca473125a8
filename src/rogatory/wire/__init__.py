# SPDX-License-Identifier: Apache-2.0
"""The bytes that States exchange: canonical JSON, digests, identifiers, moments. Pure."""
