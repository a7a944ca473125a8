# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence`: collecting, sealing, opening, verifying, handing over."""
