// SPDX-License-Identifier: GPL-2.0-only
/*
 * Imports arbitrary bytes as an ftrace log. The first byte is the size of the
 * pieces in which the rest is fed. It must not change the result. All transfers
 * must be counted.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct import_stats import(struct profile *p, const char *text,
				  size_t len, size_t step)
{
	struct importer *im;
	struct import_stats st;

	profile_init(p);
	im = importer_new(p);
	for (size_t at = 0; at < len; at += step)
		if (importer_feed(im, text + at,
				  len - at < step ? len - at : step))
			abort();
	if (importer_finish(im))
		abort();
	st = *importer_stats(im);
	importer_free(im);
	return st;
}

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void check_series(const struct series *s)
{
	const uint64_t *c = s->counter;
	const struct hist *total = &s->phase[LC_TOTAL];
	const struct hist *transport = &s->phase[LC_TRANSPORT];
	const struct hist *wakeup = &s->phase[LC_WAKEUP];

	require(c[LC_BEGUN] == c[LC_COMPLETED] + c[LC_TIMED_OUT] +
				       c[LC_SEND_FAILED] + c[LC_AGED_OUT] +
				       s->in_flight);
	require(c[LC_ERRORS] <= c[LC_COMPLETED]);
	require(c[LC_OVERLAPPED] <= c[LC_COMPLETED] + c[LC_TIMED_OUT]);
	require(total->count == c[LC_COMPLETED]);
	require(s->phase[LC_TIMEOUT].count == c[LC_TIMED_OUT]);
	require(transport->count == wakeup->count);
	require(transport->count <= total->count);
	require(s->anomaly[LA_TIMEOUT] == c[LC_TIMED_OUT]);
	if (s->key.type == MESSAGE_NOTIFICATION)
		require(!c[LC_BEGUN] && !c[LC_FAST_CALLS]);
	else
		require(!c[LC_NOTIFIED]);
	/* Phases add up to the total if all transfers have a reply. */
	if (transport->count == total->count)
		require(transport->sum + wakeup->sum == total->sum);
}

static void check(const struct profile *p, const struct import_stats *st)
{
	uint64_t ends = p->untracked, anomalies = 0;

	for (int kind = 0; kind < LA_KINDS; kind++)
		anomalies += profile_anomalies(p, (enum lc_anomaly)kind);
	require(anomalies <= st->events);
	require(p->n_events ==
		(anomalies < PROFILE_EVENTS ? anomalies : PROFILE_EVENTS));
	for (size_t i = 0; i < p->n_series; i++) {
		check_series(&p->series[i]);
		ends += p->series[i].counter[LC_COMPLETED] +
			p->series[i].counter[LC_TIMED_OUT];
	}
	require(profile_total(p, LC_BEGUN) + p->lost[LOST_IN_FLIGHT] +
			p->lost[LOST_SERIES] + ends <=
		st->events);
	require(st->events + st->other_events + p->unparsed_lines <= st->lines);
	require(st->logs <= st->events && st->out_of_order <= st->events);
	require(st->n_samples <= IMPORT_SAMPLES);
	require((st->n_samples > 0) == (p->unparsed_lines > 0));
}

static bool same_event(const struct anomaly_event *a,
		       const struct anomaly_event *b)
{
	require(!a->comm[sizeof(a->comm) - 1]);
	return !series_key_compare(&a->key, &b->key) && a->kind == b->kind &&
	       a->token == b->token && a->time_ns == b->time_ns &&
	       a->age_ns == b->age_ns && a->cpu == b->cpu && a->pid == b->pid &&
	       !memcmp(a->comm, b->comm, sizeof(a->comm));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_stats whole, cut;
	struct profile p, q;
	const char *text;

	if (size < 2)
		return 0;
	text = (const char *)data + 1;
	size--;
	whole = import(&p, text, size, size);
	cut = import(&q, text, size, data[0] + 1u);
	check(&p, &whole);
	require(!memcmp(&whole, &cut, sizeof(whole)));
	require(p.n_series == q.n_series && p.untracked == q.untracked &&
		p.unparsed_lines == q.unparsed_lines &&
		!memcmp(p.lost, q.lost, sizeof(p.lost)));
	for (size_t i = 0; i < p.n_series; i++) {
		const struct series *a = &p.series[i], *b = &q.series[i];

		require(!memcmp(a->counter, b->counter, sizeof(a->counter)));
		require(!memcmp(a->anomaly, b->anomaly, sizeof(a->anomaly)));
		require(a->in_flight == b->in_flight);
		for (int phase = 0; phase < LC_PHASES; phase++)
			require(a->phase[phase].sum == b->phase[phase].sum);
	}
	require(p.n_events == q.n_events);
	for (size_t i = 0; i < p.n_events; i++)
		require(same_event(&p.events[i], &q.events[i]));
	profile_free(&q);
	profile_free(&p);
	return 0;
}
