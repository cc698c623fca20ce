/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes profiles with every kind of content from the input of a fuzz target.
 * The functions that recordings call build them, so the reader must accept
 * them.
 */
#ifndef SCMI_PERF_MADE_PROFILE_H
#define SCMI_PERF_MADE_PROFILE_H

#include "delta.h"
#include "fuzz_input.h"
#include "made_callers.h"
#include "profile_json.h"
#include "run_label.h"
#include "text.h"
#include "timeline.h"

static inline void make_run(struct profile *p, struct fuzz_input *in)
{
	struct run *run = profile_add_run(p);
	char *name = fuzz_string(in), *how = fuzz_string(in);

	run->source = fuzz_byte(in) % SOURCES;
	run->kernel = fuzz_string(in);
	run->arch = fuzz_byte(in) & 1 ? fuzz_string(in) : NULL;
	run->host = fuzz_string(in);
	run->command = fuzz_string(in);
	run->label = fuzz_string(in);
	if (run_label_error(run->label)) {
		free(run->label);
		run->label = NULL;
	}
	run->start_unix_s = fuzz_number(in);
	run->duration_ns = fuzz_number(in);
	run->resolution_ns = 1 + fuzz_byte(in);
	run->log_start_ns = fuzz_number(in);
	run->deterministic = fuzz_byte(in) & 1;
	run->misses_counted = fuzz_byte(in) & 1;
	run->self_runs = fuzz_count(in);
	run->self_ns = fuzz_number(in);
	run_add_hook(run, name, how);
	free(name);
	free(how);
	name = fuzz_string(in);
	run->vendor = fuzz_byte(in) & 1 ? fuzz_string(in) : NULL;
	run->sub_vendor = fuzz_byte(in) & 1 ? fuzz_string(in) : NULL;
	for (unsigned int i = fuzz_byte(in); i < 3; i++)
		run_add_vendor(run, (uint8_t)i, name, run->vendor);
	free(name);
}

/* Doubles what was measured, so that few bytes make large counts. */
static inline void double_series(struct series *s)
{
	for (int i = 0; i < LC_COUNTERS; i++)
		s->counter[i] *= 2;
	for (int i = 0; i < LA_KINDS; i++)
		s->anomaly[i] *= 2;
	for (int i = 0; i < LC_STATUSES; i++)
		s->status[i] *= 2;
	s->in_flight *= 2;
	for (int i = 0; i < LC_PHASES; i++) {
		struct hist copy = {0};

		hist_merge(&copy, &s->phase[i]);
		hist_merge(&s->phase[i], &copy);
		hist_free(&copy);
	}
}

/* A transfer that ended after @ns, by the phases of its hooks. */
static inline void add_completed(struct series *s, uint64_t ns, uint8_t hooks)
{
	hist_add(&s->phase[LC_TOTAL], ns);
	if (hooks & 1) {
		hist_add(&s->phase[LC_SUBMIT], ns / 7);
		hist_add(&s->phase[LC_DOORBELL], ns / 5);
		hist_add(&s->phase[LC_SERVICE], ns / 3);
		hist_add(&s->phase[LC_DISPATCH], ns / 9);
		hist_add(&s->phase[LC_ANSWER], ns / 2);
	} else {
		hist_add(&s->phase[LC_TRANSPORT], ns / 3);
	}
	hist_add(&s->phase[LC_WAKEUP], ns - ns / 3);
	if (hooks & 2)
		hist_add(&s->phase[LC_DELAYED], 2 * ns);
}

static inline void add_transfers(struct series *s, struct fuzz_input *in)
{
	const uint64_t completed = fuzz_byte(in) % 16;
	const uint64_t timed_out = fuzz_byte(in) % 3;
	const uint64_t failed = fuzz_byte(in) % 3, aged = fuzz_byte(in) % 2;
	const uint64_t begun = s->in_flight;
	const uint8_t hooks = fuzz_byte(in);

	for (uint64_t i = 0; i < completed; i++)
		add_completed(s, fuzz_number(in) >> 8, hooks);
	for (uint64_t i = 0; i < timed_out; i++)
		hist_add(&s->phase[LC_TIMEOUT], fuzz_number(in) >> 8);
	s->in_flight += fuzz_byte(in) % 3;
	s->counter[LC_COMPLETED] += completed;
	s->counter[LC_TIMED_OUT] += timed_out;
	s->counter[LC_SEND_FAILED] += failed;
	s->counter[LC_AGED_OUT] += aged;
	s->counter[LC_ERRORS] += completed / 2;
	s->status[fuzz_byte(in) % LC_STATUSES] += completed / 3;
	s->counter[LC_OVERLAPPED] += completed / 4;
	s->counter[LC_OUT_OF_ORDER] += completed / 5;
	s->counter[LC_FAST_CALLS] += hooks / 128;
	s->counter[LC_BEGUN] +=
		completed + timed_out + failed + aged + s->in_flight - begun;
	s->anomaly[hooks & 4   ? LA_TIMEOUT
		   : hooks & 8 ? LA_LOST_DOORBELL
			       : LA_NOT_TAKEN] += timed_out;
}

static inline void add_notifications(struct series *s, struct fuzz_input *in)
{
	const uint64_t n = fuzz_byte(in) % 8;

	for (uint64_t i = 0; i < n; i++)
		hist_add(&s->phase[LC_HANDLING], fuzz_number(in) >> 8);
	s->counter[LC_NOTIFIED] += n;
}

