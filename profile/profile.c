// SPDX-License-Identifier: GPL-2.0-only
#include "profile.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "delta.h"
#include "callers.h"
#include "diag.h"

static void run_free(struct run *run)
{
	for (size_t i = 0; i < run->n_hooks; i++) {
		free(run->hooks[i].name);
		free(run->hooks[i].how);
	}
	free(run->hooks);
	free(run->kernel);
	free(run->arch);
	free(run->host);
	free(run->command);
	free(run->tool);
	free(run->label);
	free(run->vendor);
	free(run->sub_vendor);
	for (size_t i = 0; i < run->n_vendors; i++) {
		free(run->vendors[i].vendor);
		free(run->vendors[i].sub_vendor);
	}
	free(run->vendors);
}

void series_free(struct series *s)
{
	for (int i = 0; i < LC_PHASES; i++)
		hist_free(&s->phase[i]);
}

void profile_free(struct profile *p)
{
	for (size_t i = 0; i < p->n_runs; i++)
		run_free(&p->runs[i]);
	free(p->runs);
	for (size_t i = 0; i < p->n_series; i++)
		series_free(&p->series[i]);
	free(p->series);
	free(p->events);
	free(p->fast);
	callers_free(p->senders);
	resource_names_free(&p->names);
	profile_drop_intervals(p);
	*p = (struct profile){0};
}

void profile_drop_intervals(struct profile *p)
{
	for (size_t i = 0; i < p->n_intervals; i++)
		interval_free(&p->intervals[i]);
	free(p->intervals);
	p->intervals = NULL;
	p->n_intervals = 0;
	p->interval_ns = 0;
}

#define KEY_BYTES 6

int series_key_compare(const struct series_key *a, const struct series_key *b)
{
	/* memcmp() compares the members in order, because they are bytes. */
	int order = memcmp(a, b, KEY_BYTES);

	_Static_assert(offsetof(struct series_key, type) == KEY_BYTES - 1,
		       "series_key has padding");
	return order ? order
		     : (a->resource_plus > b->resource_plus) -
			       (a->resource_plus < b->resource_plus);
}

struct series *profile_append_series(struct profile *p, struct series_key key)
{
	struct series *s;

	array_reserve(p->series, p->n_series, p->cap_series);
	s = &p->series[p->n_series++];
	*s = (struct series){.key = key};
	return s;
}

struct series *profile_series(struct profile *p, struct series_key key)
{
	for (size_t i = 0; i < p->n_series; i++)
		if (!series_key_compare(&p->series[i].key, &key))
			return &p->series[i];
	return profile_append_series(p, key);
}

struct run *profile_add_run(struct profile *p)
{
	array_reserve(p->runs, p->n_runs, p->cap_runs);
	p->runs[p->n_runs] = (struct run){0};
	return &p->runs[p->n_runs++];
}

void run_add_hook(struct run *run, const char *name, const char *how)
{
	run->hooks = xreallocarray(run->hooks, run->n_hooks + 1,
				   sizeof(*run->hooks));
	run->hooks[run->n_hooks++] = (struct hook){xstrdup(name), xstrdup(how)};
}

void run_add_vendor(struct run *run, uint8_t instance, const char *vendor,
		    const char *sub_vendor)
{
	size_t i = run->n_vendors++;

	run->vendors = xreallocarray(run->vendors, run->n_vendors,
				     sizeof(*run->vendors));
	while (i && run->vendors[i - 1].instance > instance) {
		run->vendors[i] = run->vendors[i - 1];
		i--;
	}
	run->vendors[i] =
		(struct instance_vendor){.instance = instance,
					 .vendor = xstrdup(vendor),
					 .sub_vendor = xstrdup(sub_vendor)};
}

void profile_add_event(struct profile *p, const struct anomaly_event *event)
{
	if (!p->events)
		p->events = xcalloc(PROFILE_EVENTS, sizeof(*p->events));
	if (p->n_events == PROFILE_EVENTS)
		memmove(p->events, p->events + 1,
			--p->n_events * sizeof(*p->events));
	p->events[p->n_events++] = *event;
}

