// SPDX-License-Identifier: GPL-2.0-only
#include "compare_counts.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "names.h"

/* The events of each run of a side. */
struct counted_side {
	struct event_count *run;
	size_t n;
};

const char *event_name(int kind)
{
	if (kind == EVENTS_LOST)
		return "lost";
	if (kind == EVENTS_ANOMALIES)
		return "anomalies";
	return kind < EVENTS_ANOMALIES ? counter_names[kind]
				       : anomaly_names[kind - EVENTS_ANOMALY];
}

static uint64_t events_of(const struct series *s, int kind)
{
	if (kind < EVENTS_ANOMALIES)
		return s->counter[kind];
	return kind == EVENTS_ANOMALIES ? series_anomalies(s)
					: s->anomaly[kind - EVENTS_ANOMALY];
}

static uint64_t all_messages(const struct profile *p)
{
	uint64_t n = profile_total(p, LC_BEGUN);

	sum_add(&n, profile_total(p, LC_NOTIFIED));
	return n;
}

/* Replies that belong to no transfer have a series without messages. */
static struct event_count count_events(const struct profile *p,
				       const struct series_key *key, int kind,
				       bool of_all)
{
	const struct series *s = kind == EVENTS_LOST ? NULL
						     : profile_find(p, key);

	return (struct event_count){.events = kind == EVENTS_LOST
						      ? profile_missing(p)
					      : s ? events_of(s, kind)
						  : 0,
				    .messages = of_all ? all_messages(p)
						: s    ? series_messages(s)
						       : 0};
}

static struct counted_side count_side(const struct run_set *set,
				      const struct series_key *key, int kind,
				      bool of_all, struct event_count *sum)
{
	struct counted_side side = {xcalloc(set->n, sizeof(*side.run)), set->n};

	for (size_t i = 0; i < set->n; i++)
		side.run[i] = count_events(&set->profile[i], key, kind, of_all);
	*sum = count_events(&set->all, key, kind, of_all);
	return side;
}

static double *rates(const struct counted_side *side, double factor)
{
	double *rate = xcalloc(side->n, sizeof(*rate));

	for (size_t i = 0; i < side->n; i++)
		rate[i] = !side->run[i].messages
				  ? 0
				  : factor * (double)side->run[i].events /
					    (double)side->run[i].messages;
	return rate;
}

/* A burst is one event of its run: no p is below that of the runs' ranks. */
static void count_bursts(struct count_difference *d,
			 const struct counted_side *a,
			 const struct counted_side *b, double slack)
{
	double *of_b = rates(b, 1), *of_a = rates(a, 1);
	double *allowed = rates(a, 1 + slack);

	d->bursts = true;
	d->p = fmax(d->p, mann_whitney(of_a, a->n, of_b, b->n).p);
	d->p_more = fmax(d->p_more,
			 mann_whitney(allowed, a->n, of_b, b->n).p_greater);
	free(allowed);
	free(of_a);
	free(of_b);
}

double count_expected(const struct count_difference *d)
{
	return d->a.messages ? (double)d->a.events * (double)d->b.messages /
				       (double)d->a.messages
			     : 0;
}

double count_excess(const struct count_difference *d)
{
	return (double)d->b.events - count_expected(d);
}

static void count_exactly(struct count_difference *d)
{
	const double excess = count_excess(d);

	d->exact = true;
	d->verdict = excess > 0	  ? VERDICT_SLOWER
		     : excess < 0 ? VERDICT_FASTER
				  : VERDICT_EQUAL;
}

void count_between(struct count_difference *d, const struct run_set *a,
		   const struct run_set *b, double slack)
{
	struct series_key key_a = d->key;
	const struct series *s_a, *s_b;
	struct counted_side of_a, of_b;
	bool of_all;

	key_a.transport = (uint8_t)d->transport_a;
	s_a = profile_find(&a->all, &key_a);
	s_b = profile_find(&b->all, &d->key);
	of_all = (!s_a || !series_messages(s_a)) &&
		 (!s_b || !series_messages(s_b));
	of_a = count_side(a, &key_a, d->kind, of_all, &d->a);
	of_b = count_side(b, &d->key, d->kind, of_all, &d->b);
	d->p = d->p_more = 1;
	if (!d->a.messages || !d->b.messages) {
		d->verdict = d->b.messages   ? VERDICT_ONLY_B
			     : d->a.messages ? VERDICT_ONLY_A
					     : VERDICT_NEITHER;
	} else if (run_set_deterministic(a) && run_set_deterministic(b)) {
		count_exactly(d);
	} else {
		d->tested = true;
		d->verdict = VERDICT_NOT_SIGNIFICANT;
		d->p = count_p(d->a, d->b);
		d->p_more = count_p_more(d->a, d->b, slack);
		if (counts_in_bursts(of_a.run, of_a.n, of_b.run, of_b.n))
			count_bursts(d, &of_a, &of_b, slack);
	}
	free(of_a.run);
	free(of_b.run);
}

static void append(struct comparison *c, struct series_key key,
		   enum transport transport_a, int kind)
{
	struct count_difference row = {
		.key = key, .transport_a = transport_a, .kind = kind};

	count_between(&row, c->a, c->b, 0);
	if (!row.a.events && !row.b.events)
		return;
	array_reserve(c->counts, c->n_counts, c->cap_counts);
	c->counts[c->n_counts++] = row;
}

/* All of them are anomalies or errors; transports may reply in any order. */
static const int counters[] = {LC_TIMED_OUT, LC_ERRORS, LC_SEND_FAILED,
			       LC_AGED_OUT, LC_OVERLAPPED};

void compare_counts(struct comparison *c, struct series_key key,
		    enum transport transport_a)
{
	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++)
		append(c, key, transport_a, counters[i]);
	for (int i = 0; i < LA_KINDS; i++)
		/* These have counters. */
		if (i != LA_TIMEOUT && i != LA_SEND_FAILED)
			append(c, key, transport_a, EVENTS_ANOMALY + i);
}

void compare_losses(struct comparison *c)
{
	append(c, (struct series_key){0}, TRANSPORT_UNKNOWN, EVENTS_LOST);
}

size_t counts_count(const struct comparison *c, enum verdict verdict)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_counts; i++)
		n += c->counts[i].verdict == verdict;
	return n;
}
