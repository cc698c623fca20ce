/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_FOLDED_STACK_H
#define SCMI_PERF_FOLDED_STACK_H

#include "callers.h"

/*
 * Returns the frames of a caller on one line, as flame graphs have them:
 * "task;outermost;…;do_xfer;PROTOCOL MESSAGE", without the stack if it is unknown.
 * Control characters are escaped. The caller frees.
 */
char *folded_stack(const struct callers *s, const struct message_caller *c);

#endif
