# SPDX-License-Identifier: Apache-2.0
"""Pages on case files, the work inside one's own State. Nothing of them leaves it."""
