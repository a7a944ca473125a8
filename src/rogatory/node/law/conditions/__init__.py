# SPDX-License-Identifier: Apache-2.0
"""The conditions under which something is given: as they were offered, stated and agreed to."""
