/* SPDX-License-Identifier: GPL-2.0-only */
/* The running kernel as a source of the live view and of the exporter. */
#ifndef SCMI_PERF_RUNNING_KERNEL_H
#define SCMI_PERF_RUNNING_KERNEL_H

#include "live_source.h"
#include "source.h"

/* @command: the verb for messages, "watch". Returns NULL, reported, on errors. */
struct top_source *running_kernel_open(struct top_model *m,
				       const struct live_options *o,
				       const char *command, uint64_t step_ns);

/* Returns true if any option is set that applies to a running kernel only. */
bool running_kernel_needed(const struct live_options *o);

#endif
