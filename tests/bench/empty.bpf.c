// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Programs that do nothing on the hooks that `record` uses. The benchmark needs
 * them because no tool on these hooks can be faster.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define EMPTY(how, target)                                            \
	SEC("?" #how "/" #target) int how##_##target(const void *ctx) \
	{                                                             \
		(void)ctx;                                            \
		return 0;                                             \
	}

EMPTY(tp_btf, scmi_xfer_begin)
EMPTY(tp_btf, scmi_xfer_response_wait)
EMPTY(tp_btf, scmi_rx_done)
EMPTY(tp_btf, scmi_xfer_end)
EMPTY(tp_btf, scmi_fc_call)
EMPTY(fentry, do_xfer)
EMPTY(fexit, shmem_tx_prepare)
EMPTY(fentry, tee_client_invoke_func)
EMPTY(fentry, virtqueue_kick)
EMPTY(fexit, virtqueue_kick)
EMPTY(fentry, __irq_wake_thread)
EMPTY(fentry, rx_callback)
EMPTY(fentry, vring_interrupt)
EMPTY(fentry, smc_msg_done_isr)
EMPTY(fentry, scmi_bad_message_trace)
EMPTY(fentry, scmi_notify)
EMPTY(fexit, scmi_notify)
EMPTY(fentry, scmi_events_dispatcher)
EMPTY(fexit, scmi_events_dispatcher)
EMPTY(fentry, blocking_notifier_call_chain)
EMPTY(fexit, blocking_notifier_call_chain)
EMPTY(kprobe, _dev_err)
EMPTY(fexit, do_xfer_with_response)
EMPTY(fexit, xfer_get_init)
