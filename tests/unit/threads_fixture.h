/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs functions of the life cycle in two threads, in parallel or in turns. In
 * turns, only one thread runs. It stops at a random access to memory that both
 * use, and the other one goes on. So threads collide often and in a way that is
 * the same on each machine, however busy it is.
 */
#ifndef SCMI_PERF_THREADS_FIXTURE_H
#define SCMI_PERF_THREADS_FIXTURE_H

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"

static inline void race_point(void);

#define LC_READ(member) \
	(race_point(), __atomic_load_n(&(member), __ATOMIC_RELAXED))
#define __sync_val_compare_and_swap(where, old, new) \
	(race_point(), __sync_val_compare_and_swap(where, old, new))
#define __sync_fetch_and_add(where, n) \
	(race_point(), __sync_fetch_and_add(where, n))

#include "delayed_response.h"

static struct lc_slot table[LC_SLOTS];

static struct {
	sem_t turn[2];
	bool in_turns;
	bool alone;	     /* the other thread has ended */
	unsigned int random; /* state of rand_r() */
	unsigned int stop, failures;
} race;

static __thread int own_turn; /* index of the thread's semaphore */

static inline void race_point(void)
{
	if (!race.in_turns || race.alone || rand_r(&race.random) % 4)
		return;
	sem_post(&race.turn[!own_turn]);
	sem_wait(&race.turn[own_turn]);
}

static inline bool stopped(void)
{
	return __atomic_load_n(&race.stop, __ATOMIC_ACQUIRE);
}

static inline bool failed(void)
{
	return __atomic_load_n(&race.failures, __ATOMIC_RELAXED);
}

/* For any thread; assertions of cmocka end the main thread only. */
#define REQUIRE(condition)                                                    \
	do {                                                                  \
		if (!(condition) &&                                           \
		    !__atomic_fetch_add(&race.failures, 1, __ATOMIC_RELAXED)) \
			print_error("%s:%d: %s\n", __FILE__, __LINE__,        \
				    #condition);                              \
	} while (0)

struct racer {
	void (*run)(void);
	int turn;
};

static inline void *run_racer(void *arg)
{
	const struct racer *racer = arg;

	own_turn = racer->turn;
	if (race.in_turns)
		sem_wait(&race.turn[own_turn]);
	racer->run();
	if (own_turn == 0)
		__atomic_store_n(&race.stop, 1, __ATOMIC_RELEASE);
	if (race.in_turns) {
		race.alone = true;
		sem_post(&race.turn[!own_turn]);
	}
	return NULL;
}

/*
 * Runs both at once; stopped() is true for the second when the first has
 * returned.
 */
static inline void run_both(void (*first)(void), void (*second)(void),
			    bool in_turns)
{
	struct racer racer[2] = {{first, 0}, {second, 1}};
	pthread_t thread[2];

	memset(&race, 0, sizeof(race));
	race.in_turns = in_turns;
	sem_init(&race.turn[0], 0, 1);
	sem_init(&race.turn[1], 0, 0);
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, run_racer, &racer[i]),
			0);
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	assert_int_equal(race.failures, 0);
}

/* Series 1; the token is in the low bits of the id. */
static inline int begin(uint32_t id, uint32_t instance, uint64_t now,
			struct lc_displaced *displaced)
{
	const struct lc_start start = {.tag = lc_tag_of(id, 1, instance),
				       .waits_seen = true,
				       .hooked = true};

	return lc_begin(table, lc_home(table, id), &start, now, displaced);
}

static inline struct lc_slot *find(uint32_t id, __u64 *tag)
{
	return lc_find(table, id, id, tag);
}

/* If it was found, but lost to another thread, the tag is not 0. */
static inline bool end(uint32_t id, uint64_t now, struct lc_stamps *at)
{
	*at = (struct lc_stamps){0};
	return lc_remove(table, id, id, true, true, now, at);
}

#endif
