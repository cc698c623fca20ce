/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether this kernel can run the simplest of the BPF programs. */
#ifndef SCMI_PERF_BPF_PROBE_H
#define SCMI_PERF_BPF_PROBE_H

#include <stdbool.h>

/*
 * Returns false if the kernel was built without BPF or without BPF for trace events,
 * or if this user may not load such programs. The kernel can still refuse one.
 */
bool bpf_is_available(void);

#endif
