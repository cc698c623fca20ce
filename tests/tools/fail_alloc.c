// SPDX-License-Identifier: GPL-2.0-only
/*
 * For LD_PRELOAD: the allocation number FAIL_AT fails, counted from 1, and with
 * FAIL_ALL set all later ones, too. Without FAIL_AT, none fails, and the numbers of
 * allocations, of the process and of those that it forks, are written to file
 * descriptor 9 at the end. With FAIL_FORKED set, FAIL_AT counts those of the forked
 * processes, and the first process has all its memory. Without, a forked process fails
 * only after the first one has, with FAIL_ALL.
 */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

/* Of the first process, and of those that it has forked: memory that they share. */
static unsigned long *count;
static unsigned long fail_at;
static bool fail_all, fail_forked, is_forked;

static bool fails(void)
{
	const unsigned long n =
		__atomic_add_fetch(&count[is_forked], 1, __ATOMIC_RELAXED);
	bool failed = n == fail_at || (fail_all && n > fail_at);

	if (is_forked && !fail_forked)
		failed = fail_all && count[false] >= fail_at;
	if (!fail_at || !failed || (!is_forked && fail_forked))
		return false;
	errno = ENOMEM;
	return true;
}

static void note_fork(void)
{
	is_forked = true;
}

__attribute__((constructor)) static void start(void)
{
	const char *at = getenv("FAIL_AT");
	void *shared = mmap(NULL, 2 * sizeof(*count), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED)
		abort();
	fail_at = at ? strtoul(at, NULL, 10) : 0;
	fail_all = getenv("FAIL_ALL");
	fail_forked = getenv("FAIL_FORKED");
	pthread_atfork(NULL, NULL, note_fork);
	/* Other programs that this one runs are not tested. */
	unsetenv("LD_PRELOAD");
	count = shared;
}

__attribute__((destructor)) static void end(void)
{
	if (!fail_at)
		dprintf(9, "%lu %lu\n", count[false], count[true]);
}

void *malloc(size_t size)
{
	return count && fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return count && fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return count && fails() ? NULL : __libc_realloc(old, size);
}
