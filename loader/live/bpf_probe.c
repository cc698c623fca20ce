// SPDX-License-Identifier: GPL-2.0-only
#include "bpf_probe.h"

#include <stddef.h>

#include <bpf/libbpf.h>

bool bpf_is_available(void)
{
	return libbpf_probe_bpf_prog_type(BPF_PROG_TYPE_RAW_TRACEPOINT, NULL) >
	       0;
}
