// SPDX-License-Identifier: GPL-2.0-only
#include "facts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "losses.h"
#include "names.h"
#include "text.h"
#include "units.h"

void facts_add(struct facts *f, const char *label, char *text)
{
	if (!text)
		return;
	array_reserve(f->fact, f->n, f->cap);
	f->fact[f->n++] = (struct fact){label, text};
}

void facts_append(struct facts *f, struct facts more)
{
	for (size_t i = 0; i < more.n; i++)
		facts_add(f, more.fact[i].label, more.fact[i].text);
	free(more.fact);
}

void facts_remove(struct facts *f, const char *label)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->fact[i].label, label))
			f->fact[n++] = f->fact[i];
		else
			free(f->fact[i].text);
	}
	f->n = n;
}

void facts_free(struct facts *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->fact[i].text);
	free(f->fact);
	*f = (struct facts){0};
}

/* Appends "3 NAME" to a list, unless @n is 0; NULL is an empty one. */
static char *list_append_count(char *list, uint64_t n, const char *name)
{
	char *longer;

	if (!n)
		return list;
	longer = xasprintf("%s%s%" PRIu64 " %s", list ? list : "",
			   list ? ", " : "", n, name);
	free(list);
	return longer;
}

/* A fast device replies while the doorbell's function still runs. */
static char *words_append_overlapped(char *text, const struct series *s)
{
	const uint64_t n = s->counter[LC_OVERLAPPED];

	if (!n)
		return text;
	if (!s->phase[LC_DOORBELL].count)
		return words_append(text,
				    "(%" PRIu64
				    " with events out of order: the negative "
				    "phase was set to 0)",
				    n);
	return words_append(text,
			    "(%" PRIu64 " repl%s came before the doorbell "
			    "returned: doorbell is 0 there)",
			    n, n == 1 ? "y" : "ies");
}

/* "2 BUSY, 1 DENIED"; NULL for errors of which the status is unknown. */
static char *statuses(const struct series *s)
{
	char *text = NULL;

	for (int i = 0; i < LC_STATUSES; i++)
		text = list_append_count(text, s->status[i], status_names[i]);
	return text;
}

static char *words_append_errors(char *text, const struct series *s)
{
	char *list = statuses(s);

	if (s->counter[LC_ERRORS])
		text = words_append(text,
				    "(%" PRIu64 " with an error status%s%s)",
				    s->counter[LC_ERRORS], list ? ": " : "",
				    list ? list : "");
	free(list);
	return text;
}

/* "5 begun = 4 completed + 1 timed out" */
static char *account(const struct series *s)
{
	const uint64_t *counter = s->counter;
	const struct {
		uint64_t n;
		const char *outcome;
	} others[] = {
		{counter[LC_TIMED_OUT], "timed out"},
		{counter[LC_SEND_FAILED], "not sent"},
		{counter[LC_AGED_OUT], "without an observed end"},
		{s->in_flight, "in flight"},
	};
	char *text = xasprintf("%" PRIu64 " begun = %" PRIu64 " completed",
			       counter[LC_BEGUN], counter[LC_COMPLETED]);

	text = words_append_errors(text, s);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].n)
			text = words_append(text, "+ %" PRIu64 " %s",
					    others[i].n, others[i].outcome);
	if (counter[LC_OUT_OF_ORDER])
		text = words_append(text,
				    "(%" PRIu64 " replied to out of order)",
				    counter[LC_OUT_OF_ORDER]);
	return words_append_overlapped(text, s);
}

/* Notifications, with their rate if @duration_ns is not 0, and fast channels. */
static char *others(const struct series *s, uint64_t duration_ns)
{
	const uint64_t notified = s->counter[LC_NOTIFIED];
	const uint64_t fast = s->counter[LC_FAST_CALLS];
	char *text = NULL;

	if (notified)
		text = words_append(text, "%" PRIu64 " notification%s",
				    notified, plural(notified));
	if (notified && duration_ns)
		text = words_append(
			text, "in %.3f s, %.4g/s", (double)duration_ns / 1e9,
			(double)notified * 1e9 / (double)duration_ns);
	if (fast)
		text = words_append(text, "%s%" PRIu64 " fast-channel call%s",
				    text ? "and " : "", fast, plural(fast));
	return text;
}

/* The counters of all series together. */
static struct series total_of(const struct profile *p)
{
	struct series total = {.in_flight = profile_in_flight(p)};

	for (int i = 0; i < LC_COUNTERS; i++)
		total.counter[i] = profile_total(p, i);
	for (int i = 0; i < LC_STATUSES; i++)
		total.status[i] = profile_errors(p, i);
	for (size_t i = 0; i < p->n_series; i++)
		if (p->series[i].counter[LC_OVERLAPPED])
			total.phase[LC_DOORBELL].count +=
				p->series[i].phase[LC_DOORBELL].count;
	return total;
}

uint64_t all_anomalies(const struct profile *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->n_series; i++)
		sum_add(&sum, series_anomalies(&p->series[i]));
	return sum;
}

char *anomalies_legend(const struct profile *p, size_t shown)
{
	return xasprintf(
		"Last %zu of %" PRIu64 " (seconds since the start%s). For "
		"events seen in interrupt context, the task shown is whichever "
		"was interrupted.",
		shown, all_anomalies(p), p->n_runs > 1 ? " of each run" : "");
}

