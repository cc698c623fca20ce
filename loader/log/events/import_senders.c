// SPDX-License-Identifier: GPL-2.0-only
#include "import_senders.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "phases.h"

/* Entries tried for a key before a table counts as full. */
#define PROBES 16

static uint64_t mix(uint64_t hash, uint64_t v)
{
	return (hash ^ v) * 0x9e3779b97f4a7c15ull;
}

static uint64_t mix_comm(uint64_t hash, const char comm[16])
{
	uint64_t half[2];

	memcpy(half, comm, sizeof(half));
	return mix(mix(hash, half[0]), half[1]);
}

/* Returns the entry of a task and series, or NULL if there is no room. */
static struct import_caller *find_caller(struct import_senders *is,
					 const char comm[16], uint32_t series)
{
	const uint64_t home = mix_comm(series, comm) >> 32;

	for (uint64_t i = 0; i < PROBES; i++) {
		uint16_t *at =
			&is->caller_at[(home + i) & (IMPORT_CALLERS - 1)];
		struct import_caller *c;

		if (*at) {
			c = &is->callers[*at - 1];
			if (c->series == series &&
			    !memcmp(c->comm, comm, sizeof(c->comm)))
				return c;
			continue;
		}
		if (is->n_callers == CALLERS_MAX)
			return NULL;
		array_reserve(is->callers, is->n_callers, is->cap_callers);
		c = &is->callers[is->n_callers++];
		*at = (uint16_t)is->n_callers;
		*c = (struct import_caller){.series = series};
		memcpy(c->comm, comm, sizeof(c->comm));
		return c;
	}
	return NULL;
}

static bool is_holder(const struct import_holder *h, const char waiter[16],
		      uint32_t series, const struct lc_release *r)
{
	return h->waiter == series && h->holder == r->series &&
	       !memcmp(h->waiter_comm, waiter, sizeof(h->waiter_comm)) &&
	       !memcmp(h->holder_comm, r->comm, sizeof(h->holder_comm));
}

/* Returns the entry of a task and series that waited behind @r, or NULL. */
static struct import_holder *find_holder(struct import_senders *is,
					 const char waiter[16], uint32_t series,
					 const struct lc_release *r)
{
	const uint64_t home =
		mix_comm(mix_comm(mix(series, r->series), waiter), r->comm) >>
		32;

	for (uint64_t i = 0; i < PROBES; i++) {
		uint16_t *at =
			&is->holder_at[(home + i) & (IMPORT_HOLDERS - 1)];
		struct import_holder *h;

		if (*at) {
			h = &is->holders[*at - 1];
			if (is_holder(h, waiter, series, r))
				return h;
			continue;
		}
		if (is->n_holders == CALLERS_HOLDERS)
			return NULL;
		array_reserve(is->holders, is->n_holders, is->cap_holders);
		h = &is->holders[is->n_holders++];
		*at = (uint16_t)is->n_holders;
		*h = (struct import_holder){.waiter = series,
					    .holder = (uint32_t)r->series};
		memcpy(h->waiter_comm, waiter, sizeof(h->waiter_comm));
		memcpy(h->holder_comm, r->comm, sizeof(h->holder_comm));
		return h;
	}
	return NULL;
}

void import_senders_free(struct import_senders *is)
{
	for (size_t i = 0; i < is->n_callers; i++)
		hist_free(&is->callers[i].latency);
	free(is->callers);
	free(is->holders);
	free(is->uses);
}

/* Returns the channel of a series, or NULL if there are too many. */
static struct import_use *use_of(struct import_senders *is, uint32_t series)
{
	const uint8_t number = is->use_of[series];

	return number ? &is->uses[number - 1] : NULL;
}

static bool is_use(const struct import_use *u, uint16_t instance,
		   uint8_t channel)
{
	return u->instance == instance &&
	       (u->channel == channel || !u->channel || !channel);
}

/* Finds the channel of a series that is new. */
static struct import_use *add_use(struct import_senders *is, uint32_t series,
				  uint16_t instance, uint8_t channel)
{
	size_t i = 0;

	while (i < is->n_uses && !is_use(&is->uses[i], instance, channel))
		i++;
	if (i == IMPORT_USES)
		return NULL;
	if (i == is->n_uses) {
		array_reserve(is->uses, is->n_uses, is->cap_uses);
		is->uses[is->n_uses++] = (struct import_use){
			.series = series, .instance = instance};
	}
	if (channel)
		is->uses[i].channel = channel;
	is->use_of[series] = (uint8_t)(i + 1);
	return &is->uses[i];
}

void import_senders_separate(struct import_senders *is, uint16_t instance)
{
	for (size_t i = 0; i < is->n_uses; i++)
		if (!is->uses[i].instance)
			is->uses[i].instance = instance;
}

