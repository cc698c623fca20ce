// SPDX-License-Identifier: GPL-2.0-only
#include "recordings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "diag.h"

/* A file, or one of its runs. */
struct recording_id {
	uint64_t hash;
	size_t order; /* in which they were added */
	const char *path;
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

static void hash_run(uint64_t *hash, const struct run *run)
{
	hash_numbers(hash, &run->start_unix_s, 1);
	hash_numbers(hash, &run->duration_ns, 1);
	hash_text(hash, run->host);
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

static void add(struct recordings *r, uint64_t hash, const char *path)
{
	array_reserve(r->list, r->n, r->cap);
	r->list[r->n] = (struct recording_id){hash, r->n, path};
	r->n++;
}

void recordings_add(struct recordings *r, const struct profile *p,
		    const char *path)
{
	/* Any start; those of files and runs differ. */
	uint64_t all = 1;
	bool deterministic = true;

	/* Without figures, nothing counts twice. */
	if (!p->n_series)
		return;
	for (size_t i = 0; i < p->n_runs; i++) {
		const struct run *run = &p->runs[i];
		uint64_t hash = 2;

		hash_run(&all, run);
		deterministic &= run->deterministic;
		hash_run(&hash, run);
		if (!run->deterministic && run->start_unix_s)
			add(r, hash, path);
	}
	for (size_t i = 0; i < p->n_series; i++)
		hash_series(&all, &p->series[i]);
	hash_numbers(&all, p->lost, LOST_CAUSES);
	if (!deterministic)
		add(r, all, path);
}

static int by_hash(const void *a, const void *b)
{
	const struct recording_id *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void report(const struct recording_id *first,
		   const struct recording_id *second)
{
	if (first->path == second->path)
		diag_error("%s: the same recording is in it twice",
			   first->path);
	else
		diag_error("%s and %s are the same recording", first->path,
			   second->path);
	diag_hint("give each recording once: it counts as one run");
}

void recordings_free(struct recordings *r)
{
	free(r->list);
	*r = (struct recordings){0};
}

int recordings_check(struct recordings *r)
{
	const struct recording_id *found = NULL;

	if (r->n)
		qsort(r->list, r->n, sizeof(*r->list), by_hash);
	for (size_t i = 1; i < r->n; i++)
		if (r->list[i - 1].hash == r->list[i].hash &&
		    (!found || r->list[i].order < found->order))
			found = &r->list[i];
	if (found)
		report(found - 1, found);
	recordings_free(r);
	return found ? -EEXIST : 0;
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
