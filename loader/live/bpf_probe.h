/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether this kernel can run the simplest of the BPF programs. */
#ifndef SCMI_PERF_BPF_PROBE_H
#define SCMI_PERF_BPF_PROBE_H

/*
 * Returns NULL, or why it cannot: the kernel was built without BPF or without BPF
 * for trace events, it lacks instructions that the programs have, or this user may
 * not load such programs. The kernel can still refuse one.
 */
const char *bpf_lacks(void);

#endif
