// SPDX-License-Identifier: GPL-2.0-only
/*
 * The meaning of each phase on each transport: its contents, and the likely causes
 * if it is long. ../../README.md and ../../docs/man/scmi-perf.1.scd describe it
 * in sentences.
 */
#include "text_reports.h"

#include "alloc.h"
#include "names.h"
#include "paragraph.h"

#define ON(transport) (1u << TRANSPORT_##transport)
#define QUEUE	      (ON(VIRTIO) | ON(REF_VIRTIO))
#define CALL	      (ON(SMC) | ON(OPTEE))
#define MEMORY	      (ON(MAILBOX) | CALL)
#define ALL	      (~0u)

static const struct {
	unsigned int transports;
	enum lc_phase phase;
	const char *contents;
	const char *look_at;
} meanings[] = {
	{ALL, LC_TOTAL, "scmi_xfer_begin to scmi_xfer_end",
	 "the longest of the phases below"},
	{QUEUE, LC_SUBMIT, "the lock of the queue, and adding the message",
	 "other senders, a small ring"},
	{MEMORY, LC_SUBMIT,
	 "the lock of the channel, and copying the message to shared memory",
	 "other senders, because a channel has one message at a time"},
	{QUEUE, LC_DOORBELL, "the kick of the virtqueue", "the hypervisor"},
	{ON(MAILBOX), LC_DOORBELL,
	 "the send function of the controller, until the wait for the reply",
	 "the controller's driver"},
	{CALL, LC_DOORBELL,
	 "the call of the firmware, if an interrupt brings the reply",
	 "the firmware"},
	{QUEUE, LC_SERVICE, "the device, until its interrupt's handler starts",
	 "the device, interrupts that are masked"},
	{ON(MAILBOX), LC_SERVICE,
	 "the platform, until its interrupt (threaded), until that one's "
	 "handler starts (not threaded), or until the sender has read the "
	 "reply (polled)",
	 "the firmware, interrupts that are masked"},
	{ON(SMC), LC_SERVICE,
	 "the call of the firmware, or the platform's work after it, until an "
	 "interrupt's handler starts",
	 "the firmware"},
	{ON(OPTEE), LC_SERVICE,
	 "the call into the TEE, with the wait for a free thread of it, and "
	 "with its requests to Linux meanwhile (RPC)",
	 "the events optee:optee_invoke_fn_begin and _end, a pair for each "
	 "entry into the TEE: in a pair the TEE works, between two of a call "
	 "Linux works or waits"},
	{QUEUE, LC_DISPATCH, "the interrupt's handler, until scmi_rx_done",
	 "replies before this one in the queue"},
	{MEMORY, LC_DISPATCH,
	 "the interrupt's handler, or its thread, until scmi_rx_done",
	 "an interrupt thread that waits for a processor, slow memory"},
	{ALL, LC_TRANSPORT,
	 "submit, doorbell, service and dispatch, not measured separately",
	 "scmi-perf doctor, which lists the hooks that are absent"},
	{ALL, LC_WAKEUP, "scmi_rx_done, until the sender runs again",
	 "scheduling, and idle states of the processor"},
	{ALL, LC_ANSWER, "doorbell + service",
	 "the platform: the figure to ask its owner about"},
	{ALL, LC_DELAYED, "scmi_xfer_begin to the delayed response",
	 "the firmware, for asynchronous commands"},
	{ALL, LC_TIMEOUT,
	 "begin to end of transfers without a reply; total is without them, "
	 "but "
	 "check and compare count them as at least this long",
	 "the anomalies"},
	{ALL, LC_HANDLING,
	 "a notification's interrupt, until its users have returned",
	 "the drivers that asked for it"},
};

static bool has_phase(const struct profile *p, enum transport transport,
		      enum lc_phase phase)
{
	for (size_t i = 0; i < p->n_series; i++)
		if (p->series[i].key.transport == transport &&
		    p->series[i].phase[phase].count)
			return true;
	return false;
}

void explain_text(const struct profile *p, FILE *out)
{
	const size_t n = sizeof(meanings) / sizeof(meanings[0]);

	for (int t = 0; t < TRANSPORTS; t++) {
		bool any = false;

		for (size_t i = 0; i < n; i++) {
			char label[16];

			if (!(meanings[i].transports & 1u << t) ||
			    !has_phase(p, t, meanings[i].phase))
				continue;
			if (!any)
				fprintf(out, "\nPhases, transport %s:\n",
					transport_names[t]);
			any = true;
			snprintf(label, sizeof(label), "  %s",
				 phase_names[meanings[i].phase]);
			paragraph(label, 13,
				  xasprintf("%s (if long: %s)",
					    meanings[i].contents,
					    meanings[i].look_at),
				  out);
		}
	}
}
