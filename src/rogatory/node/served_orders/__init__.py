# SPDX-License-Identifier: Apache-2.0
"""Orders to providers in a case file after they are signed: kept, served, replied to, and what is missing."""
