// SPDX-License-Identifier: GPL-2.0-only
/* The block ALL in words. */
#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "losses.h"
#include "names.h"
#include "sender_table.h"
#include "summary.h"
#include "text.h"
#include "units.h"

#define NAMED 2 /* messages that a fault names; the tables have all */

/* Appends to @text, which can be NULL, and frees it. */
__attribute__((format(printf, 2, 3))) static char *append(char *text,
							  const char *fmt, ...)
{
	va_list ap;
	char *more, *both;

	va_start(ap, fmt);
	more = xvasprintf(fmt, ap);
	va_end(ap);
	both = xasprintf("%s%s", text ? text : "", more);
	free(text);
	free(more);
	return both;
}

static bool is_same_message(const struct series_key *a,
			    const struct series_key *b)
{
	return a->protocol == b->protocol && a->message == b->message &&
	       a->type == b->type && a->resource_plus == b->resource_plus;
}

/* Protocol, message and resource, if no other series has them; else the whole key. */
static const char *title_of(const struct profile *p, const struct series *s,
			    char buf[KEY_TITLE_LEN])
{
	char protocol[8], message[8], of[RESOURCE_LABEL_LEN];
	const char *resource = key_resource_label(&s->key, of);

	for (size_t i = 0; i < p->n_series; i++)
		if (s != &p->series[i] &&
		    is_same_message(&s->key, &p->series[i].key))
			return key_title(&s->key, buf);
	if (s->key.type != MESSAGE_COMMAND || !key_message_name(&s->key))
		return key_title(&s->key, buf);
	snprintf(buf, KEY_TITLE_LEN, "%s %s%s%s",
		 protocol_label(&s->key, protocol, sizeof(protocol)),
		 key_message_label(&s->key, message, sizeof(message)),
		 resource ? " " : "", resource ? resource : "");
	return buf;
}

static char *all_time(const struct summary *s)
{
	const uint64_t n = profile_total(s->view->p, LC_BEGUN);
	char buf[ROUNDED_TIME_LEN];
	const bool known = sum_is_known(s->time_ns);
	char *text = xasprintf("%" PRIu64 " transfer%s took %s%s", n, plural(n),
			       known ? "" : "more than ",
			       rounded_time((double)s->time_ns, buf));

	if (!s->duration_ns || !known)
		return text;
	return words_append(text,
			    "in all, %.3g %% of %s (transfers can overlap)",
			    100.0 * (double)s->time_ns / (double)s->duration_ns,
			    rounded_time((double)s->duration_ns, buf));
}

/* Smaller shares are printed as 0.0 %, and left out. */
#define LEAST_PERCENT 0.05

/* "service 66.1 %, wakeup 21.9 %" */
static char *shares(const struct summary *s)
{
	char *text = NULL;

	for (size_t i = 0; i < s->n_parts; i++) {
		const double percent = summary_percent(s, s->part[i].ns);

		if (percent >= LEAST_PERCENT)
			text = append(text, "%s%s %.1f %%", text ? ", " : "",
				      s->part[i].name, percent);
	}
	return text;
}

/* Appends the phase in which most of the time of @series passed. */
static char *append_main_phase(char *text, const struct series *series)
{
	const uint64_t all_ns = series_time_ns(series);
	enum lc_phase most = summary_phases[0];

	for (int i = 1; i < SUMMARY_PHASES; i++)
		if (series->phase[summary_phases[i]].sum >
		    series->phase[most].sum)
			most = summary_phases[i];
	if (!series->phase[most].sum || !all_ns || !sum_is_known(all_ns))
		return text;
	return append(text, ", %.0f %% %s",
		      100.0 * (double)series->phase[most].sum / (double)all_ns,
		      phase_names[most]);
}

/* "SENSOR SENSOR_READING_GET: 9, p50 31 us, p99 48 us, max 59 us, 66 % service" */
static char *append_message(char *text, const struct summary *s,
			    const struct series *series)
{
	const struct hist *h = &series->phase[LC_TOTAL];
	char title[KEY_TITLE_LEN], buf[ROUNDED_TIME_LEN];
	uint64_t ns;

	text = words_append(text, "%s: %" PRIu64,
			    title_of(s->view->p, series, title),
			    series_messages(series));
	if (hist_percentile(h, 500, &ns))
		text = append(text, ", p50 %s", rounded_time((double)ns, buf));
	if (hist_percentile(h, 990, &ns))
		text = append(text, ", p99 %s", rounded_time((double)ns, buf));
	if (h->count)
		text = append(text, ", max %s",
			      rounded_time((double)h->max, buf));
	return append_main_phase(text, series);
}

static void add_messages(struct facts *f, const struct summary *s)
{
	for (size_t i = 0; i < s->n_messages; i++) {
		const struct series *series = s->message[i];
		const double percent =
			summary_percent(s, series_time_ns(series));
		const bool known = sum_is_known(s->time_ns);

		if (!known || percent >= LEAST_PERCENT)
			facts_add(f, "messages",
				  append_message(
					  known ? xasprintf("%.1f %%", percent)
						: NULL,
					  s, series));
	}
	if (s->slowest)
		facts_add(f, "slowest", append_message(NULL, s, s->slowest));
	if (s->longest)
		facts_add(f, "longest", append_message(NULL, s, s->longest));
}

