# SPDX-License-Identifier: Apache-2.0
"""`rogatory systems`: tokens of the State's own systems."""
