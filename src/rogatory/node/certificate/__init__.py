# SPDX-License-Identifier: Apache-2.0
"""The certificate of authenticity: what the collecting officer declares of the evidence."""