/* A count of each series: @offset of it in struct series. */
static uint64_t count_at(const struct series *s, size_t offset)
{
	uint64_t n;

	memcpy(&n, (const char *)s + offset, sizeof(n));
	return n;
}

/* Returns the series with the greatest count below that of @before, or NULL. */
static const struct series *next_most(const struct profile *p, size_t offset,
				      const struct series *before)
{
	const struct series *most = NULL;

	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];
		const uint64_t n = count_at(s, offset);

		if (!n || (before &&
			   (n > count_at(before, offset) ||
			    (n == count_at(before, offset) && s <= before))))
			continue;
		if (!most || n > count_at(most, offset))
			most = s;
	}
	return most;
}

/* "48 BUSY: CLOCK CLOCK_RATE_SET 40, …"; the messages with most of them. */
static void add_fault(struct facts *f, const struct summary *s,
		      const char *name, size_t offset)
{
	const struct profile *p = s->view->p;
	const struct series *series = next_most(p, offset, NULL);
	char title[KEY_TITLE_LEN];
	uint64_t n = 0;
	char *text;

	if (!series)
		return;
	for (size_t i = 0; i < p->n_series; i++)
		sum_add(&n, count_at(&p->series[i], offset));
	text = xasprintf("%" PRIu64 " %s: %s", n, name,
			 title_of(p, series, title));
	if (count_at(series, offset) < n)
		text = append(text, " %" PRIu64, count_at(series, offset));
	for (int i = 1; i < NAMED; i++) {
		series = next_most(p, offset, series);
		if (series)
			text = append(text, ", %s %" PRIu64,
				      title_of(p, series, title),
				      count_at(series, offset));
	}
	if (series && next_most(p, offset, series))
		text = append(text, ", ...");
	facts_add(f, "wrong", text);
}

#define COUNTER(i) (offsetof(struct series, counter) + (i) * sizeof(uint64_t))
#define STATUS(i)  (offsetof(struct series, status) + (i) * sizeof(uint64_t))

static void add_faults(struct facts *f, const struct summary *s)
{
	const struct profile *p = s->view->p;
	uint64_t known = 0;

	if (profile_missing(p))
		facts_add(f, "wrong",
			  xstrdup("events were not measured: all figures are "
				  "incomplete"));
	add_fault(f, s, "timed out", COUNTER(LC_TIMED_OUT));
	add_fault(f, s, "could not be sent", COUNTER(LC_SEND_FAILED));
	for (int i = 0; i < LC_STATUSES; i++) {
		add_fault(f, s, status_names[i], STATUS((size_t)i));
		sum_add(&known, profile_errors(p, i));
	}
	if (known < profile_total(p, LC_ERRORS))
		add_fault(f, s, "with an error status", COUNTER(LC_ERRORS));
}

/* "20.000 to 24.000 s: 3.4 times the usual time, p99 3.5 ms; most of it …" */
static void add_worst(struct facts *f, const struct summary *s)
{
	const struct profile *p = s->view->p;
	const struct worst_interval *w = &s->worst;
	char title[KEY_TITLE_LEN], buf[ROUNDED_TIME_LEN], from[24], to[24];
	const uint64_t log_ns = p->runs[0].log_start_ns;
	uint64_t ns;
	char *text;

	if (!s->has_worst)
		return;
	text = xasprintf("%.3f to %.3f s", (double)w->start_ns / 1e9,
			 (double)w->end_ns / 1e9);
	if (log_ns)
		text = words_append(
			text, "(%s to %s %s)",
			stamp_text(log_ns + w->start_ns, from, sizeof(from)),
			stamp_text(log_ns + w->end_ns, to, sizeof(to)),
			p->runs[0].source == SOURCE_FTRACE
				? "in the log"
				: "of the kernel's clock");
	text = append(text, ": %.3g times as slow as usual", w->ratio);
	if (hist_percentile(&w->total, 990, &ns))
		text = append(text, ", p99 %s", rounded_time((double)ns, buf));
	else if (w->total.count)
		text = append(text, ", max %s",
			      rounded_time((double)w->total.max, buf));
	facts_add(f, "wrong",
		  append(text, ", mostly %s",
			 title_of(p, &p->series[w->series], title)));
}

struct facts facts_of_summary(const struct summary *s)
{
	const struct profile *p = s->view->p;
	struct facts f = {0};
	size_t before;

	facts_add(&f, "shown", report_view_note(s->view));
	if (profile_total(p, LC_BEGUN))
		facts_add(&f, "ALL", all_time(s));
	facts_add(&f, "phases", shares(s));
	add_messages(&f, s);
	before = f.n;
	add_faults(&f, s);
	add_worst(&f, s);
	if (f.n == before && profile_total(p, LC_BEGUN))
		facts_add(&f, "wrong",
			  xstrdup(all_anomalies(p)
					  ? "the anomalies below"
					  : "nothing: no timeouts, errors, "
					    "anomalies or losses"));
	facts_append(&f, facts_of_senders(p, s->time_ns));
	return f;
}
