// SPDX-License-Identifier: GPL-2.0-only
#include "recordings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "callers.h"
#include "diag.h"

/* A file, or one of its runs. */
struct recording_id {
	uint64_t hash;
	size_t order; /* in which they were added */
	size_t file;  /* which of the files, from 0 */
	const char *path;
	/*
	 * Of a log, by its time stamps alone. Logs with equal ones can differ in their
	 * figures, which decide unless a merge has added them to others.
	 */
	bool by_stamps;
	bool merged; /* the file has several runs */
};

/* FNV-1a */
static void hash_bytes(uint64_t *hash, const void *data, size_t len)
{
	const unsigned char *byte = data;

	for (size_t i = 0; i < len; i++)
		*hash = (*hash ^ byte[i]) * 0x100000001b3;
}

static void hash_numbers(uint64_t *hash, const uint64_t *number, size_t n)
{
	hash_bytes(hash, number, n * sizeof(*number));
}

static void hash_text(uint64_t *hash, const char *text)
{
	if (text)
		hash_bytes(hash, text, strlen(text) + 1);
}

/* The command of a log is its path, which is not part of what it is. */
static bool is_log(const struct run *run)
{
	return run->source == SOURCE_FTRACE || run->source == SOURCE_BOOT;
}

static void hash_run(uint64_t *hash, const struct run *run)
{
	hash_numbers(hash, &run->start_unix_s, 1);
	hash_numbers(hash, &run->duration_ns, 1);
	hash_text(hash, run->host);
	if (is_log(run))
		hash_numbers(hash, &run->log_start_ns, 1);
	else
		hash_text(hash, run->command);
}

static void hash_phase(uint64_t *hash, const struct hist *h)
{
	const uint64_t sums[] = {h->count, h->sum, h->min, h->max};

	hash_numbers(hash, sums, h->count ? 4 : 1);
	for (uint32_t i = 0; i < h->n_buckets; i++) {
		const uint64_t bucket[] = {h->bucket[i].index, h->bucket[i].n};

		hash_numbers(hash, bucket, 2);
	}
}

static void hash_series(uint64_t *hash, const struct series *s)
{
	hash_bytes(hash, &s->key, sizeof(s->key));
	hash_numbers(hash, s->counter, LC_COUNTERS);
	hash_numbers(hash, s->anomaly, LA_KINDS);
	for (int i = 0; i < LC_PHASES; i++)
		hash_phase(hash, &s->phase[i]);
}

/* Those of resources are added up: one log can be imported with and without them. */
static void hash_all_series(uint64_t *hash, const struct profile *p)
{
	struct profile sum = {0};

	if (profile_has_resources(p)) {
		profile_add_counts(&sum, p);
		profile_sum_resources(&sum);
		p = &sum;
	}
	for (size_t i = 0; i < p->n_series; i++)
		hash_series(hash, &p->series[i]);
	profile_free(&sum);
}

static void hash_fast(uint64_t *hash, const struct fast_channel *f)
{
	const uint64_t figures[] = {
		f->protocol,	  f->message,	   f->domain,  f->value[0],
		f->value[1],	  f->calls,	   f->periods, f->period_sum_ns,
		f->period_min_ns, f->period_max_ns};

	hash_numbers(hash, figures, sizeof(figures) / sizeof(figures[0]));
}

static void hash_figures(uint64_t *hash, const struct profile *p)
{
	hash_all_series(hash, p);
	for (size_t i = 0; i < p->n_fast; i++)
		hash_fast(hash, &p->fast[i]);
	hash_numbers(hash, p->lost, LOST_CAUSES);
	hash_numbers(hash, p->gap, LC_GAPS);
	hash_numbers(hash, &p->untracked, 1);
	hash_numbers(hash, &p->unparsed_lines, 1);
}

static void hash_slow(uint64_t *hash, const struct slow_transfer *t)
{
	const uint64_t figures[] = {t->time_ns, t->stamp_ns, t->total_ns,
				    t->token, t->pid};

	hash_numbers(hash, figures, sizeof(figures) / sizeof(figures[0]));
	hash_text(hash, t->comm);
}

