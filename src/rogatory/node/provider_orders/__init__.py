# SPDX-License-Identifier: Apache-2.0
"""Orders to providers: a domestic order as a signed folder, and what a provider without an account can check of it."""
