// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * The programs on tracepoints alone, and the memory of all programs. They read
 * none of the kernel's structures, so they run on kernels without types (BTF).
 */
#include "fast_call.bpf.h"
#include "transfer.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct lc_slot in_flight[LC_SLOTS];
struct lc_expired expired;
struct rec_series series[REC_SERIES];
struct rec_name names[REC_SERIES];
struct rec_page pages[REC_PAGES];
struct rec_instance instances[REC_INSTANCES];
struct rec_task tasks[REC_TASKS];
struct rec_woken woken[REC_WOKEN];
struct rec_cpu cpus[REC_CPUS];
struct rec_dispatcher dispatchers[REC_DISPATCHERS];
struct rec_event events[REC_EVENTS];
struct rec_fast fast_channels[REC_FAST];
struct rec_global global;
__u64 channel_in_flight[REC_USES];
struct rec_sender_losses sender_losses;
const struct rec_caller new_caller = {};
/* The name of a function without an offset. */
const char symbol_format[] = "%ps";

const volatile struct trace_filter trace = {0};
const volatile bool with_senders = false;

struct trace_ring trace_ring SEC(".maps");
struct sender_callers sender_callers SEC(".maps");
struct sender_stacks sender_stacks SEC(".maps");
struct sender_holders sender_holders SEC(".maps");
struct sender_channels sender_channels SEC(".maps");
struct sender_slowest sender_slowest SEC(".maps");
const volatile bool filtering = false;
const volatile struct rec_filter filter = {};
const volatile bool by_resource = false;
const volatile struct resource_words resource_words[RESOURCE_PROTOCOLS] =
	RESOURCE_WORDS;
const volatile struct rec_names_at names_at[RESOURCE_PROTOCOLS] = {};
const volatile bool assumed = false;
const volatile struct rec_functions functions = {};

/* Arguments: protocol_id, msg_id, res_id, val1, val2 */
static __always_inline int on_fast_call(const __u64 *arg, const bool resource)
{
	__u64 key = rec_key(0, arg[0], arg[1]);
	int index =
		series_index(resource ? rec_key_of_resource(key, arg[2]) : key);

	if (index < 0)
		return count_no_series(index);
	add(series_at(index)->counter[LC_FAST_CALLS], 1);
	return count_fast_call(key, arg[2],
			       arg[4] << 32 | (arg[3] & 0xffffffff));
}

TRACEPOINT(, scmi_xfer_begin, on_begin(arg, false))
TRACEPOINT(, scmi_xfer_response_wait, on_wait(arg, false))
TRACEPOINT(, scmi_rx_done, on_rx_done(arg, false))
TRACEPOINT(, scmi_xfer_end, on_end(arg, false, false, 0))
TRACEPOINT(, scmi_fc_call, on_fast_call(arg, false))
TRACEPOINT(resource_, scmi_fc_call, on_fast_call(arg, true))

/*
 * For a trace and for the senders: separate programs, so that a recording needs no
 * check.
 */
TRACEPOINT(traced_, scmi_xfer_begin, on_begin(arg, true))
TRACEPOINT(traced_, scmi_xfer_end, on_end(arg, false, true, 0))
