# SPDX-License-Identifier: Apache-2.0
"""Row types and repository of each domain, as the use-cases see them; `ports.Store` joins them."""
