// SPDX-License-Identifier: GPL-2.0-only
#include "html_parts.h"

#include <inttypes.h>

#include "markup.h"
#include "names.h"
#include "outcome.h"

static uint64_t all_anomalies(const struct profile *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->n_series; i++)
		sum += series_anomalies(&p->series[i]);
	return sum;
}

/* The worst first: of what is missing nobody knows how bad it was. */
static void write_sentence(const struct profile *p, FILE *out)
{
	const uint64_t lost = profile_lost(p) + p->unparsed_lines;
	const uint64_t failed = profile_total(p, LC_TIMED_OUT) +
				profile_total(p, LC_SEND_FAILED);
	const uint64_t odd = all_anomalies(p);

	if (lost)
		fputs("<p class=\"verdict bad\">Not all was measured: the "
		      "figures below are incomplete.</p>\n",
		      out);
	if (failed)
		fprintf(out,
			"<p class=\"verdict bad\">%" PRIu64 " of %" PRIu64
			" transfers got no reply in time, or were not "
			"sent.</p>\n",
			failed, profile_total(p, LC_BEGUN));
	else if (odd)
		fprintf(out,
			"<p class=\"verdict warn\">Each transfer that ended "
			"got its reply; %" PRIu64 " anomal%s.</p>\n",
			odd, odd == 1 ? "y" : "ies");
	else if (!profile_total(p, LC_BEGUN))
		fputs("<p class=\"verdict warn\">No SCMI transfer was seen."
		      "</p>\n",
		      out);
	else if (!lost)
		fputs("<p class=\"verdict good\">Nothing was lost, no transfer "
		      "timed out, nothing was odd.</p>\n",
		      out);
}

static void write_tile(const char *what, uint64_t n, FILE *out)
{
	fprintf(out, "<div><dt>%s</dt><dd>%" PRIu64 "</dd></div>\n", what, n);
}

static void write_losses(const struct profile *p, FILE *out)
{
	fputs("<ul>\n", out);
	for (int i = 0; i < LOST_CAUSES; i++) {
		if (!p->lost[i])
			continue;
		fprintf(out, "<li>%" PRIu64 " lost (", p->lost[i]);
		markup_text(lost_name(i), out);
		fputs("): ", out);
		markup_text(lost_remedy(i), out);
		fputs("</li>\n", out);
	}
	if (p->unparsed_lines)
		fprintf(out,
			"<li>%" PRIu64 " lines are SCMI events that could not "
			"be read; what they tell is missing.</li>\n",
			p->unparsed_lines);
	if (p->untracked)
		fprintf(out,
			"<li>%" PRIu64
			" ends, or delayed responses, of transfers "
			"whose begin was not seen.</li>\n",
			p->untracked);
	fputs("</ul>\n", out);
}

void html_verdict(const struct profile *p, FILE *out)
{
	uint64_t total[LC_COUNTERS];
	struct paragraph g;

	for (int i = 0; i < LC_COUNTERS; i++)
		total[i] = profile_total(p, i);
	write_sentence(p, out);
	fputs("<dl class=\"tiles\">\n", out);
	write_tile("transfers", total[LC_BEGUN], out);
	write_tile("completed", total[LC_COMPLETED], out);
	write_tile("errors", total[LC_ERRORS], out);
	write_tile("timed out", total[LC_TIMED_OUT], out);
	write_tile("anomalies", all_anomalies(p), out);
	write_tile("lost", profile_lost(p), out);
	fputs("</dl>\n<p>", out);
	g = paragraph_begin(out, 0, "");
	say_outcome(&g, total, profile_in_flight(p));
	paragraph_end(&g);
	fputs("</p>\n", out);
	if (total[LC_NOTIFIED] || total[LC_FAST_CALLS]) {
		fputs("<p>Beside: ", out);
		g = paragraph_begin(out, 0, "");
		say_no_transfers(&g, total, 0);
		paragraph_end(&g);
		fputs("</p>\n", out);
	}
	if (profile_anomalies(p, LA_OUT_OF_ORDER))
		fprintf(out,
			"<p>%" PRIu64
			" replies came out of order, as those of virtio "
			"may.</p>\n",
			profile_anomalies(p, LA_OUT_OF_ORDER));
	if (profile_lost(p) || p->unparsed_lines || p->untracked)
		write_losses(p, out);
}
