# SPDX-License-Identifier: Apache-2.0
"""Parts of a release beside the code: bill of materials, notices, distributions, offline archive."""