/* "2 timeout, 1 late_reply" */
static char *anomalies(const struct profile *p)
{
	char *text = NULL;

	for (int kind = 0; kind < LA_KINDS; kind++)
		text = list_append_count(text, profile_anomalies(p, kind),
					 anomaly_names[kind]);
	return text;
}

struct facts facts_of_totals(const struct profile *p)
{
	const struct series total = total_of(p);
	struct facts f = {0};
	char *text = others(&total, 0);

	facts_add(&f, "transfers", account(&total));
	if (text)
		facts_add(&f, "also", words_append(text, "(not transfers)"));
	facts_add(&f, "anomalies", anomalies(p));
	if (p->untracked)
		facts_add(&f, "untracked",
			  xasprintf("%" PRIu64
				    " end%s or delayed response%s of "
				    "transfers whose start was not seen",
				    p->untracked, plural(p->untracked),
				    plural(p->untracked)));
	facts_add(&f, "unparsed", unparsed_sentence(p->unparsed_lines));
	for (int i = 0; i < LC_GAPS; i++)
		facts_add(&f, "gaps", gap_sentence(i, p->gap[i]));
	return f;
}

/* The transports on which record looks for a reply after a timeout. */
static bool has_look_up(enum transport transport)
{
	return transport == TRANSPORT_MAILBOX ||
	       transport == TRANSPORT_VIRTIO ||
	       transport == TRANSPORT_REF_VIRTIO;
}

static char *timeouts(const struct hist *h)
{
	double mean;

	if (h->count == 1)
		return xasprintf("timed out after %.3f ms",
				 (double)h->min / 1e6);
	if (!hist_mean(h, &mean))
		return xasprintf("timed out after %.3f to %.3f ms",
				 (double)h->min / 1e6, (double)h->max / 1e6);
	return xasprintf("timed out after %.3f to %.3f ms, mean %.3f ms",
			 (double)h->min / 1e6, (double)h->max / 1e6,
			 mean / 1e6);
}

/* The time of timeouts, and its share of @all_ns, that of all transfers. */
static void add_timeouts(struct facts *f, const struct series *s,
			 uint64_t all_ns)
{
	const struct hist *h = &s->phase[LC_TIMEOUT];

	if (!h->count)
		return;
	facts_add(f, "", timeouts(h));
	if (all_ns && sum_is_known(all_ns))
		facts_add(f, "",
			  xasprintf("timeouts took %.3f ms, %.1f %% of all "
				    "SCMI time",
				    (double)h->sum / 1e6,
				    100.0 * (double)h->sum / (double)all_ns));
	if (!has_look_up(s->key.transport))
		facts_add(f, "",
			  xstrdup("a lost interrupt counts as a timeout here"));
}

/* Transfers without phases of their transport, while others have them. */
static char *not_split(const struct series *s)
{
	const uint64_t n = s->phase[LC_TRANSPORT].count;

	if (!n || !s->phase[LC_SUBMIT].count)
		return NULL;
	return xasprintf("%" PRIu64 " of %" PRIu64 " without separate phases: "
			 "no hook saw their doorbell or their interrupt",
			 n, s->counter[LC_COMPLETED]);
}

struct facts facts_of_series(const struct series *s, uint64_t duration_ns,
			     uint64_t all_ns)
{
	struct facts f = {0};

	if (s->counter[LC_BEGUN] != s->counter[LC_COMPLETED] ||
	    s->counter[LC_ERRORS] || s->counter[LC_OUT_OF_ORDER] ||
	    s->counter[LC_OVERLAPPED])
		facts_add(&f, "", account(s));
	add_timeouts(&f, s, all_ns);
	facts_add(&f, "", not_split(s));
	facts_add(&f, "", others(s, duration_ns));
	return f;
}

struct facts facts_of_losses(const struct profile *p)
{
	struct facts f = {0};

	for (int i = 0; i < LOST_CAUSES; i++)
		facts_add(&f, "", loss_sentence(i, p->lost[i], p->runs));
	return f;
}

static void add_loss(struct facts *f, const char *side, char *sentence)
{
	if (sentence)
		facts_add(f, "LOST:",
			  xasprintf("%s is incomplete: %s", side, sentence));
	free(sentence);
}

static void add_losses(struct facts *f, const char *side,
		       const struct run_set *set)
{
	for (int i = 0; i < LOST_CAUSES; i++)
		add_loss(
			f, side,
			loss_sentence(i, set->all.lost[i], set->profile->runs));
	add_loss(f, side, unparsed_sentence(set->all.unparsed_lines));
}

struct facts facts_of_side_losses(const struct comparison *c)
{
	const bool one = comparison_by_transport(c);
	struct facts f = {0};

	add_losses(&f, one ? "the data" : "A", c->a);
	if (!one)
		add_losses(&f, "B", c->b);
	return f;
}

static void add_side(struct facts *f, const char *side,
		     const struct run_set *set)
{
	const struct series total = total_of(&set->all);
	char *text = account(&total);

	facts_add(f, side,
		  xasprintf("%zu run%s: %s", set->n, plural(set->n), text));
	free(text);
}

struct facts facts_of_sides(const struct comparison *c)
{
	const bool one = comparison_by_transport(c);
	struct facts f = {0};

	add_side(&f, one ? "all" : "A", c->a);
	if (!one)
		add_side(&f, "B", c->b);
	return f;
}