/* Adds what a series measured in an interval. */
static inline void extend_series(struct series *s, struct fuzz_input *in)
{
	const uint8_t anomaly = fuzz_byte(in), doubled = fuzz_byte(in);

	if (s->key.type == MESSAGE_NOTIFICATION)
		add_notifications(s, in);
	else
		add_transfers(s, in);
	/* The others are at most the timeouts. */
	if (anomaly < LA_KINDS && anomaly != LA_TIMEOUT &&
	    anomaly != LA_LOST_DOORBELL && anomaly != LA_NOT_TAKEN)
		s->anomaly[anomaly]++;
	for (int i = 0; doubled >= 128 && i < doubled % 32; i++) {
		const uint64_t n = series_messages(s);

		if (n && n < 1u << 31)
			double_series(s);
	}
}

static inline void make_event(struct profile *p, struct fuzz_input *in)
{
	struct anomaly_event event = {.key = make_key(p, in),
				      .kind = fuzz_byte(in) % LA_KINDS};

	event.token = (uint16_t)(fuzz_number(in) % LC_TOKENS);
	event.cpu = fuzz_byte(in);
	event.pid = (uint32_t)fuzz_number(in);
	event.time_ns = fuzz_number(in);
	event.stamp_ns = fuzz_number(in);
	event.age_ns = fuzz_number(in);
	for (size_t i = 0; i + 1 < sizeof(event.comm); i++)
		event.comm[i] = (char)fuzz_byte(in);
	profile_add_event(p, &event);
}

static inline void make_fast(struct profile *p, struct fuzz_input *in)
{
	const struct fast_channel call = {
		.protocol = fuzz_protocol(in),
		.message = fuzz_byte(in) % 16,
		.domain = (uint32_t)fuzz_number(in),
		.value = {(uint32_t)fuzz_number(in), (uint32_t)fuzz_number(in)},
		.calls = 1 + fuzz_byte(in)};
	struct fast_channel *f = profile_add_fast(p, &call);

	for (uint64_t i = 1; i < 4 && i < call.calls; i++)
		fast_channel_add_period(f, fuzz_number(in));
}

static inline void make_name(struct profile *p, struct fuzz_input *in)
{
	const uint8_t instance = fuzz_byte(in) % 4;
	const uint8_t protocol = fuzz_protocol(in);
	const uint32_t id = fuzz_byte(in);
	char *name = fuzz_string(in);

	resource_names_add_text(&p->names, instance, protocol, id, name,
				strlen(name));
	free(name);
}

/* Everything that is not a series. */
static inline void make_others(struct profile *p, struct fuzz_input *in)
{
	const uint8_t kinds = fuzz_byte(in);

	for (int n = kinds & 1 ? fuzz_byte(in) % 8 : 0; n; n--)
		make_event(p, in);
	for (int n = kinds & 2 ? fuzz_byte(in) % 8 : 0; n; n--)
		make_fast(p, in);
	for (int n = kinds & 4 ? fuzz_byte(in) % 8 : 0; n; n--)
		make_name(p, in);
	if (kinds & 8)
		make_callers(p, in);
	for (int i = 0; kinds & 16 && i < LOST_CAUSES; i++)
		profile_lose(p, i, fuzz_count(in));
	for (int i = 0; kinds & 32 && i < LC_GAPS; i++)
		p->gap[i] = fuzz_count(in);
	p->untracked = kinds & 64 ? fuzz_count(in) : 0;
	p->unparsed_lines = kinds & 128 ? fuzz_count(in) : 0;
}

/* Adds series, some of them with keys of @like, which may be NULL. */
static inline void make_series(struct profile *p, const struct profile *like,
			       struct fuzz_input *in)
{
	for (int n = 1 + fuzz_byte(in) % 4; n; n--)
		profile_series(p, make_key(like, in));
	profile_sort(p);
}

/* Measures the series in some intervals, and keeps the time series if @timed.
 */
static inline void make_intervals(struct profile *p, bool timed,
				  struct fuzz_input *in)
{
	struct timeline t;
	uint32_t index[8];
	uint64_t end_ns = 0;

	timeline_init(&t, timed ? 1 + fuzz_number(in) : 0, p->n_series);
	for (int n = 1 + (timed ? fuzz_byte(in) % 8 : 0); n; n--) {
		for (size_t i = 0; i < p->n_series; i++) {
			struct delta now;

			index[i] = (uint32_t)i;
			extend_series(&p->series[i], in);
			now = delta_of_series(&p->series[i]);
			if (timed && fuzz_byte(in) & 1)
				MUST(!timeline_add_snapshot(&t, i, &now));
		}
		end_ns += 1 + fuzz_number(in) / 16;
		if (timed && n > 1)
			timeline_end_interval(&t, end_ns);
	}
	if (!timed) {
		timeline_free(&t);
		return;
	}
	p->runs[0].duration_ns = end_ns;
	MUST(!timeline_finish(&t, end_ns, index, p));
}

/*
 * Makes a recording as its file contains it. Some of its messages are those of @like,
 * which may be NULL. The caller frees @p.
 */
static inline void make_profile(struct profile *p, const struct profile *like,
				struct fuzz_input *in)
{
	struct profile made = {0}, other = {0};
	const uint8_t how = fuzz_byte(in);
	char *json, why[160];
	size_t len;

	make_run(&made, in);
	make_series(&made, like, in);
	make_intervals(&made, how & 1, in);
	make_others(&made, in);
	if (how >= 0xc0) {
		make_run(&other, in);
		make_series(&other, &made, in);
		make_intervals(&other, false, in);
		make_others(&other, in);
		profile_merge(&made, &other);
		profile_free(&other);
	}
	callers_sort(made.senders);
	MUST(!profile_encode(&made, &json, &len));
	profile_free(&made);
	*p = (struct profile){0};
	if (profile_decode(p, json, len, why, sizeof(why)) != PROFILE_JSON_OK) {
		fprintf(stderr, "%s\n%s\n", why, json);
		abort();
	}
	free(json);
}

#endif
