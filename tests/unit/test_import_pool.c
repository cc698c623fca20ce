// SPDX-License-Identifier: GPL-2.0-only
/* The pool gives the same result as importer_feed() for a long log. */
#include <sched.h>

#include "unit_test.h"
#include "import_fixture.h"
#include "import_pool.h"

#define LOG_BYTES (3 * IMPORT_POOL_AFTER)

/*
 * Makes a log of all kinds of lines and one that is longer than three buffers.
 */
static char *make_log(size_t *len)
{
	static const char *const between[] = {
		"# tracer: nop\n",
		"CPU:1 [LOST 12 EVENTS]\n",
		" a-1 [0] 1.0: scmi_xfer_end: pt=1\n",
		" a-1 [0] 1.0: scmi_another: id=0 ch=10\n",
		"\n",
	};
	const size_t longest = 3 * IMPORT_POOL_BYTES;
	char *text = malloc(LOG_BYTES + longest + 4096), *to = text;
	unsigned int id = 0;

	assert_non_null(text);
	for (; to < text + LOG_BYTES; id++) {
		static const char *const event[] = {"xfer_begin: %s poll=0",
						    "rx_done: %s msg_type=0",
						    "xfer_end: %s status=0"};

		for (unsigned int i = 0; i < 3; i++) {
			char fields[64];

			sprintf(fields,
				"transfer_id=%u msg_id=%u protocol_id=21 seq=1",
				id, id % 7);
			to += sprintf(to, " a-1 [0] %u.%06u: scmi_",
				      1 + id / 10000,
				      id % 10000 * 100 + i * (1 + id % 30));
			to += sprintf(to, event[i], fields);
			*to++ = '\n';
		}
		if (id % 499 == 0)
			to += sprintf(to,
				      " b-2 [1] %u.%06u: scmi_msg_dump: pt=15 "
				      "t=!RESP msg_id=06 seq=%04X s=-1 pyld=\n",
				      1 + id / 10000, id % 10000 * 100 + 99,
				      id % 1024);
		/* The first samples are from lines that the pool parses. */
		if (id % 997 == 0 && to > text + IMPORT_POOL_AFTER)
			to = stpcpy(to, between[id / 997 % 5]);
		if (id == 30000) {
			memset(to, 'x', longest);
			to += longest;
		}
	}
	*len = (size_t)(to - text);
	return text;
}

static struct result import_pooled(const char *text, size_t len, size_t step)
{
	struct result r;
	struct importer *im;
	struct import_pool *pool;

	r.p = (struct profile){0};
	im = importer_new(&r.p);
	pool = import_pool_new(im);
	for (size_t at = 0; at < len; at += step) {
		size_t n = len - at < step ? len - at : step;

		memcpy(import_pool_buffer(pool), text + at, n);
		import_pool_feed(pool, n);
	}
	import_pool_drain(pool);
	assert_int_equal(importer_finish(im), 0);
	r.st = *importer_stats(im);
	import_pool_free(pool);
	importer_free(im);
	return r;
}

static void check_same(const struct result *a, const struct result *b)
{
	assert_memory_equal(&a->st, &b->st, sizeof(a->st));
	assert_memory_equal(a->p.lost, b->p.lost, sizeof(a->p.lost));
	assert_int_equal(a->p.n_series, b->p.n_series);
	assert_int_equal(a->p.untracked, b->p.untracked);
	assert_int_equal(a->p.unparsed_lines, b->p.unparsed_lines);
	assert_int_equal(a->p.runs[0].duration_ns, b->p.runs[0].duration_ns);
	assert_int_equal(a->p.n_events, b->p.n_events);
	for (size_t i = 0; i < a->p.n_events; i++) {
		const struct anomaly_event *x = &a->p.events[i];
		const struct anomaly_event *y = &b->p.events[i];

		assert_int_equal(x->time_ns, y->time_ns);
		assert_int_equal(x->token, y->token);
		assert_string_equal(x->comm, y->comm);
	}
	for (size_t i = 0; i < a->p.n_series; i++) {
		const struct series *s = &a->p.series[i], *t = &b->p.series[i];

		assert_memory_equal(s->counter, t->counter, sizeof(s->counter));
		assert_memory_equal(s->anomaly, t->anomaly, sizeof(s->anomaly));
		assert_int_equal(s->in_flight, t->in_flight);
		for (int phase = 0; phase < LC_PHASES; phase++) {
			const struct hist *h = &s->phase[phase];
			const struct hist *g = &t->phase[phase];

			assert_int_equal(h->sum, g->sum);
			assert_int_equal(h->n_buckets, g->n_buckets);
			for (uint32_t k = 0; k < h->n_buckets; k++) {
				assert_int_equal(h->bucket[k].index,
						 g->bucket[k].index);
				assert_int_equal(h->bucket[k].n,
						 g->bucket[k].n);
			}
		}
	}
}

static void same_as_feed(void **state)
{
	static const size_t steps[] = {IMPORT_POOL_BYTES, 65536, 50021,
				       IMPORT_POOL_PIECE, 4093};
	size_t len;
	char *text = make_log(&len);
	struct result fed = import_bytes(text, len, len);

	assert_true(fed.st.events > 100000 && fed.p.unparsed_lines > 2);
	assert_true(fed.st.other_events > 2 && fed.st.logs > 2);
	assert_true(fed.p.n_events > 50);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct result pooled = import_pooled(text, len, steps[i]);

		check_same(&fed, &pooled);
		free_result(&pooled);
	}
	free_result(&fed);
	free(text);
}

/* On one processor no threads are started. */
static void same_on_one_processor(void **state)
{
	cpu_set_t all, one;
	int cpu = 0;

	assert_int_equal(sched_getaffinity(0, sizeof(all), &all), 0);
	while (!CPU_ISSET(cpu, &all))
		cpu++;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
	same_as_feed(state);
	assert_int_equal(sched_setaffinity(0, sizeof(all), &all), 0);
}

/* Freeing the pool discards the remaining text, even while threads parse it. */
static void discarded_text(void **state)
{
	size_t len;
	char *text = make_log(&len);
	struct profile p = {0};
	struct importer *im;
	struct import_pool *pool;

	im = importer_new(&p);
	pool = import_pool_new(im);
	for (size_t at = 0; at + IMPORT_POOL_BYTES <= len;
	     at += IMPORT_POOL_BYTES) {
		memcpy(import_pool_buffer(pool), text + at, IMPORT_POOL_BYTES);
		import_pool_feed(pool, IMPORT_POOL_BYTES);
	}
	import_pool_free(pool);
	assert_true(importer_stats(im)->events > 0);
	importer_free(im);
	profile_free(&p);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_feed),
		cmocka_unit_test(same_on_one_processor),
		cmocka_unit_test(discarded_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
