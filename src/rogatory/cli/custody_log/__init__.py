# SPDX-License-Identifier: Apache-2.0
"""`rogatory log`: the custody log exported, verified, monitored."""
