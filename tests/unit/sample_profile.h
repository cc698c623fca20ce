/* SPDX-License-Identifier: GPL-2.0-only */
/* A small profile with every kind of content, shared by several tests. */
#ifndef SCMI_PERF_SAMPLE_PROFILE_H
#define SCMI_PERF_SAMPLE_PROFILE_H

#include <stdlib.h>
#include <string.h>

#include "profile.h"

static inline struct run *sample_run(struct profile *p)
{
	struct run *run = profile_add_run(p);

	run->kernel = strdup("6.12.95-arm64");
	run->arch = strdup("aarch64");
	run->host = strdup("board");
	run->tool = strdup("scmi-perf 0.1.0");
	run->label = strdup("v6.12-rc1");
	run->start_unix_s = 1795232700;
	run->duration_ns = 30000000001;
	run->resolution_ns = 1;
	run_add_hook(run, "scmi_xfer_begin", "tp_btf");
	run_add_hook(run, "scmi_xfer_end", "raw_tp");
	return run;
}

/* SENSOR_READING_GET: five replies of 25 … 29 us, a timeout, one in flight. */
static inline struct series *sample_series(struct profile *p)
{
	struct series_key key = {.protocol = 0x15, .message = 6};
	struct series *s = profile_series(p, key);

	for (uint64_t i = 0; i < 5; i++) {
		hist_add(&s->phase[LC_TOTAL], 25136 + 1000 * i);
		hist_add(&s->phase[LC_TRANSPORT], 20000 + 1000 * i);
		hist_add(&s->phase[LC_WAKEUP], 5136);
	}
	hist_add(&s->phase[LC_TIMEOUT], 101600000);
	s->counter[LC_BEGUN] = 7;
	s->counter[LC_COMPLETED] = 5;
	s->counter[LC_ERRORS] = s->status[LS_BUSY] = 1;
	s->counter[LC_TIMED_OUT] = 1;
	s->anomaly[LA_TIMEOUT] = 1;
	s->in_flight = 1;
	return s;
}

/*
 * Adds a recording with all hooks: on virtio every phase, a delayed response, a
 * late reply and one whose interrupt was lost; notifications and fast channels.
 */
static inline void sample_hooked(struct profile *p)
{
	struct series_key key = {.instance = 1,
				 .transport = TRANSPORT_VIRTIO,
				 .channel = 16,
				 .protocol = 0x14,
				 .message = 5};
	struct anomaly_event event = {.kind = LA_LATE_REPLY,
				      .token = 0x2a,
				      .cpu = 3,
				      .pid = 4711,
				      .time_ns = 12345678901,
				      .age_ns = 150000000,
				      .comm = "kworker/3:1"};
	struct series *s = profile_series(p, key);

	hist_add(&s->phase[LC_TOTAL], 28671);
	hist_add(&s->phase[LC_SUBMIT], 1050);
	hist_add(&s->phase[LC_DOORBELL], 1825);
	hist_add(&s->phase[LC_SERVICE], 20607);
	hist_add(&s->phase[LC_DISPATCH], 824);
	hist_add(&s->phase[LC_WAKEUP], 4365);
	hist_add(&s->phase[LC_DELAYED], 49151);
	s->counter[LC_BEGUN] = 3;
	s->counter[LC_COMPLETED] = 1;
	s->counter[LC_TIMED_OUT] = 2;
	s->anomaly[LA_TIMEOUT] = s->anomaly[LA_LATE_REPLY] = 1;
	s->anomaly[LA_LOST_DOORBELL] = 1;
	event.key = key;
	profile_add_event(p, &event);

	key.protocol = 0x13;
	key.message = 7;
	profile_series(p, key)->counter[LC_FAST_CALLS] = 9;

	key.protocol = 0x15;
	key.message = 1;
	key.type = MESSAGE_NOTIFICATION;
	s = profile_series(p, key);
	for (int i = 0; i < 12; i++)
		hist_add(&s->phase[LC_HANDLING], 2400);
	s->counter[LC_NOTIFIED] = 12;
	s->anomaly[LA_NOTIFICATION_DROPPED] = 2;
	event.key = key;
	event.kind = LA_NOTIFICATION_DROPPED;
	event.token = 0;
	event.age_ns = 0;
	event.pid = 0;
	strcpy(event.comm, "swapper/3");
	profile_add_event(p, &event);
	run_add_hook(&p->runs[0], "virtqueue_kick", "fentry");
	run_add_hook(&p->runs[0], "virtqueue_kick/exit", "fexit");
	run_add_hook(&p->runs[0], "smc_send_message", "none");
	profile_sort(p);
}

static inline void sample_profile(struct profile *p)
{
	struct series_key vendor = {.protocol = 0x80, .message = 3};
	struct series *s;

	*p = (struct profile){0};
	sample_run(p);
	s = profile_series(p, vendor);
	s->counter[LC_BEGUN] = s->counter[LC_SEND_FAILED] = 2;
	sample_series(p);
	profile_sort(p);
}

#endif
