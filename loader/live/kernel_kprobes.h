/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_KERNEL_KPROBES_H
#define SCMI_PERF_KERNEL_KPROBES_H

/*
 * Returns why kprobes cannot be used, or NULL. @root is put before each path: "" for
 * this machine, a folder for tests.
 */
const char *kernel_lacks_kprobes(const char *root);

#endif
