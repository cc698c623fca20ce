// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * The programs on tracepoints while hooks in the transport are attached, too.
 */
#include "queue.bpf.h"
#include "transfer.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

TRACEPOINT(hooked_, scmi_xfer_begin, on_announced_begin(arg, false))
TRACEPOINT(hooked_traced_, scmi_xfer_begin, on_announced_begin(arg, true))
TRACEPOINT(hooked_, scmi_xfer_response_wait, on_wait(arg, true))
TRACEPOINT(hooked_, scmi_rx_done, on_rx_done(arg, true))
TRACEPOINT(hooked_, scmi_xfer_end, on_end(arg, true, false, queue_look_up))
TRACEPOINT(hooked_traced_, scmi_xfer_end,
	   on_end(arg, true, true, queue_look_up))
