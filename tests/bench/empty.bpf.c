// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * The floor of the benchmark: programs on the tracepoints that `record` uses
 * that do nothing. What they cost, no tool on these tracepoints can avoid.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define EMPTY(event)                                       \
	SEC("tp_btf/" #event) int empty_##event(void *ctx) \
	{                                                  \
		(void)ctx;                                 \
		return 0;                                  \
	}

EMPTY(scmi_xfer_begin)
EMPTY(scmi_xfer_response_wait)
EMPTY(scmi_rx_done)
EMPTY(scmi_xfer_end)
