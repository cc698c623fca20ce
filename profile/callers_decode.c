// SPDX-License-Identifier: GPL-2.0-only
#include "callers_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "fast_calls_decode.h"
#include "names.h"

/* Names the entry @i of a list for error messages. */
static void enter(struct json_reader *r, const char *what, size_t i)
{
	snprintf(r->where, sizeof(r->where), "%s %zu", what, i);
}

/* Removes a list with at most @max entries and returns it. */
static json_t *pop_list(struct json_reader *r, json_t *object, const char *key,
			size_t max)
{
	json_t *list = json_pop_array(r, object, key);

	if (json_array_size(list) > max)
		json_fail(r, "there are too many %s", key);
	return r->failed ? NULL : list;
}

/* Each time is at most @max, and the greatest one is that. */
static void check_times(struct json_reader *r, uint64_t n, uint64_t sum,
			uint64_t max)
{
	uint64_t most;

	if (__builtin_mul_overflow(n, max, &most))
		most = SUM_MAX;
	if (!n || max > sum || (sum > most && sum != SUM_MAX))
		json_fail(r, "sum_ns cannot be the sum of its times");
}

static int32_t read_status(struct json_reader *r, json_t *object)
{
	const json_t *value = json_object_get(object, "status");
	const json_int_t status = json_integer_value(value);

	if (!json_is_integer(value) || status < INT32_MIN || status > INT32_MAX)
		json_fail(r, "status is not a number of 32 bits");
	json_object_del(object, "status");
	return (int32_t)status;
}

static void decode_stacks(struct json_reader *r, json_t *list,
			  struct callers *s)
{
	const json_t *value;
	size_t i;

	json_array_foreach(list, i, value) {
		const char *stack = json_string_value(value);

		enter(r, "stack", i);
		if (!stack || !*stack)
			json_fail(r, "it is not a text");
		else if (strlen(stack) > CALLERS_STACK_LEN)
			json_fail(r, "it is too long");
		else if (i && strcmp(s->stacks[i - 1], stack) >= 0)
			json_fail(r, "it is not in order");
		if (r->failed)
			return;
		array_reserve(s->stacks, s->n_stacks, s->cap_stacks);
		s->stacks[s->n_stacks++] = xstrdup(stack);
	}
}

static void decode_caller(struct json_reader *r, json_t *object,
			  const struct callers *s, struct message_caller *c)
{
	decode_key(r, object, &c->key);
	read_comm(r, object, "comm", c->comm);
	if (json_object_get(object, "stack") && !s->n_stacks)
		json_fail(r, "there are no stacks");
	else if (json_object_get(object, "stack"))
		c->stack = (uint32_t)json_pop_number(r, object, "stack", 0,
						     s->n_stacks - 1) +
			   1;
	c->completed = read_count(r, object, "completed");
	c->timed_out = read_count(r, object, "timed_out");
	c->sum_ns = read_ns(r, object, "sum_ns");
	c->max_ns = read_ns(r, object, "max_ns");
	check_times(r, c->completed + c->timed_out, c->sum_ns, c->max_ns);
	if (json_object_get(object, "buckets"))
		decode_buckets(r, json_pop_array(r, object, "buckets"),
			       &c->latency);
	json_check_empty(r, object);
}

static void decode_callers(struct json_reader *r, json_t *list,
			   struct callers *s)
{
	json_t *object;
	size_t i;

	json_array_foreach(list, i, object) {
		struct message_caller c = {0};

		enter(r, "caller", i);
		decode_caller(r, object, s, &c);
		if (i && !r->failed &&
		    message_caller_compare(&s->callers[i - 1], &c) >= 0)
			json_fail(r, "it is not in order");
		if (!r->failed)
			callers_add_caller(s, &c);
		hist_free(&c.latency);
		if (r->failed)
			return;
	}
}

static void decode_side(struct json_reader *r, json_t *object, const char *name,
			struct series_key *key, char comm[CALLERS_COMM])
{
	json_t *side = json_pop_object(r, object, name);

	decode_key(r, side, key);
	read_comm(r, side, "comm", comm);
	json_check_empty(r, side);
}

static void decode_holders(struct json_reader *r, json_t *list,
			   struct callers *s)
{
	json_t *object;
	size_t i;

	json_array_foreach(list, i, object) {
		struct message_holder h = {0};

		enter(r, "holder", i);
		decode_side(r, object, "waiter", &h.waiter, h.waiter_comm);
		decode_side(r, object, "holder", &h.holder, h.holder_comm);
		h.count = read_count(r, object, "count");
		h.sum_ns = read_ns(r, object, "sum_ns");
		h.max_ns = read_ns(r, object, "max_ns");
		check_times(r, h.count, h.sum_ns, h.max_ns);
		json_check_empty(r, object);
		if (i && !r->failed &&
		    message_holder_compare(&s->holders[i - 1], &h) >= 0)
			json_fail(r, "it is not in order");
		if (r->failed)
			return;
		callers_add_holder(s, &h);
	}
}

