// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_anomalies.h"

#include <string.h>

#include "anomaly.h"

/* The kind of event that reports the same faults, or NONE. */
static enum ftrace_kind reported_by(const struct ftrace_event *ev)
{
	switch (ev->anomaly) {
	case LA_TIMEOUT:
		return FTRACE_END;
	case LA_UNEXPECTED_REPLY:
	case LA_WRONG_STATE:
		return FTRACE_BAD;
	case LA_DELAYED_FIRST:
		return FTRACE_RX_DONE;
	case LA_NOTIFICATION_DROPPED:
		/* For lack of memory; else the queue of its users was full. */
		return ev->has_message ? FTRACE_NONE : FTRACE_BAD;
	default:
		return FTRACE_NONE;
	}
}

bool kernel_anomalies_belongs(const struct events_seen *seen,
			      const struct ftrace_event *ev)
{
	/* The last event of its transfer is that much earlier. */
	const uint64_t wait_ns =
		ev->anomaly == LA_DELAYED_TIMEOUT ? LC_DELAYED_TIMEOUT_NS : 0;

	return seen->kinds &&
	       (!ev->has_time ||
		(ev->time_ns + KERNEL_SLACK_NS >= seen->first_ns &&
		 ev->time_ns <= seen->last_ns + wait_ns + KERNEL_SLACK_NS));
}

bool kernel_anomalies_apply(struct import_events *ie,
			    const struct events_seen *seen,
			    const struct ftrace_event *ev)
{
	const enum ftrace_kind kind = reported_by(ev);

	if (kernel_anomalies_belongs(seen, ev) &&
	    (!ev->has_time ||
	     (kind != FTRACE_NONE && seen->kinds & 1u << kind)))
		return false;
	return import_events_fault(ie, ev);
}

unsigned int kernel_anomalies_add(struct kernel_anomalies *k,
				  struct import_events *ie,
				  const struct events_seen *seen,
				  const struct ftrace_event *ev)
{
	unsigned int counted = 0;

	if (ev->has_time && (!k->last_ns || ev->time_ns < k->first_ns))
		k->first_ns = ev->time_ns;
	if (ev->has_time && ev->time_ns > k->last_ns)
		k->last_ns = ev->time_ns;
	if (k->n == KERNEL_WAITING) {
		counted = kernel_anomalies_apply(ie, seen, &k->waiting[0]);
		k->n--;
		memmove(k->waiting, k->waiting + 1,
			k->n * sizeof(k->waiting[0]));
	}
	k->waiting[k->n++] = *ev;
	return counted;
}

unsigned int kernel_anomalies_end(struct kernel_anomalies *k,
				  struct import_events *ie,
				  const struct events_seen *seen, bool all)
{
	unsigned int counted = 0, left = 0;

	for (unsigned int i = 0; i < k->n; i++) {
		const struct ftrace_event ev = k->waiting[i];

		if (all || kernel_anomalies_belongs(seen, &ev))
			counted += kernel_anomalies_apply(ie, seen, &ev);
		else
			k->waiting[left++] = ev;
	}
	k->n = left;
	return counted;
}
