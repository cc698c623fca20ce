/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions shared by the tests of the importer. */
#ifndef SCMI_PERF_IMPORT_FIXTURE_H
#define SCMI_PERF_IMPORT_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "import.h"

/* The result of an import; free_result() frees it. */
struct result {
	struct profile p;
	struct import_stats st;
};

static inline void free_result(struct result *r)
{
	profile_free(&r->p);
}

/* Imports @len bytes in pieces of @step. */
static inline struct result import_bytes(const char *text, size_t len,
					 size_t step)
{
	struct importer *im;
	struct result r;

	r.p = (struct profile){0};
	im = importer_new(&r.p);
	assert_non_null(im);
	for (size_t at = 0; at < len; at += step)
		assert_int_equal(
			importer_feed(im, text + at,
				      len - at < step ? len - at : step),
			0);
	assert_int_equal(importer_finish(im), 0);
	r.st = *importer_stats(im);
	importer_free(im);
	return r;
}

/* Imports @text, all of which can be read before a decision. */
static inline struct result import_whole(const char *text)
{
	struct importer *im;
	struct result r = {0};

	im = importer_new(&r.p);
	importer_start(im, text, strlen(text));
	assert_int_equal(importer_feed(im, text, strlen(text)), 0);
	assert_int_equal(importer_finish(im), 0);
	r.st = *importer_stats(im);
	importer_free(im);
	return r;
}

/* Imports the lines of a list of strings. */
#define IMPORT(...) import_lines((const char *const[]){__VA_ARGS__, NULL})

static inline struct result import_lines(const char *const *lines)
{
	char text[8192], *to = text;

	while (*lines) {
		assert_true(to + strlen(*lines) < text + sizeof(text));
		to = stpcpy(to, *lines++);
	}
	return import_bytes(text, (size_t)(to - text), sizeof(text));
}

static inline const struct series *series_of(const struct result *r,
					     uint8_t message)
{
	for (size_t i = 0; i < r->p.n_series; i++)
		if (r->p.series[i].key.message == message)
			return &r->p.series[i];
	fail_msg("no series of message %u", message);
	return NULL;
}

static inline void check_phase(const struct series *s, enum lc_phase phase,
			       uint64_t count, uint64_t sum, uint64_t min,
			       uint64_t max)
{
	const struct hist *h = &s->phase[phase];

	assert_int_equal(h->count, count);
	assert_int_equal(h->sum, sum);
	if (!count)
		return;
	assert_int_equal(h->min, min);
	assert_int_equal(h->max, max);
}

/* begun = completed + timed_out + send_failed + aged_out + in_flight */
static inline void check_identity(const struct profile *p)
{
	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];
		const uint64_t *c = s->counter;

		assert_int_equal(c[LC_BEGUN],
				 c[LC_COMPLETED] + c[LC_TIMED_OUT] +
					 c[LC_SEND_FAILED] + c[LC_AGED_OUT] +
					 s->in_flight);
		assert_int_equal(s->phase[LC_TOTAL].count, c[LC_COMPLETED]);
		assert_int_equal(s->phase[LC_TIMEOUT].count, c[LC_TIMED_OUT]);
	}
}

/* Checks the counters of message 6. */
static inline void check_counts(const struct result *r, uint64_t completed,
				uint64_t timed_out, uint64_t send_failed,
				uint64_t aged_out, uint64_t in_flight)
{
	const struct series *s = series_of(r, 6);

	check_identity(&r->p);
	assert_int_equal(s->counter[LC_COMPLETED], completed);
	assert_int_equal(s->counter[LC_TIMED_OUT], timed_out);
	assert_int_equal(s->counter[LC_SEND_FAILED], send_failed);
	assert_int_equal(s->counter[LC_AGED_OUT], aged_out);
	assert_int_equal(s->in_flight, in_flight);
}

#define F(id)	     "transfer_id=" #id " msg_id=6 protocol_id=21 seq=" #id
#define BEGIN(t, id) " a-1 [0] " t ": scmi_xfer_begin: " F(id) " poll=0\n"
/* On another processor: only then can it come late. */
#define BEGIN_LATE(t, id) " a-1 [2] " t ": scmi_xfer_begin: " F(id) " poll=0\n"
#define WAIT(t, id)                                                     \
	" a-1 [0] " t ": scmi_xfer_response_wait: " F(id) " tmo_ms=30 " \
							  "poll=0\n"
#define RX(t, id)  " a-1 [1] " t ": scmi_rx_done: " F(id) " msg_type=0\n"
#define END(t, id) " a-1 [0] " t ": scmi_xfer_end: " F(id) " status=0\n"

#endif
