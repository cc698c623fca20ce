// SPDX-License-Identifier: GPL-2.0-only
#include "import_fast.h"

void import_fast_call(struct import_events *ie, const struct ftrace_event *ev,
		      uint64_t now)
{
	const struct fast_channel call = {
		.protocol = ev->protocol,
		.message = ev->message,
		.domain = ev->fast.domain,
		.value = {ev->fast.value[0], ev->fast.value[1]},
		.calls = 1,
	};
	struct fast_channel *f;

	if (!ev->fast.has_domain)
		return;
	f = profile_add_fast(ie->profile, &call);
	if (!f) {
		ie->profile->gap[LC_GAP_FAST_CHANNEL]++;
		return;
	}
	ie->began = true;
	if (f->last_ns && now >= f->last_ns)
		fast_channel_add_period(f, now - f->last_ns);
	f->last_ns = now;
}
