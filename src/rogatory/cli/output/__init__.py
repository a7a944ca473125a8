# SPDX-License-Identifier: Apache-2.0
"""How commands print their results, for a person and for a script."""
