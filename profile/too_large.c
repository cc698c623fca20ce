// SPDX-License-Identifier: GPL-2.0-only
#include "too_large.h"

#include <inttypes.h>
#include <stdlib.h>

#include "alloc.h"
#include "callers.h"
#include "diag.h"
#include "names.h"
#include "profile_json.h"

/* Call stacks of this length leave half of a file for what refers to them. */
#define STACK_BYTES (PROFILE_JSON_MAX / 2)

/* A count that no file can have. */
struct large_count {
	const char *name; /* NULL: there is none */
	uint64_t value;
};

static bool is_large(struct large_count *c, const char *name, uint64_t value)
{
	if (value <= PROFILE_COUNT_MAX)
		return false;
	*c = (struct large_count){name, value};
	return true;
}

static bool any_is_large(struct large_count *c, const char *const *names,
			 const uint64_t *count, int n)
{
	for (int i = 0; i < n; i++)
		if (is_large(c, names[i], count[i]))
			return true;
	return false;
}

static bool bucket_is_large(struct large_count *c, const struct hist *h)
{
	for (uint32_t i = 0; i < h->n_buckets; i++)
		if (is_large(c, "number of transfers in a bucket",
			     h->bucket[i].n))
			return true;
	return false;
}

static bool series_is_large(struct large_count *c, const struct series *s)
{
	if (any_is_large(c, counter_names, s->counter, LC_COUNTERS) ||
	    any_is_large(c, anomaly_names, s->anomaly, LA_KINDS) ||
	    any_is_large(c, status_names, s->status, LC_STATUSES) ||
	    is_large(c, "in_flight", s->in_flight))
		return true;
	for (int i = 0; i < LC_PHASES; i++)
		if (is_large(c, phase_names[i], s->phase[i].count))
			return true;
	return false;
}

static bool fast_is_large(struct large_count *c, const struct fast_channel *f)
{
	return is_large(c, "number of fast calls", f->calls) ||
	       is_large(c, "number of periods", f->periods);
}

static bool caller_is_large(struct large_count *c,
			    const struct message_caller *caller)
{
	return is_large(c, "completed", caller->completed) ||
	       is_large(c, "timed_out", caller->timed_out) ||
	       bucket_is_large(c, &caller->latency);
}

static bool holder_is_large(struct large_count *c,
			    const struct message_holder *h)
{
	return is_large(c, "number of waits", h->count);
}

static bool use_is_large(struct large_count *c, const struct channel_load *u)
{
	if (is_large(c, "begun", u->begun) || is_large(c, "max", u->max))
		return true;
	for (int i = 0; i < LC_LEVELS; i++)
		if (is_large(c, "number of starts at a level", u->level[i]))
			return true;
	return false;
}

/* Frees @what. */
static void report(const char *file, char *what, const struct large_count *c)
{
	diag_warning("%s: without %s: its %s of %" PRIu64
		     " is more than a profile can have",
		     file, what, c->name, c->value);
	free(what);
}

static char *name_series(const struct series_key *key)
{
	char title[KEY_TITLE_LEN];

	return xstrdup(key_title(key, title));
}

static void remove_series(struct profile *p, const char *file)
{
	const size_t before = p->n_series;

	p->n_series = 0;
	for (size_t i = 0; i < before; i++) {
		struct series *s = &p->series[i];
		struct large_count c;

		if (!series_is_large(&c, s)) {
			p->series[p->n_series++] = *s;
			continue;
		}
		report(file, name_series(&s->key), &c);
		series_free(s);
	}
	if (p->n_series != before)
		profile_drop_intervals(p);
}

static void remove_fast(struct profile *p, const char *file)
{
	const size_t before = p->n_fast;

	p->n_fast = 0;
	for (size_t i = 0; i < before; i++) {
		const struct fast_channel f = p->fast[i];
		const struct series_key key = {.protocol = f.protocol,
					       .message = f.message};
		struct large_count c;

		if (fast_is_large(&c, &f))
			report(file, name_series(&key), &c);
		else
			p->fast[p->n_fast++] = f;
	}
}

static const char *task_name(const char *comm)
{
	return *comm ? comm : "(unknown)";
}

static void remove_callers(struct callers *s, const char *file)
{
	const size_t before = s->n_callers;
	char title[KEY_TITLE_LEN];

	s->n_callers = 0;
	for (size_t i = 0; i < before; i++) {
		struct message_caller *caller = &s->callers[i];
		struct large_count c;

		if (!caller_is_large(&c, caller)) {
			s->callers[s->n_callers++] = *caller;
			continue;
		}
		report(file,
		       xasprintf("the caller %s of %s", task_name(caller->comm),
				 key_title(&caller->key, title)),
		       &c);
		callers_lose(&s->lost_callers,
			     sum_of(caller->completed, caller->timed_out));
		hist_free(&caller->latency);
	}
}

static void remove_holders(struct callers *s, const char *file)
{
	const size_t before = s->n_holders;
	char waiter[KEY_TITLE_LEN], holder[KEY_TITLE_LEN];

	s->n_holders = 0;
	for (size_t i = 0; i < before; i++) {
		const struct message_holder h = s->holders[i];
		struct large_count c;

		if (!holder_is_large(&c, &h)) {
			s->holders[s->n_holders++] = h;
			continue;
		}
		report(file,
		       xasprintf("the waits of %s of %s for %s of %s",
				 key_title(&h.waiter, waiter),
				 task_name(h.waiter_comm),
				 key_title(&h.holder, holder),
				 task_name(h.holder_comm)),
		       &c);
		callers_lose(&s->lost_holders, h.count);
	}
}

static void remove_uses(struct callers *s, const char *file)
{
	const size_t before = s->n_uses;

	s->n_uses = 0;
	for (size_t i = 0; i < before; i++) {
		const struct channel_load u = s->uses[i];
		struct large_count c;

		if (use_is_large(&c, &u))
			report(file,
			       xasprintf("the transfers in flight on channel "
					 "%u of %s, instance %u",
					 u.channel,
					 transport_names[u.transport],
					 u.instance),
			       &c);
		else
			s->uses[s->n_uses++] = u;
	}
}

void remove_too_large(struct profile *p, const char *file)
{
	remove_fast(p, file);
	remove_series(p, file);
	if (!p->senders)
		return;
	remove_callers(p->senders, file);
	remove_holders(p->senders, file);
	remove_uses(p->senders, file);
}

bool remove_long_stacks(struct profile *p, const char *file)
{
	const size_t n =
		p->senders ? callers_limit_stacks(p->senders, STACK_BYTES) : 0;

	if (n)
		diag_warning("%s: without %zu of the call stacks, those with "
			     "the least time: all are more than a file can "
			     "have",
			     file, n);
	return n;
}
