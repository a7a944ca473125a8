# SPDX-License-Identifier: Apache-2.0
"""Jobs: how one ends, when it is tried again, and what is not yet done."""
