# SPDX-License-Identifier: Apache-2.0
"""What the law wants before a message leaves: what blocks, what is warned of, what is shown.

`judge.before_sending` and `judge.before_executing` gather it; each rule is a function of its own that
names its line of the law's list.
"""
