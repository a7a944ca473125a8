# SPDX-License-Identifier: Apache-2.0
"""Certificate of authenticity: what the collecting officer himself declares of the evidence."""
