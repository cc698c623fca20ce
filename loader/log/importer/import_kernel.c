// SPDX-License-Identifier: GPL-2.0-only
#include "importer_state.h"

static struct events_seen seen_in(const struct log *log)
{
	return (struct events_seen){log->kinds, log->first_ns, log->last_ns};
}

/* Messages of the kernel are events that are used if they are counted. */
static void count(struct importer *im, unsigned int n)
{
	im->stats.events += n;
	im->stats.kernel += n;
}

void importer_apply_kernel(struct importer *im, const struct ftrace_event *ev)
{
	const struct events_seen seen = seen_in(&im->log);

	if (kernel_anomalies_apply(&im->events, &seen, ev))
		count(im, 1);
	else
		im->stats.other_events++;
}

bool importer_note_kernel(struct importer *im, const struct ftrace_event *ev)
{
	const struct events_seen seen = seen_in(&im->log);

	if (ev->has_time && event_order_repeats(&im->order, ev)) {
		im->stats.repeated++;
		return false;
	}
	if (ev->has_time && kernel_anomalies_belongs(&seen, ev))
		return true;
	count(im, kernel_anomalies_add(&im->kernel, &im->events, &seen, ev));
	return false;
}

/* Without events, the messages are the log. */
static void describe_log(struct importer *im)
{
	const struct kernel_anomalies *k = &im->kernel;

	if (im->stats.events || !k->n || !k->last_ns)
		return;
	im->decimals = im->decimals ? im->decimals : 6;
	im->events.first_ns = k->first_ns;
	im->run->duration_ns = k->last_ns - k->first_ns;
	im->stats.logs = 1;
}

void importer_end_kernel(struct importer *im, bool all)
{
	struct events_seen seen = seen_in(&im->log);

	if (all) {
		seen = (struct events_seen){.kinds = im->kinds_seen,
					    .first_ns = UINT64_MAX};
		describe_log(im);
	}
	count(im, kernel_anomalies_end(&im->kernel, &im->events, &seen, all));
}
