/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_SENDING_TASKS_H
#define SCMI_PERF_SENDING_TASKS_H

#include <stdbool.h>

/*
 * Returns true if no task is in the kernel's do_xfer() now, by the stacks in
 * /proc. Returns false if one is, or if stacks are not readable, which needs
 * CAP_SYS_ADMIN.
 */
bool no_task_is_sending(void);

#endif
