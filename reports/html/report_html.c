// SPDX-License-Identifier: GPL-2.0-only
#include "html_pages.h"

#include "html_parts.h"

static void write_sections(const void *subject, const struct figures *f,
			   const struct drawing *d, FILE *out)
{
	const struct profile *p = subject;

	html_verdict(p, out);
	html_pictures(f, d, out);
	html_series(p, out);
	html_anomalies(p, out);
	html_runs(p, out);
}

static void make_figures(struct figures *f, const void *subject)
{
	figures_of_profile(f, subject);
}

struct page report_page(const struct profile *p)
{
	return (struct page){"SCMI transfers", p, make_figures, write_sections};
}
