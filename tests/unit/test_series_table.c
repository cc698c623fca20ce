// SPDX-License-Identifier: GPL-2.0-only
/* The BPF programs' table of series, when it is full or used by threads. */
#include <stdlib.h>
#include <pthread.h>

#include "unit_test.h"
#include "maps.h"

static struct rec_series *table;

static int set_up(void **state)
{
	table = calloc(REC_SERIES, sizeof(*table));
	return !table;
}

static int tear_down(void **state)
{
	free(table);
	return 0;
}

/* Returns the @n-th of the keys whose first slot is @home. */
static __u64 key_at(__u32 home, unsigned int n)
{
	__u64 key = REC_KEY_USED;

	while (rec_home(key) != home || n--)
		key++;
	return key;
}

static void test_full(void **state)
{
	const __u32 home = REC_SERIES - 2; /* so that probing wraps around */

	for (unsigned int n = 0; n < REC_SERIES_PROBES; n++)
		assert_int_equal(rec_find_series(table, key_at(home, n)),
				 (home + n) % REC_SERIES);
	assert_int_equal(
		rec_find_series(table, key_at(home, REC_SERIES_PROBES)),
		SERIES_FULL);
	/* Known keys are still found; the slot after the last one is free. */
	assert_int_equal(rec_find_series(table, key_at(home, 3)), 1);
	assert_int_equal(rec_find_series(table, key_at(home + 1, 0)),
			 (home + REC_SERIES_PROBES) % REC_SERIES);
}

static void test_every_slot(void **state)
{
	unsigned int found = 0;

	for (__u32 home = 0; home < REC_SERIES; home++)
		found += rec_find_series(table, key_at(home, 0)) == (int)home;
	assert_int_equal(found, REC_SERIES);
	assert_int_equal(rec_find_series(table, key_at(5, 1)), SERIES_FULL);
}

/* A message about many resources fills the table, not only the slots of its own. */
static void test_resources(void **state)
{
	const __u64 key = rec_key(1, 0x14, 6);
	unsigned int found = 0;

	assert_int_equal(rec_home_of_resource(key), rec_home(key));
	for (__u32 id = 0; id < REC_SERIES / 2; id++)
		found += rec_find_series(table, rec_key_of_resource(key, id)) >=
			 0;
	assert_int_equal(found, REC_SERIES / 2);
	assert_int_equal(rec_key_resource(rec_key_of_resource(key, 7)), 8);
	/* An id without room for it in a key. */
	assert_int_equal(rec_key_of_resource(key, 0xffffffff), key);
}

#define THREADS 16
#define ROUNDS	200
#define KEYS	(2 * REC_SERIES_PROBES)

/* All have the same first slot. Half of them do not find a free slot. */
static __u64 keys[KEYS];

/* Counts each key in its slot. Returns the number of those without a slot. */
static void *count_keys(void *unused)
{
	uintptr_t lost = 0;

	for (unsigned int i = 0; i < ROUNDS * KEYS; i++) {
		const __u64 key = keys[i * 7 % KEYS];
		const int at = rec_find_series(table, key);

		if (at < 0) {
			lost++;
			continue;
		}
		if (table[at].key != key)
			return (void *)UINTPTR_MAX;
		__sync_fetch_and_add(&table[at].counter[0], 1);
	}
	return (void *)lost;
}

static void test_threads(void **state)
{
	pthread_t thread[THREADS];
	uint64_t counted = 0, lost = 0;

	for (unsigned int n = 0; n < KEYS; n++)
		keys[n] = key_at(7, n);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, count_keys, NULL), 0);
	for (int i = 0; i < THREADS; i++) {
		void *result;

		pthread_join(thread[i], &result);
		assert_int_not_equal((uintptr_t)result, UINTPTR_MAX);
		lost += (uintptr_t)result;
	}
	for (__u32 i = 0; i < REC_SERIES; i++) {
		if (table[i].key)
			assert_int_equal(table[i].counter[0], THREADS * ROUNDS);
		counted += table[i].counter[0];
	}
	assert_int_equal(counted, REC_SERIES_PROBES * THREADS * ROUNDS);
	assert_int_equal(lost, counted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_full),
		TEST(test_every_slot),
		TEST(test_resources),
		TEST(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
