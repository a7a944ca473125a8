# SPDX-License-Identifier: Apache-2.0
"""What a State signs and submits, and whether it is fit for the directory."""