/*
 * Two short logs can look alike, but have other tasks or, in several parts without a
 * common start, other time stamps.
 */
static void hash_examples(uint64_t *hash, const struct profile *p)
{
	for (size_t i = 0; i < p->n_events; i++)
		hash_numbers(hash, &p->events[i].stamp_ns, 1);
	for (size_t i = 0; p->senders && i < p->senders->n_slowest; i++)
		hash_slow(hash, &p->senders->slowest[i]);
}

static bool has_senders(const struct callers *s)
{
	return s && (s->n_callers || s->n_holders || s->n_uses ||
		     s->n_slowest || s->lost_callers || s->lost_holders);
}

static bool has_figures(const struct profile *p)
{
	return p->n_series || p->n_fast || profile_missing(p) || p->untracked ||
	       sum_of_all(p->gap, LC_GAPS) || has_senders(p->senders);
}

static void add(struct recordings *r, uint64_t hash, const char *path)
{
	array_reserve(r->list, r->n, r->cap);
	r->list[r->n] = (struct recording_id){
		.hash = hash, .order = r->n, .file = r->files, .path = path};
	r->n++;
}

static void add_run(struct recordings *r, const struct run *run,
		    const char *path, bool merged)
{
	/* Any start; those of files, runs and logs differ. */
	uint64_t hash = is_log(run) ? 3 : 2;

	if (run->deterministic || !(run->start_unix_s | run->log_start_ns))
		return;
	hash_run(&hash, run);
	add(r, hash, path);
	r->list[r->n - 1].by_stamps = is_log(run);
	r->list[r->n - 1].merged = merged;
}

void recordings_add(struct recordings *r, const struct profile *p,
		    const char *path)
{
	uint64_t all = 1;
	bool deterministic = true;

	/* Without figures, nothing counts twice. */
	if (!has_figures(p))
		return;
	for (size_t i = 0; i < p->n_runs; i++) {
		hash_run(&all, &p->runs[i]);
		deterministic &= p->runs[i].deterministic;
		add_run(r, &p->runs[i], path, p->n_runs > 1);
	}
	hash_figures(&all, p);
	hash_examples(&all, p);
	if (!deterministic)
		add(r, all, path);
	r->files++;
}

/* Those of merged files are the first ones of their hash. */
static int by_hash(const void *a, const void *b)
{
	const struct recording_id *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->merged != y->merged)
		return x->merged ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* Returns true if both are one recording; @first is the first of its hash. */
static bool are_same(const struct recording_id *first,
		     const struct recording_id *second)
{
	if (!first->by_stamps)
		return true;
	return first->merged && first->file != second->file;
}

static void report(const struct recording_id *first,
		   const struct recording_id *second)
{
	if (first->order > second->order)
		report(second, first);
	else if (first->path == second->path)
		diag_error("%s: the same recording is in it twice",
			   first->path);
	else
		diag_error("%s and %s are the same recording", first->path,
			   second->path);
}

void recordings_free(struct recordings *r)
{
	free(r->list);
	*r = (struct recordings){0};
}

int recordings_check(struct recordings *r)
{
	const struct recording_id *first = r->list, *pair[2] = {NULL, NULL};

	if (r->n)
		qsort(r->list, r->n, sizeof(*r->list), by_hash);
	for (size_t i = 1; i < r->n; i++) {
		const struct recording_id *id = &r->list[i];

		if (id->hash != first->hash)
			first = id;
		else if (are_same(first, id) &&
			 (!pair[1] || id->order < pair[1]->order)) {
			pair[0] = first;
			pair[1] = id;
		}
	}
	if (pair[1]) {
		report(pair[0], pair[1]);
		diag_hint("give each recording once: it counts as one run");
	}
	recordings_free(r);
	return pair[1] ? -EEXIST : 0;
}

static void add_set(struct recordings *r, const struct run_set *set)
{
	for (size_t i = 0; set && i < set->n; i++)
		recordings_add(r, &set->profile[i], set->path[i]);
}

int recordings_check_sets(const struct run_set *a, const struct run_set *b)
{
	struct recordings r = {0};

	add_set(&r, a);
	add_set(&r, b);
	return recordings_check(&r);
}
