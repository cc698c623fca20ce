/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds recordings that were given twice: one recording is one run, and a copy of
 * it would make a chance difference look certain. Two are the same if their
 * figures and descriptions are equal, or if host, start, command and length are. The
 * name of an imported log does not matter; in a merged file, its time stamps identify
 * it.
 * Deterministic recordings are equal by nature and may be given twice.
 */
#ifndef SCMI_PERF_RECORDINGS_H
#define SCMI_PERF_RECORDINGS_H

#include "run_set.h"

struct recordings {
	struct recording_id *list;
	size_t n, cap;
	size_t files; /* that were added */
};

/* @path is used until recordings_check(). */
void recordings_add(struct recordings *r, const struct profile *p,
		    const char *path);

void recordings_free(struct recordings *r);

/* Frees @r. Returns 0, or -EEXIST, reported, if two of them are the same. */
int recordings_check(struct recordings *r);

/* The same for all files of @a and @b, which may be NULL. */
int recordings_check_sets(const struct run_set *a, const struct run_set *b);

#endif
