/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes the callers of a profile from the input of a fuzz target. */
#ifndef SCMI_PERF_MADE_CALLERS_H
#define SCMI_PERF_MADE_CALLERS_H

#include "callers.h"
#include "fuzz_input.h"
#include "text.h"

static inline uint64_t fuzz_count(struct fuzz_input *in)
{
	return fuzz_number(in) & PROFILE_COUNT_MAX >> 3;
}

/* Mostly one of the specification, which have names. */
static inline uint8_t fuzz_protocol(struct fuzz_input *in)
{
	const uint8_t n = fuzz_byte(in);

	return n < 0x60 ? 0x10 + n % 12 : n;
}

/* Returns the key of a series of @p, which may be NULL, or another one. */
static inline struct series_key make_key(const struct profile *p,
					 struct fuzz_input *in)
{
	const uint8_t how = fuzz_byte(in);

	if (how >= 128 && p && p->n_series)
		return p->series[how % p->n_series].key;
	return (struct series_key){
		.instance = how & 1 ? 0 : fuzz_byte(in),
		.transport = fuzz_byte(in) % TRANSPORTS,
		.channel = how & 2 ? 0 : fuzz_byte(in),
		.protocol = fuzz_protocol(in),
		.message = how & 4 ? fuzz_byte(in) % 16 : fuzz_byte(in),
		.type = how & 8 ? MESSAGE_NOTIFICATION : MESSAGE_COMMAND,
		.resource_plus = how & 16 ? (uint32_t)fuzz_number(in) : 0,
	};
}

/* Any bytes, as the kernel has them. */
static inline void make_comm(char comm[CALLERS_COMM], struct fuzz_input *in)
{
	char *text = fuzz_string(in);

	callers_set_comm(comm, text);
	free(text);
}

/* Returns @n times, each of @ns; at most the greatest sum. */
static inline uint64_t sum_of_times(uint64_t n, uint64_t ns)
{
	uint64_t sum;

	if (__builtin_mul_overflow(n, ns, &sum) || sum > SUM_MAX)
		return SUM_MAX;
	return sum;
}

/* Adds a stack of any text, as a file may have it. */
static inline uint32_t make_stack(struct callers *s, struct fuzz_input *in)
{
	static const char *const known[] = {
		"do_xfer",
		"scmi_clock_enable",
		"clk_prepare_enable",
		"scmi_sensor_reading_get",
		"hwmon_thermal_get_temp [scmi_hwmon]",
		"scmi_reset_assert"};
	char stack[1024] = "", *utf8;
	uint32_t number;

	for (int n = 1 + fuzz_byte(in) % 80; n; n--) {
		const uint8_t how = fuzz_byte(in);
		char *text = how < 0xc0 ? NULL : fuzz_string(in);

		text_append(stack, sizeof(stack), "%s%s",
			    text ? text : known[how % 6], n > 1 ? ";" : "");
		free(text);
	}
	utf8 = text_utf8(stack);
	number = *utf8 ? callers_stack(s, utf8) : 0;
	free(utf8);
	return number;
}

static inline void make_caller(struct profile *p, struct fuzz_input *in)
{
	struct message_caller c = {.key = make_key(p, in)};
	const uint8_t how = fuzz_byte(in);

	make_comm(c.comm, in);
	if (how & 1)
		c.stack = make_stack(p->senders, in);
	for (int n = 1 + how / 64; n; n--) {
		const uint64_t ns = fuzz_number(in);
		/* A sum over equal callers can still be written. */
		const uint64_t times = 1 + (fuzz_count(in) >> 6);

		if (how & 2)
			hist_add_bucket(&c.latency, caller_middle(ns), times);
		*(fuzz_byte(in) & 7 ? &c.completed : &c.timed_out) += times;
		sum_add(&c.sum_ns, sum_of_times(times, ns));
		if (ns > c.max_ns)
			c.max_ns = ns;
	}
	callers_add_caller(p->senders, &c);
	hist_free(&c.latency);
}

static inline void make_holder(struct profile *p, struct fuzz_input *in)
{
	struct message_holder h = {.waiter = make_key(p, in),
				   .holder = make_key(p, in),
				   .count = 1 + fuzz_count(in),
				   .max_ns = fuzz_number(in)};

	h.sum_ns = sum_of_times(h.count, h.max_ns);
	make_comm(h.waiter_comm, in);
	make_comm(h.holder_comm, in);
	callers_add_holder(p->senders, &h);
}

static inline void make_load(struct profile *p, struct fuzz_input *in)
{
	const struct series_key key = make_key(p, in);
	struct channel_load u = {.instance = key.instance,
				 .transport = key.transport,
				 .channel = key.channel};

	for (uint64_t i = 0; i < LC_LEVELS; i++) {
		u.level[i] = fuzz_byte(in) & 1 ? fuzz_count(in) >> 4 : 0;
		u.begun += u.level[i];
		sum_add(&u.sum, sum_of_times(u.level[i], i));
		if (u.level[i])
			u.max = i;
	}
	callers_add_use(p->senders, &u);
}

static inline void make_slow(struct profile *p, struct fuzz_input *in)
{
	struct slow_transfer t = {.key = make_key(p, in),
				  .pid = (uint32_t)fuzz_number(in),
				  .token = fuzz_byte(in),
				  .status = (int32_t)fuzz_number(in),
				  .time_ns = fuzz_number(in),
				  .stamp_ns = fuzz_number(in),
				  .total_ns = fuzz_number(in)};
	const uint64_t phases = fuzz_number(in);

	make_comm(t.comm, in);
	t.phases = phases & ((1u << LC_PHASES) - 1);
	for (int i = 0; i < LC_PHASES; i++)
		if (t.phases & 1u << i)
			t.ns[i] = fuzz_number(in);
	callers_add_slow(p->senders, &t);
}

static inline void make_callers(struct profile *p, struct fuzz_input *in)
{
	struct callers *s = profile_callers(p);

	for (int n = fuzz_byte(in) % 8; n; n--)
		make_caller(p, in);
	for (int n = fuzz_byte(in) % 4; n; n--)
		make_holder(p, in);
	for (int n = fuzz_byte(in) % 4; n; n--)
		make_load(p, in);
	for (int n = fuzz_byte(in) % 20; n; n--)
		make_slow(p, in);
	if (fuzz_byte(in) & 1) {
		s->lost_callers = fuzz_count(in);
		s->lost_stacks = fuzz_count(in);
		s->lost_holders = fuzz_count(in);
	}
}

#endif