void import_senders_begin(struct import_senders *is, uint32_t series,
			  uint16_t instance, uint8_t channel)
{
	struct import_use *u = use_of(is, series);

	if (!u)
		u = add_use(is, series, instance, channel);
	if (!u)
		return;
	u->use.begun++;
	u->use.sum += u->in_flight;
	if (u->in_flight > u->use.max)
		u->use.max = u->in_flight;
	u->use.level[u->in_flight < LC_LEVELS ? u->in_flight : LC_LEVELS - 1]++;
	u->in_flight++;
}

void import_senders_wait(struct import_senders *is,
			 const struct ftrace_event *ev, uint64_t now)
{
	is->wait[ev->seq & (LC_TOKENS - 1)] =
		(struct import_wait){ev->transfer_id, now};
}

void import_senders_leave(struct import_senders *is, uint32_t series)
{
	struct import_use *u = use_of(is, series);

	if (u && u->in_flight)
		u->in_flight--;
}

/*
 * Returns when the message was sent, 0: unknown. Without a doorbell in the log,
 * the task waits for the reply from then on.
 */
static uint64_t sent_ns(const struct import_senders *is,
			const struct ftrace_event *ev,
			const struct lc_stamps *t)
{
	const struct import_wait *w = &is->wait[ev->seq & (LC_TOKENS - 1)];

	if (t->ring_ns)
		return t->ring_ns;
	if (w->id != ev->transfer_id || w->ns < t->begin_ns)
		return 0;
	return t->rx_ns && t->rx_ns < w->ns ? t->rx_ns : w->ns;
}

static void add_wait(struct import_senders *is, const struct ftrace_event *ev,
		     uint32_t series, const struct lc_release *r, uint64_t ns)
{
	struct import_holder *h = find_holder(is, ev->context.comm, series, r);

	if (!h) {
		is->lost_holders++;
		return;
	}
	h->count++;
	sum_add(&h->sum_ns, ns);
	if (ns > h->max_ns)
		h->max_ns = ns;
}

/* Attributes the wait of a transfer to those that held the channel. */
static void attribute(struct import_senders *is, const struct ftrace_event *ev,
		      const struct lc_stamps *t, const struct lc_channel_use *u)
{
	const uint64_t until = sent_ns(is, ev, t);
	uint64_t n = u->released;
	__u64 from = t->begin_ns;

	/* To the first one that ended during the wait. */
	while (n && u->released - n < LC_RELEASES &&
	       u->last[(n - 1) & (LC_RELEASES - 1)].end_ns > from)
		n--;
	for (; n < u->released; n++) {
		const struct lc_release *r = &u->last[n & (LC_RELEASES - 1)];
		const uint64_t ns = lc_held(r, &from, until);

		if (ns)
			add_wait(is, ev, lc_tag_series(t->tag), r, ns);
	}
}

static void release(const struct ftrace_event *ev, const struct lc_stamps *t,
		    struct import_use *u)
{
	struct lc_release *r =
		&u->use.last[u->use.released++ & (LC_RELEASES - 1)];

	r->replied_ns = lc_replied_ns(t);
	r->end_ns = t->end_ns;
	r->series = lc_tag_series(t->tag);
	memcpy(r->comm, ev->context.comm, sizeof(r->comm));
	if (u->in_flight)
		u->in_flight--;
}

/* Returns the entry for a slow transfer: a free one, or that of the fastest. */
static struct import_slow *slow_entry(struct import_senders *is)
{
	struct import_slow *least = is->slow;

	if (is->n_slow < CALLERS_SLOWEST)
		return &is->slow[is->n_slow++];
	for (size_t i = 1; i < CALLERS_SLOWEST; i++)
		if (is->slow[i].transfer.total_ns < least->transfer.total_ns)
			least = &is->slow[i];
	return least;
}

static void add_slow(struct import_senders *is, const struct ftrace_event *ev,
		     const struct lc_stamps *t, uint64_t time_ns,
		     uint64_t total_ns)
{
	struct import_slow *slow = slow_entry(is);
	struct lc_ended e;

	lc_split_phases(t, ev->status, &e);
	slow->series = lc_tag_series(t->tag);
	slow->transfer = (struct slow_transfer){
		.pid = ev->context.pid,
		.token = ev->seq & (LC_TOKENS - 1),
		.status = ev->status,
		.time_ns = time_ns,
		.stamp_ns = t->begin_ns - 1,
		.total_ns = total_ns,
		.phases = e.phases,
	};
	memcpy(slow->transfer.ns, e.ns, sizeof(e.ns));
	memcpy(slow->transfer.comm, ev->context.comm, CALLERS_COMM);
	if (is->n_slow < CALLERS_SLOWEST)
		return;
	is->least_ns = UINT64_MAX;
	for (size_t i = 0; i < CALLERS_SLOWEST; i++)
		if (is->slow[i].transfer.total_ns < is->least_ns)
			is->least_ns = is->slow[i].transfer.total_ns;
}

