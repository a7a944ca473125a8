// SPDX-License-Identifier: Apache-2.0
// After a refusal the list of reasons is what to read first.
"use strict";

document.getElementById("reasons")?.focus();