static void decode_levels(struct json_reader *r, json_t *object,
			  struct channel_load *u)
{
	json_t *levels = json_pop_array(r, object, "levels");
	uint64_t begun = 0;

	if (json_array_size(levels) != LC_LEVELS)
		json_fail(r, "it has not %d levels", LC_LEVELS);
	for (size_t i = 0; i < LC_LEVELS && !r->failed; i++) {
		u->level[i] = json_read_number(r, json_array_get(levels, i),
					       "level", 0, PROFILE_COUNT_MAX);
		begun += u->level[i];
	}
	/* Sums stop at the largest count. */
	if ((begun != u->begun && u->begun != PROFILE_COUNT_MAX) ||
	    u->max > u->sum)
		json_fail(r, "its levels do not add up");
}

static void decode_uses(struct json_reader *r, json_t *list, struct callers *s)
{
	json_t *object;
	size_t i;

	json_array_foreach(list, i, object) {
		struct channel_load u = {0};
		const char *transport;

		enter(r, "channel", i);
		u.instance = read_byte(r, object, "instance");
		u.channel = read_byte(r, object, "channel");
		transport = json_pop_string(r, object, "transport");
		u.transport = (uint8_t)name_index(transport_names, TRANSPORTS,
						  transport);
		if (u.transport == TRANSPORTS)
			json_fail(r, "unknown transport '%s'", transport);
		u.begun = read_count(r, object, "begun");
		u.sum = read_ns(r, object, "sum");
		u.max = read_count(r, object, "max");
		decode_levels(r, object, &u);
		json_check_empty(r, object);
		if (i && !r->failed &&
		    channel_load_compare(&s->uses[i - 1], &u) >= 0)
			json_fail(r, "it is not in order");
		if (r->failed)
			return;
		callers_add_use(s, &u);
	}
}

static void decode_phases(struct json_reader *r, json_t *phases,
			  struct slow_transfer *t)
{
	for (int i = 0; i < LC_PHASES; i++) {
		if (!json_object_get(phases, phase_names[i]))
			continue;
		t->phases |= 1u << i;
		t->ns[i] = read_ns(r, phases, phase_names[i]);
	}
	json_check_empty(r, phases);
}

static void decode_slowest(struct json_reader *r, json_t *list,
			   struct callers *s)
{
	json_t *object;
	size_t i;

	json_array_foreach(list, i, object) {
		struct slow_transfer t = {0};

		enter(r, "slow transfer", i);
		decode_key(r, object, &t.key);
		read_comm(r, object, "comm", t.comm);
		t.pid = (uint32_t)json_pop_number(r, object, "pid", 0,
						  UINT32_MAX);
		t.token = (uint16_t)json_pop_number(r, object, "token", 0,
						    LC_TOKENS - 1);
		t.status = read_status(r, object);
		t.time_ns = read_ns(r, object, "time_ns");
		t.stamp_ns = read_ns_if(r, object, "stamp_ns");
		t.total_ns = read_ns(r, object, "total_ns");
		decode_phases(r, json_pop_object(r, object, "phases"), &t);
		json_check_empty(r, object);
		if (i && !r->failed &&
		    slow_transfer_compare(&s->slowest[i - 1], &t) > 0)
			json_fail(r, "it is not in order");
		if (r->failed)
			return;
		callers_add_slow(s, &t);
	}
}

void callers_decode(struct json_reader *r, json_t *root, struct profile *p)
{
	struct callers *s;
	json_t *object;

	if (!json_object_get(root, "senders"))
		return;
	object = json_pop_object(r, root, "senders");
	if (r->failed)
		return;
	s = profile_callers(p);
	decode_stacks(r, pop_list(r, object, "stacks", CALLERS_STACKS), s);
	decode_callers(r, pop_list(r, object, "callers", CALLERS_MAX), s);
	decode_holders(r, pop_list(r, object, "holders", CALLERS_HOLDERS), s);
	decode_uses(r, pop_list(r, object, "channels", CALLERS_USES), s);
	decode_slowest(r, pop_list(r, object, "slowest", CALLERS_SLOWEST), s);
	snprintf(r->where, sizeof(r->where), "senders");
	s->lost_callers = read_count(r, object, "lost_callers");
	s->lost_stacks = read_count(r, object, "lost_stacks");
	s->lost_holders = read_count(r, object, "lost_holders");
	json_check_empty(r, object);
	*r->where = '\0';
}
