/* SPDX-License-Identifier: GPL-2.0-only */
/* The settings of the BPF programs for the transfers that a recording selects. */
#ifndef SCMI_PERF_PROGRAM_FILTER_H
#define SCMI_PERF_PROGRAM_FILTER_H

#include <stdbool.h>

#include "programs.h"
#include "recorder.h"

/*
 * With @assumed types, instances are recognised by the addresses of their transports'
 * functions. Returns -EPERM, reported, if the kernel hides those and the filter selects
 * a transport; else 0.
 */
int program_filter_check(const struct recorder_options *o, bool assumed);

/*
 * Sets the filter, and whether there are series of resources. Returns 0 or -errno,
 * reported; -ENOENT: this kernel lacks the transport.
 */
int program_filter_set(struct programs *p, const struct recorder_options *o,
		       bool assumed);

#endif
