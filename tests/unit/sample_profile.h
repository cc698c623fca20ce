/* SPDX-License-Identifier: GPL-2.0-only */
/* A small profile with something of everything, for several tests. */
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
	run->start_unix_s = 1795232700;
	run->duration_ns = 30000000001;
	run->resolution_ns = 1;
	run_add_hook(run, "scmi_xfer_begin", "tp_btf");
	run_add_hook(run, "scmi_xfer_end", "raw_tp");
	return run;
}

/* SENSOR_READING_GET, five replies of 25 … 29 us, one timeout, one begun. */
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
	s->counter[LC_ERRORS] = 1;
	s->counter[LC_TIMED_OUT] = 1;
	s->in_flight = 1;
	return s;
}

static inline void sample_profile(struct profile *p)
{
	struct series_key vendor = {.protocol = 0x80, .message = 3};
	struct series *s;

	profile_init(p);
	sample_run(p);
	s = profile_series(p, vendor);
	s->counter[LC_BEGUN] = s->counter[LC_SEND_FAILED] = 2;
	sample_series(p);
	profile_sort(p);
}

#endif
