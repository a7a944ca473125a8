# SPDX-License-Identifier: Apache-2.0
"""Row types of each domain, as the use-cases see them; storage has one row for each."""