static int compare_to_series(const void *key, const void *series)
{
	return series_key_compare(key, &((const struct series *)series)->key);
}

static void count_add(uint64_t *count, uint64_t n)
{
	sum_add(count, n);
	if (*count > PROFILE_COUNT_MAX)
		*count = PROFILE_COUNT_MAX;
}

void profile_lose(struct profile *p, enum lost_cause cause, uint64_t n)
{
	count_add(&p->lost[cause], n);
}

static int compare_series(const void *a, const void *b)
{
	return compare_to_series(&((const struct series *)a)->key, b);
}

const struct series *profile_find(const struct profile *p,
				  const struct series_key *key)
{
	return p->n_series ? bsearch(key, p->series, p->n_series,
				     sizeof(*p->series), compare_to_series)
			   : NULL;
}

void profile_sort(struct profile *p)
{
	if (p->n_series)
		qsort(p->series, p->n_series, sizeof(*p->series),
		      compare_series);
}

static void merge_run(struct profile *dst, const struct run *src)
{
	struct run *run = profile_add_run(dst);

	*run = *src;
	run->kernel = xstrdup(src->kernel);
	run->arch = xstrdup(src->arch);
	run->host = xstrdup(src->host);
	run->command = xstrdup(src->command);
	run->tool = xstrdup(src->tool);
	run->label = xstrdup(src->label);
	run->vendor = xstrdup(src->vendor);
	run->sub_vendor = xstrdup(src->sub_vendor);
	run->vendors = NULL;
	run->n_vendors = 0;
	for (size_t i = 0; i < src->n_vendors; i++)
		run_add_vendor(run, src->vendors[i].instance,
			       src->vendors[i].vendor,
			       src->vendors[i].sub_vendor);
	run->hooks = NULL;
	run->n_hooks = 0;
	for (size_t i = 0; i < src->n_hooks; i++)
		run_add_hook(run, src->hooks[i].name, src->hooks[i].how);
}

static void add_series(struct series *dst, const struct series *src)
{
	sum_add_all(dst->counter, src->counter, LC_COUNTERS);
	sum_add_all(dst->anomaly, src->anomaly, LA_KINDS);
	sum_add_all(dst->status, src->status, LC_STATUSES);
	sum_add(&dst->in_flight, src->in_flight);
	for (int i = 0; i < LC_PHASES; i++)
		hist_merge(&dst->phase[i], &src->phase[i]);
}

/* Searches the sorted @dst, because both can have thousands of series. */
void profile_add_counts(struct profile *dst, const struct profile *src)
{
	const size_t n = dst->n_series;

	profile_sort(dst);
	for (size_t i = 0; i < src->n_series; i++) {
		const struct series *from = &src->series[i];
		struct series *to = NULL;

		if (n)
			to = bsearch(&from->key, dst->series, n, sizeof(*to),
				     compare_to_series);
		if (!to)
			to = profile_append_series(dst, from->key);
		add_series(to, from);
	}
	profile_sort(dst);
	for (int i = 0; i < LOST_CAUSES; i++)
		profile_lose(dst, i, src->lost[i]);
	for (int i = 0; i < LC_GAPS; i++)
		count_add(&dst->gap[i], src->gap[i]);
	count_add(&dst->untracked, src->untracked);
	count_add(&dst->unparsed_lines, src->unparsed_lines);
}

void profile_fold(struct profile *p)
{
	size_t n = 0;

	profile_drop_intervals(p);
	profile_sort(p);
	for (size_t i = 0; i < p->n_series; i++) {
		struct series *s = &p->series[i];

		if (!n || series_key_compare(&p->series[n - 1].key, &s->key)) {
			p->series[n++] = *s;
			continue;
		}
		add_series(&p->series[n - 1], s);
		series_free(s);
	}
	p->n_series = n;
}

bool profile_has_resources(const struct profile *p)
{
	for (size_t i = 0; i < p->n_series; i++)
		if (p->series[i].key.resource_plus)
			return true;
	return false;
}

