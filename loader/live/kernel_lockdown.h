/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's lockdown state: /sys/kernel/security/lockdown. */
#ifndef SCMI_PERF_KERNEL_LOCKDOWN_H
#define SCMI_PERF_KERNEL_LOCKDOWN_H

#include <stdbool.h>

#define KERNEL_LOCKDOWN_LEN 128

/*
 * Copies the file's line, "[none] integrity confidentiality" for instance, to
 * @line. Returns false when it cannot be read: securityfs is not mounted, or
 * the kernel has no lockdown.
 */
bool kernel_lockdown_read(char line[KERNEL_LOCKDOWN_LEN]);

/* Returns true if lockdown (confidentiality) hides memory from BPF programs. */
bool kernel_hides_memory(void);

#endif
