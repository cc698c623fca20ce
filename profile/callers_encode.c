// SPDX-License-Identifier: GPL-2.0-only
#include "names.h"
#include "callers_json.h"

static json_t *encode_caller(struct encoder *e, const struct message_caller *c)
{
	json_t *object = json_object();

	encode_key(object, &c->key);
	set_string(object, "comm", c->comm);
	if (c->stack) /* else absent */
		json_object_set_new(object, "stack",
				    json_integer(c->stack - 1));
	set_count(e, object, "completed", c->completed);
	set_count(e, object, "timed_out", c->timed_out);
	set_ns(e, object, "sum_ns", c->sum_ns);
	set_ns(e, object, "max_ns", c->max_ns);
	if (c->latency.count) /* else absent */
		json_object_set_new(object, "buckets",
				    encode_buckets(e, &c->latency));
	return object;
}

static json_t *encode_side(const struct series_key *key, const char *comm)
{
	json_t *object = json_object();

	encode_key(object, key);
	set_string(object, "comm", comm);
	return object;
}

static json_t *encode_holder(struct encoder *e, const struct message_holder *h)
{
	json_t *object = json_object();

	json_object_set_new(object, "waiter",
			    encode_side(&h->waiter, h->waiter_comm));
	json_object_set_new(object, "holder",
			    encode_side(&h->holder, h->holder_comm));
	set_count(e, object, "count", h->count);
	set_ns(e, object, "sum_ns", h->sum_ns);
	set_ns(e, object, "max_ns", h->max_ns);
	return object;
}

static json_t *encode_use(struct encoder *e, const struct channel_load *u)
{
	json_t *object = json_object(), *levels = json_array();

	json_object_set_new(object, "instance", json_integer(u->instance));
	set_string(object, "transport", transport_names[u->transport]);
	json_object_set_new(object, "channel", json_integer(u->channel));
	set_count(e, object, "begun", u->begun);
	set_ns(e, object, "sum", u->sum);
	set_count(e, object, "max", u->max);
	for (int i = 0; i < LC_LEVELS; i++) {
		e->out_of_range |= u->level[i] > PROFILE_COUNT_MAX;
		json_array_append_new(levels,
				      json_integer((json_int_t)u->level[i]));
	}
	json_object_set_new(object, "levels", levels);
	return object;
}

static json_t *encode_slow(struct encoder *e, const struct slow_transfer *t)
{
	json_t *object = json_object(), *phases = json_object();

	encode_key(object, &t->key);
	set_string(object, "comm", t->comm);
	json_object_set_new(object, "pid", json_integer(t->pid));
	json_object_set_new(object, "token", json_integer(t->token));
	json_object_set_new(object, "status", json_integer(t->status));
	set_ns(e, object, "time_ns", t->time_ns);
	if (t->stamp_ns) /* else absent */
		set_ns(e, object, "stamp_ns", t->stamp_ns);
	set_ns(e, object, "total_ns", t->total_ns);
	for (int i = 0; i < LC_PHASES; i++)
		if (t->phases & 1u << i)
			set_ns(e, phases, phase_names[i], t->ns[i]);
	json_object_set_new(object, "phases", phases);
	return object;
}

void callers_encode(struct encoder *e, json_t *root, const struct callers *s)
{
	json_t *object, *stacks, *callers, *holders, *uses, *slowest;

	if (!s)
		return;
	object = json_object();
	stacks = json_array();
	callers = json_array();
	holders = json_array();
	uses = json_array();
	slowest = json_array();
	for (size_t i = 0; i < s->n_stacks; i++)
		json_array_append_new(stacks, json_string(s->stacks[i]));
	for (size_t i = 0; i < s->n_callers; i++)
		json_array_append_new(callers,
				      encode_caller(e, &s->callers[i]));
	for (size_t i = 0; i < s->n_holders; i++)
		json_array_append_new(holders,
				      encode_holder(e, &s->holders[i]));
	for (size_t i = 0; i < s->n_uses; i++)
		json_array_append_new(uses, encode_use(e, &s->uses[i]));
	for (size_t i = 0; i < s->n_slowest; i++)
		json_array_append_new(slowest, encode_slow(e, &s->slowest[i]));
	json_object_set_new(object, "stacks", stacks);
	json_object_set_new(object, "callers", callers);
	json_object_set_new(object, "holders", holders);
	json_object_set_new(object, "channels", uses);
	json_object_set_new(object, "slowest", slowest);
	set_count(e, object, "lost_callers", s->lost_callers);
	set_count(e, object, "lost_stacks", s->lost_stacks);
	set_count(e, object, "lost_holders", s->lost_holders);
	json_object_set_new(root, "senders", object);
}
