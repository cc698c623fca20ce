// SPDX-License-Identifier: GPL-2.0-only
/*
 * Imports arbitrary bytes as an ftrace log. The first byte is the size of the
 * pieces in which the rest is fed. It must not change the result. All transfers
 * must be counted.
 */
#include "fuzz_input.h"
#include "import.h"
#include "import_timeline.h"

static uint64_t traced[TRACE_LINES];

static void trace(void *ctx, const struct trace_line *line)
{
	const struct trace_event *e = line->event;

	(void)ctx;
	MUST(e->type < TRACE_LINES && e->token < LC_TOKENS);
	MUST(e->type != TRACE_ANOMALY || e->anomalies);
	traced[e->type]++;
}

/* Each transfer that ended, and each notification, is traced once. */
static void check_trace(const struct profile *p, const struct import_stats *st)
{
	const uint64_t ended =
		profile_total(p, LC_COMPLETED) + profile_total(p, LC_TIMED_OUT);

	/* A timeout in the kernel's log is an anomaly only. */
	MUST(traced[TRACE_TRANSFER] <= ended &&
	     traced[TRACE_TRANSFER] + st->kernel >= ended);
	MUST(traced[TRACE_NOTIFICATION] == profile_total(p, LC_NOTIFIED));
}

static struct import_stats import(struct profile *p, const char *text,
				  size_t len, size_t step)
{
	struct import_timeline timeline;
	struct importer *im;
	struct import_stats st;

	*p = (struct profile){0};
	im = importer_new(p);
	memset(traced, 0, sizeof(traced));
	importer_trace(im, trace, NULL);
	import_timeline_start(&timeline, im, p, 0);
	for (size_t at = 0; at < len; at += step)
		MUST(!importer_feed(im, text + at,
				    len - at < step ? len - at : step));
	/* The time series adds up, or this fails. */
	MUST(!import_timeline_finish(&timeline, p));
	st = *importer_stats(im);
	check_trace(p, &st);
	importer_free(im);
	return st;
}

static void check_series(const struct series *s)
{
	const uint64_t *c = s->counter;
	const struct hist *total = &s->phase[LC_TOTAL];
	const struct hist *transport = &s->phase[LC_TRANSPORT];
	const struct hist *wakeup = &s->phase[LC_WAKEUP];

	MUST(c[LC_BEGUN] == c[LC_COMPLETED] + c[LC_TIMED_OUT] +
				    c[LC_SEND_FAILED] + c[LC_AGED_OUT] +
				    s->in_flight);
	MUST(c[LC_ERRORS] <= c[LC_COMPLETED]);
	MUST(c[LC_OVERLAPPED] <= c[LC_COMPLETED] + c[LC_TIMED_OUT]);
	MUST(total->count == c[LC_COMPLETED]);
	/* A message of the kernel has no time of its transfer. */
	MUST(s->phase[LC_TIMEOUT].count <= c[LC_TIMED_OUT]);
	/* A transfer that was made of dumps has no wakeup. */
	MUST(transport->count >= wakeup->count);
	MUST(transport->count <= total->count);
	MUST(s->anomaly[LA_TIMEOUT] == c[LC_TIMED_OUT]);
	if (s->key.type == MESSAGE_NOTIFICATION)
		MUST(!c[LC_BEGUN] && !c[LC_FAST_CALLS]);
	else
		MUST(!c[LC_NOTIFIED]);
	/* Phases add up to the total if all transfers have a reply. */
	if (transport->count == total->count)
		MUST(transport->sum + wakeup->sum == total->sum);
}

static void check(const struct profile *p, const struct import_stats *st)
{
	uint64_t ends = p->untracked, anomalies = 0;

	for (int kind = 0; kind < LA_KINDS; kind++)
		anomalies += profile_anomalies(p, (enum lc_anomaly)kind);
	MUST(anomalies <= st->events);
	MUST(p->n_events ==
	     (anomalies < PROFILE_EVENTS ? anomalies : PROFILE_EVENTS));
	for (size_t i = 0; i < p->n_series; i++) {
		check_series(&p->series[i]);
		ends += p->series[i].counter[LC_COMPLETED] +
			p->series[i].counter[LC_TIMED_OUT];
	}
	/* A timeout in the kernel's log is a start and an end. */
	MUST(profile_total(p, LC_BEGUN) + p->lost[LOST_IN_FLIGHT] +
		     p->lost[LOST_SERIES] + ends <=
	     st->events + st->kernel);
	/* A line with an event can have the start of one that is not read. */
	MUST(st->events + st->other_events <= st->lines);
	MUST(p->unparsed_lines <= st->lines);
	MUST(st->logs <= st->events && st->out_of_order <= st->events);
	MUST(st->n_samples <= IMPORT_SAMPLES);
	MUST((st->n_samples > 0) == (p->unparsed_lines > 0));
}

static bool same_event(const struct anomaly_event *a,
		       const struct anomaly_event *b)
{
	MUST(!a->comm[sizeof(a->comm) - 1]);
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
	MUST(!memcmp(&whole, &cut, sizeof(whole)));
	MUST(p.n_series == q.n_series && p.untracked == q.untracked &&
	     p.unparsed_lines == q.unparsed_lines &&
	     !memcmp(p.lost, q.lost, sizeof(p.lost)));
	for (size_t i = 0; i < p.n_series; i++) {
		const struct series *a = &p.series[i], *b = &q.series[i];

		MUST(!memcmp(a->counter, b->counter, sizeof(a->counter)));
		MUST(!memcmp(a->anomaly, b->anomaly, sizeof(a->anomaly)));
		MUST(a->in_flight == b->in_flight);
		for (int phase = 0; phase < LC_PHASES; phase++)
			MUST(a->phase[phase].sum == b->phase[phase].sum);
	}
	MUST(p.n_events == q.n_events);
	for (size_t i = 0; i < p.n_events; i++)
		MUST(same_event(&p.events[i], &q.events[i]));
	profile_free(&q);
	profile_free(&p);
	return 0;
}