void import_senders_end(struct import_senders *is,
			const struct ftrace_event *ev,
			const struct lc_stamps *t, uint64_t time_ns)
{
	const uint32_t series = lc_tag_series(t->tag);
	const uint64_t ns = t->end_ns > t->begin_ns ? t->end_ns - t->begin_ns
						    : 0;
	struct import_caller *c = find_caller(is, ev->context.comm, series);
	struct import_use *u = use_of(is, series);

	if (c) {
		if (ev->status == LC_STATUS_TIMEOUT)
			c->timed_out++;
		else
			c->completed++;
		sum_add(&c->sum_ns, ns);
		if (ns > c->max_ns)
			c->max_ns = ns;
		hist_add_bucket(&c->latency, caller_middle(ns), 1);
	} else {
		is->lost_callers++;
	}
	if (u) {
		attribute(is, ev, t, &u->use);
		release(ev, t, u);
	}
	if (is->n_slow < CALLERS_SLOWEST || ns > is->least_ns)
		add_slow(is, ev, t, time_ns, ns);
}

void import_senders_timeout(struct import_senders *is, uint32_t series)
{
	static const char unknown[16];
	struct import_caller *c = find_caller(is, unknown, series);

	if (c)
		c->timed_out++;
	else
		is->lost_callers++;
}

void import_senders_end_log(struct import_senders *is)
{
	for (size_t i = 0; i < is->n_uses; i++) {
		is->uses[i].in_flight = 0;
		is->uses[i].use.released = 0;
	}
	memset(is->wait, 0, sizeof(is->wait));
}

uint32_t *import_senders_index(const struct profile *from,
			       const struct profile *p)
{
	uint32_t *index = xcalloc(from->n_series + 1, sizeof(*index));

	for (size_t i = 0; i < from->n_series; i++)
		for (size_t j = 0; j < p->n_series; j++)
			if (!series_key_compare(&from->series[i].key,
						&p->series[j].key))
				index[i] = (uint32_t)j;
	return index;
}

static struct series_key key_of(const uint32_t *index, const struct profile *p,
				uint32_t series)
{
	return p->series[index ? index[series] : series].key;
}

void import_senders_callers(const struct import_senders *is,
			    const uint32_t *index, const struct profile *p,
			    caller_sink sink, void *ctx)
{
	for (size_t i = 0; i < is->n_callers; i++) {
		const struct import_caller *from = &is->callers[i];
		struct message_caller c = {.completed = from->completed,
					   .timed_out = from->timed_out,
					   .sum_ns = from->sum_ns,
					   .max_ns = from->max_ns,
					   .latency = from->latency};

		c.key = key_of(index, p, from->series);
		callers_set_comm(c.comm, from->comm);
		sink(ctx, &c);
	}
}

static void add_caller(void *callers, const struct message_caller *c)
{
	callers_add_caller(callers, c);
}

static void read_holders(const struct import_senders *is, const uint32_t *index,
			 struct profile *p)
{
	for (size_t i = 0; i < is->n_holders; i++) {
		const struct import_holder *from = &is->holders[i];
		struct message_holder h = {.count = from->count,
					   .sum_ns = from->sum_ns,
					   .max_ns = from->max_ns};

		h.waiter = key_of(index, p, from->waiter);
		h.holder = key_of(index, p, from->holder);
		callers_set_comm(h.waiter_comm, from->waiter_comm);
		callers_set_comm(h.holder_comm, from->holder_comm);
		callers_add_holder(p->senders, &h);
	}
	sum_add(&p->senders->lost_holders, is->lost_holders);
}

static void read_uses(const struct import_senders *is, const uint32_t *index,
		      struct profile *p)
{
	for (size_t i = 0; i < is->n_uses; i++) {
		const struct lc_channel_use *from = &is->uses[i].use;
		const struct series_key key =
			key_of(index, p, is->uses[i].series);
		struct channel_load u = {.instance = key.instance,
					 .transport = key.transport,
					 .channel = key.channel,
					 .begun = from->begun,
					 .sum = from->sum,
					 .max = from->max};

		memcpy(u.level, from->level, sizeof(u.level));
		callers_add_use(p->senders, &u);
	}
}

void import_senders_read(const struct import_senders *is, const uint32_t *index,
			 struct profile *p)
{
	if (!is->n_callers && !is->n_uses)
		return;
	profile_callers(p);
	import_senders_callers(is, index, p, add_caller, p->senders);
	sum_add(&p->senders->lost_callers, is->lost_callers);
	read_holders(is, index, p);
	read_uses(is, index, p);
	for (size_t i = 0; i < is->n_slow; i++) {
		struct slow_transfer t = is->slow[i].transfer;

		t.key = key_of(index, p, is->slow[i].series);
		callers_set_comm(t.comm, is->slow[i].transfer.comm);
		callers_add_slow(p->senders, &t);
	}
}
