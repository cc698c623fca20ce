// SPDX-License-Identifier: GPL-2.0-only
/* The page of a profile: verdict, answer, pictures, tables, anomalies, environment. */
#include "html_page.h"

#include <inttypes.h>
#include <stdlib.h>

#include "alloc.h"
#include "html_parts.h"
#include "text.h"
#include "units.h"

static char *failures(const struct profile *p)
{
	const uint64_t timed_out = profile_total(p, LC_TIMED_OUT);
	const uint64_t not_sent = profile_total(p, LC_SEND_FAILED);

	return xasprintf("%" PRIu64 " of %" PRIu64 " transfers failed: %" PRIu64
			 " timed out, %" PRIu64 " could not be sent.",
			 timed_out + not_sent, profile_total(p, LC_BEGUN),
			 timed_out, not_sent);
}

/* Errors and slow intervals, which are not failures. */
static char *peculiarities(const struct summary *s)
{
	const uint64_t errors = profile_total(s->view->p, LC_ERRORS);
	const uint64_t anomalies = all_anomalies(s->view->p);
	char *text = NULL;

	if (errors)
		text = xasprintf("%" PRIu64 " transfer%s got an error status.",
				 errors, plural(errors));
	if (anomalies)
		text = words_append(text, "There %s %" PRIu64 " anomal%s.",
				    anomalies == 1 ? "is" : "are", anomalies,
				    anomalies == 1 ? "y" : "ies");
	if (s->has_worst)
		text = words_append(text,
				    "From %.3f to %.3f s, transfers took %.3g "
				    "times as long as usual.",
				    (double)s->worst.start_ns / 1e9,
				    (double)s->worst.end_ns / 1e9,
				    s->worst.ratio);
	return text;
}

/* The worst first: nobody knows the latencies of events that are missing. */
static void write_sentence(const struct summary *s, FILE *out)
{
	const struct profile *p = s->view->p;
	const uint64_t lost = profile_missing(p);
	char *text = peculiarities(s);

	if (lost)
		fputs("<p class=\"verdict bad\">Some events were not "
		      "measured: the figures below are incomplete.</p>\n",
		      out);
	if (profile_total(p, LC_TIMED_OUT) + profile_total(p, LC_SEND_FAILED))
		html_sentence("<p class=\"verdict bad\">", failures(p),
			      "</p>\n", out);
	if (text)
		html_sentence("<p class=\"verdict warn\">", text, "</p>\n",
			      out);
	else if (!profile_total(p, LC_BEGUN))
		fprintf(out, "<p class=\"verdict warn\">%s</p>\n",
			s->view->all_begun
				? "The filter selects no transfer of this "
				  "profile."
				: "No SCMI transfer was seen.");
	else if (!lost && !profile_total(p, LC_TIMED_OUT) &&
		 !profile_total(p, LC_SEND_FAILED))
		fputs("<p class=\"verdict good\">Nothing was lost, no transfer "
		      "timed out, no errors, no anomalies.</p>\n",
		      out);
}

static void write_tile(const char *label, uint64_t n, FILE *out)
{
	fprintf(out, "<div><dt>%s</dt><dd>%" PRIu64 "</dd></div>\n", label, n);
}

static void write_verdict(const struct report_view *v, FILE *out)
{
	const struct profile *p = v->p;
	struct summary s;

	summary_init(&s, v);
	write_sentence(&s, out);
	fputs("<dl class=\"tiles\">\n", out);
	write_tile("transfers", profile_total(p, LC_BEGUN), out);
	write_tile("completed", profile_total(p, LC_COMPLETED), out);
	write_tile("errors", profile_total(p, LC_ERRORS), out);
	write_tile("timed out", profile_total(p, LC_TIMED_OUT), out);
	write_tile("anomalies", all_anomalies(p), out);
	write_tile("lost", profile_lost(p), out);
	fputs("</dl>\n", out);
	html_summary(&s, out);
	summary_free(&s);
	if (p->n_fast)
		html_facts(facts_of_fast_channels(p), out);
	html_list(facts_of_losses(p), out);
}

static void write_runs(const struct profile *p, FILE *out)
{
	fputs("<h2>Environment</h2>\n", out);
	for (size_t i = 0; i < p->n_runs; i++) {
		struct facts f = facts_of_run(p, i);

		facts_add(&f, "tool", xstrdup(p->runs[i].tool));
		html_facts(f, out);
	}
	fputs("<p class=\"soft\">hooks: the attach method, and the functions "
	      "and tracepoints.</p>\n",
	      out);
}

static void write_sections(const struct page *page, FILE *out)
{
	const struct report_view *v = page->subject;
	const struct figures *f = &page->figures;
	const struct profile *p = v->p;
	const uint64_t all_ns = profile_time_ns(p);

	write_verdict(v, out);
	html_phases(f, sum_is_known(all_ns) ? (double)all_ns : 0, out);
	html_timeline(f, out);
	html_messages(v, out);
	html_latency(f, out);
	html_percentiles(f, out);
	html_flame(p, out);
	html_senders(p, out);
	html_series(v, out);
	html_anomalies(p, out);
	write_runs(p, out);
}

static char *title(const void *subject)
{
	const struct report_view *v = subject;
	char *run = v->p->n_runs == 1 ? run_title(&v->p->runs[0])
		    : v->p->n_runs    ? xasprintf("%zu runs", v->p->n_runs)
				      : NULL;
	char *text = xasprintf("SCMI transfers%s%s", run ? ": " : "",
			       run ? run : "");

	free(run);
	return text;
}

struct page report_page(const struct report_view *v)
{
	struct page page = {
		.title = title, .subject = v, .sections = write_sections};

	figures_of_profile(&page.figures, v->p);
	return page;
}
