// SPDX-License-Identifier: GPL-2.0-only
#include "json_senders.h"

#include "json_writer.h"
#include "names.h"
#include "callers.h"

static json_t *percentile_of(const struct message_caller *c,
			     unsigned int permille)
{
	uint64_t ns = 0;
	const bool known =
		caller_percentile(&c->latency, c->max_ns, permille, &ns);

	return json_number_if(known, ns);
}

static json_t *caller_of(const struct callers *s,
			 const struct message_caller *c)
{
	const char *stack = callers_stack_of(s, c);
	json_t *object = json_key(&c->key);
	char driver[128];

	stack_driver(stack, driver, sizeof(driver));
	json_put(object, "comm", json_text(c->comm));
	json_put(object, "driver", json_text(*driver ? driver : NULL));
	json_put(object, "stack", json_text(stack));
	json_put(object, "completed", json_number(c->completed));
	json_put(object, "timed_out", json_number(c->timed_out));
	json_put(object, "sum_ns", json_sum(c->sum_ns));
	json_put(object, "p50_ns", percentile_of(c, 500));
	json_put(object, "p99_ns", percentile_of(c, 990));
	json_put(object, "max_ns", json_number(c->max_ns));
	return object;
}

static json_t *side_of(const struct series_key *key, const char *comm)
{
	json_t *object = json_key(key);

	json_put(object, "comm", json_text(comm));
	return object;
}

static json_t *holder_of(const struct message_holder *h)
{
	json_t *object = json_object();

	json_put(object, "waiter", side_of(&h->waiter, h->waiter_comm));
	json_put(object, "holder", side_of(&h->holder, h->holder_comm));
	json_put(object, "count", json_number(h->count));
	json_put(object, "sum_ns", json_sum(h->sum_ns));
	json_put(object, "max_ns", json_number(h->max_ns));
	return object;
}

static json_t *channel_of(const struct channel_load *u)
{
	json_t *object = json_object(), *levels = json_array();

	json_put(object, "instance", json_number(u->instance));
	json_put(object, "transport", json_text(transport_names[u->transport]));
	json_put(object, "channel", json_number(u->channel));
	json_put(object, "begun", json_number(u->begun));
	json_put(
		object, "mean_in_flight",
		json_real_if(u->begun && sum_is_known(u->sum),
			     u->begun ? (double)u->sum / (double)u->begun : 0));
	json_put(object, "max_in_flight", json_number(u->max));
	for (int i = 0; i < LC_LEVELS; i++)
		json_add(levels, json_number(u->level[i]));
	json_put(object, "levels", levels);
	return object;
}

static json_t *slow_of(const struct slow_transfer *t)
{
	json_t *object = json_key(&t->key), *phases = json_object();

	for (int i = 0; i < LC_PHASES; i++)
		if (t->phases & 1u << i)
			json_put(phases, phase_names[i], json_number(t->ns[i]));
	json_put(object, "time_ns", json_number(t->time_ns));
	json_put(object, "stamp_ns", json_number_if(t->stamp_ns, t->stamp_ns));
	json_put(object, "total_ns", json_number(t->total_ns));
	json_put(object, "status", json_integer(t->status));
	json_put(object, "token", json_number(t->token));
	json_put(object, "comm", json_text(t->comm));
	json_put(object, "pid", json_number(t->pid));
	json_put(object, "phases", phases);
	return object;
}

json_t *json_senders(const struct callers *s)
{
	json_t *object, *callers, *holders, *channels, *slowest, *lost;

	if (!s)
		return json_null();
	object = json_object();
	callers = json_array();
	holders = json_array();
	channels = json_array();
	slowest = json_array();
	lost = json_object();
	for (size_t i = 0; i < s->n_callers; i++)
		json_add(callers, caller_of(s, &s->callers[i]));
	for (size_t i = 0; i < s->n_holders; i++)
		json_add(holders, holder_of(&s->holders[i]));
	for (size_t i = 0; i < s->n_uses; i++)
		json_add(channels, channel_of(&s->uses[i]));
	for (size_t i = 0; i < s->n_slowest; i++)
		json_add(slowest, slow_of(&s->slowest[i]));
	json_put(lost, "callers", json_number(s->lost_callers));
	json_put(lost, "stacks", json_number(s->lost_stacks));
	json_put(lost, "holders", json_number(s->lost_holders));
	json_put(object, "callers", callers);
	json_put(object, "holders", holders);
	json_put(object, "channels", channels);
	json_put(object, "slowest", slowest);
	json_put(object, "lost", lost);
	return object;
}
