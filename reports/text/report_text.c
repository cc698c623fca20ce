// SPDX-License-Identifier: GPL-2.0-only
/*
 * The report for people: losses first, then what was measured, then a block of
 * latencies for each series. Text is ASCII but for the strings of the profile,
 * so that a serial console shows it as it is.
 */
#include "text_reports.h"

#include <inttypes.h>

#include "names.h"
#include "outcome.h"
#include "paragraph.h"
#include "text_anomalies.h"
#include "text_run.h"
#include "text_table.h"

static void write_losses(const struct profile *p, FILE *out)
{
	struct paragraph g;

	if (!profile_lost(p))
		return;
	fputs("LOST: not all was measured, the figures below are "
	      "incomplete.\n",
	      out);
	for (int i = 0; i < LOST_CAUSES; i++) {
		if (!p->lost[i])
			continue;
		g = paragraph_begin(out, 4, "");
		paragraph_say(&g, "%" PRIu64 " lost (%s): %s", p->lost[i],
			      lost_name(i), lost_remedy(i));
		paragraph_end(&g);
	}
	fputc('\n', out);
}

static void write_totals(const struct profile *p, FILE *out)
{
	uint64_t total[LC_COUNTERS];
	struct paragraph g = paragraph_begin(out, TEXT_RUN_LABEL, "transfers");

	for (int i = 0; i < LC_COUNTERS; i++)
		total[i] = profile_total(p, i);
	say_outcome(&g, total, profile_in_flight(p));
	paragraph_end(&g);
	if (total[LC_NOTIFIED] || total[LC_FAST_CALLS]) {
		g = paragraph_begin(out, TEXT_RUN_LABEL, "beside");
		say_no_transfers(&g, total, 0);
		paragraph_end(&g);
	}
	text_anomalies_total(p, out);
	if (p->untracked) {
		g = paragraph_begin(out, TEXT_RUN_LABEL, "untracked");
		paragraph_say(
			&g,
			"%" PRIu64
			" ends, or delayed responses, of transfers whose begin "
			"was not seen",
			p->untracked);
		paragraph_end(&g);
	}
	if (p->unparsed_lines) {
		g = paragraph_begin(out, TEXT_RUN_LABEL, "unparsed");
		paragraph_say(&g,
			      "%" PRIu64
			      " lines are SCMI events that could not be "
			      "read; what they tell is missing below",
			      p->unparsed_lines);
		paragraph_end(&g);
	}
}

static void write_series(const struct text_table *t, const struct series *s,
			 uint64_t duration_ns, FILE *out)
{
	char title[KEY_TITLE_LEN];
	struct paragraph g;

	fprintf(out, "%s\n", key_title(&s->key, title));
	text_table_rows(t, s, out);
	if (s->counter[LC_BEGUN] != s->counter[LC_COMPLETED] ||
	    s->counter[LC_ERRORS] || s->counter[LC_OVERLAPPED]) {
		g = paragraph_begin(out, 4, "");
		say_outcome(&g, s->counter, s->in_flight);
		paragraph_end(&g);
	}
	if (s->phase[LC_TIMEOUT].count) {
		g = paragraph_begin(out, 4, "");
		say_timeouts(&g, &s->phase[LC_TIMEOUT]);
		paragraph_end(&g);
	}
	if (s->counter[LC_NOTIFIED] || s->counter[LC_FAST_CALLS]) {
		g = paragraph_begin(out, 4, "");
		say_no_transfers(&g, s->counter, duration_ns);
		paragraph_end(&g);
	}
}

static void write_nothing(const struct profile *p, FILE *out)
{
	fputs("\nNo SCMI transfer was seen.\n", out);
	if (p->runs[0].source == SOURCE_BPF)
		fputs("Is there an SCMI device, and was it used meanwhile? "
		      "'scmi-perf doctor' tells\nthe first; read a sensor or "
		      "a clock for the second.\n",
		      out);
	else
		fputs("The log needs the events scmi_xfer_begin, scmi_rx_done "
		      "and scmi_xfer_end:\n"
		      "'echo 1 > /sys/kernel/tracing/events/scmi/enable' "
		      "before logging.\n",
		      out);
}

static bool has_rows(const struct profile *p)
{
	return profile_total(p, LC_BEGUN) || profile_total(p, LC_NOTIFIED) ||
	       profile_total(p, LC_FAST_CALLS);
}

void report_text(const struct profile *p, FILE *out)
{
	struct text_table table;
	uint64_t duration_ns = 0;

	write_losses(p, out);
	for (size_t i = 0; i < p->n_runs; i++)
		text_run(p, i, out);
	for (size_t i = 0; i < p->n_runs; i++)
		duration_ns += p->runs[i].duration_ns;
	write_totals(p, out);
	if (!profile_total(p, LC_BEGUN))
		write_nothing(p, out);
	if (has_rows(p)) {
		text_table_init(&table, p, PARAGRAPH_WIDTH);
		text_table_header(&table, out);
		for (size_t i = 0; i < p->n_series; i++)
			write_series(&table, &p->series[i], duration_ns, out);
	}
	text_anomalies(p, out);
}
