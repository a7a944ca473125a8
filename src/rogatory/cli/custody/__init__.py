# SPDX-License-Identifier: Apache-2.0
"""`rogatory custody`: journals of custody events."""
