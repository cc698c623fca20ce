// SPDX-License-Identifier: GPL-2.0-only
#include "confirm.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "alloc.h"
#include "diag.h"
#include "run_command.h"

/* A write changes the ctime of a file or replaces the file. */
static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Reports what the command has to do; returns -EINVAL. */
static int not_new(const char *command, const char *path, const char *fault)
{
	diag_error("--confirm '%s' %s %s", command, fault, path);
	diag_hint("it must record all runs again, and those of the baseline");
	return -EINVAL;
}

static int stat_all(struct stat *at, char *const *paths, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (stat(paths[i], &at[i])) {
			diag_error("--confirm: %s: %s", paths[i],
				   strerror(errno));
			return -EINVAL;
		}
	return 0;
}

int confirm_record(const char *command, char *const *paths, size_t n)
{
	struct stat *before = xcalloc(n, sizeof(*before)), after;
	int err = stat_all(before, paths, n);

	if (!err)
		err = run_with_sh("--confirm", command);
	for (size_t i = 0; i < n && !err; i++)
		if (!stat(paths[i], &after) && same_file(&before[i], &after))
			err = not_new(command, paths[i], "did not write");
	free(before);
	return err;
}

/* Only the clock of a machine with a clock orders its recordings. */
static bool has_start(const struct run *run)
{
	return run->start_unix_s && !run->deterministic;
}

static const struct run *latest(const struct run_set *set,
				const struct run *latest)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct profile *p = &set->profile[i];

		for (size_t k = 0; k < p->n_runs; k++)
			if (has_start(&p->runs[k]) &&
			    (!latest ||
			     p->runs[k].start_unix_s > latest->start_unix_s))
				latest = &p->runs[k];
	}
	return latest;
}

/* A start has seconds only; copies of the latest recording have its length, too. */
static bool is_later(const struct run *run, const struct run *latest)
{
	if (!has_start(run) || !latest ||
	    run->start_unix_s > latest->start_unix_s)
		return true;
	return run->start_unix_s == latest->start_unix_s &&
	       run->duration_ns != latest->duration_ns;
}

int confirm_check_new(const char *command, const struct run_set *const first[2],
		      const struct run_set *again)
{
	const struct run *last = latest(first[1], latest(first[0], NULL));

	for (size_t i = 0; i < again->n; i++) {
		const struct profile *p = &again->profile[i];

		for (size_t k = 0; k < p->n_runs; k++)
			if (!is_later(&p->runs[k], last))
				return not_new(command, again->path[i],
					       "wrote an earlier recording to");
	}
	return 0;
}
