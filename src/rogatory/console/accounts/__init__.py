# SPDX-License-Identifier: Apache-2.0
"""Ways to log in: passwords, passkeys, apps, the State's own service; sessions and the profile."""