/* Adds up the senders of each message's resources. */
static void sum_senders(struct profile *p)
{
	struct callers *parts = p->senders;

	if (!parts)
		return;
	p->senders = NULL;
	for (size_t i = 0; i < parts->n_callers; i++)
		parts->callers[i].key.resource_plus = 0;
	for (size_t i = 0; i < parts->n_holders; i++) {
		parts->holders[i].waiter.resource_plus = 0;
		parts->holders[i].holder.resource_plus = 0;
	}
	for (size_t i = 0; i < parts->n_slowest; i++)
		parts->slowest[i].key.resource_plus = 0;
	callers_merge(profile_callers(p), parts);
	callers_free(parts);
}

/* Those of one message follow each other, so the order stays. */
void profile_sum_resources(struct profile *p)
{
	uint32_t *index;
	size_t n = 0;

	if (!profile_has_resources(p))
		return;
	sum_senders(p);
	index = xcalloc(p->n_series, sizeof(*index));
	for (size_t i = 0; i < p->n_series; i++) {
		struct series *s = &p->series[i];

		s->key.resource_plus = 0;
		if (n && !series_key_compare(&p->series[n - 1].key, &s->key)) {
			add_series(&p->series[n - 1], s);
			series_free(s);
		} else {
			p->series[n++] = *s;
		}
		index[i] = (uint32_t)(n - 1);
	}
	p->n_series = n;
	for (size_t i = 0; i < p->n_intervals; i++) {
		struct interval *in = &p->intervals[i];

		for (size_t g = 0; g < in->n_deltas; g++)
			in->delta[g].series = index[in->delta[g].series];
		interval_sort(in);
	}
	free(index);
}

static void merge_names(struct profile *dst, const struct profile *src)
{
	size_t lost = 0;

	for (size_t i = 0; i < src->names.n; i++)
		lost += !resource_names_add(&dst->names, &src->names.name[i]);
	if (lost)
		diag_warning("%zu names of resources are left out: a profile "
			     "has at most %d",
			     lost, PROFILE_RESOURCE_NAMES);
}

void profile_merge(struct profile *dst, const struct profile *src)
{
	profile_drop_intervals(dst);
	for (size_t i = 0; i < src->n_runs; i++)
		merge_run(dst, &src->runs[i]);
	profile_add_counts(dst, src);
	for (size_t i = 0; i < src->n_events; i++)
		profile_add_event(dst, &src->events[i]);
	for (size_t i = 0; i < src->n_fast; i++)
		if (!profile_add_fast(dst, &src->fast[i]))
			count_add(&dst->gap[LC_GAP_FAST_CHANNEL],
				  src->fast[i].calls);
	if (src->senders)
		callers_merge(profile_callers(dst), src->senders);
	merge_names(dst, src);
}

uint64_t series_anomalies(const struct series *s)
{
	return sum_of_all(s->anomaly, LA_KINDS);
}

uint64_t profile_total(const struct profile *p, enum lc_counter counter)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->n_series; i++)
		sum_add(&sum, p->series[i].counter[counter]);
	return sum;
}

uint64_t series_messages(const struct series *s)
{
	return sum_of(s->counter[LC_BEGUN], s->counter[LC_NOTIFIED]);
}

uint64_t series_time_ns(const struct series *s)
{
	return sum_of(s->phase[LC_TOTAL].sum, s->phase[LC_TIMEOUT].sum);
}

uint64_t profile_time_ns(const struct profile *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->n_series; i++)
		sum_add(&sum, series_time_ns(&p->series[i]));
	return sum;
}

uint64_t profile_errors(const struct profile *p, enum lc_status status)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->n_series; i++)
		sum_add(&sum, p->series[i].status[status]);
	return sum;
}

uint64_t profile_anomalies(const struct profile *p, enum lc_anomaly kind)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->n_series; i++)
		sum_add(&sum, p->series[i].anomaly[kind]);
	return sum;
}

uint64_t profile_in_flight(const struct profile *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->n_series; i++)
		sum_add(&sum, p->series[i].in_flight);
	return sum;
}

uint64_t profile_lost(const struct profile *p)
{
	return sum_of_all(p->lost, LOST_CAUSES);
}

uint64_t profile_missing(const struct profile *p)
{
	return sum_of(profile_lost(p), p->unparsed_lines);
}
