// SPDX-License-Identifier: GPL-2.0-only
#include "html_pages.h"

#include "html_parts.h"

static void write_sections(const struct page *page, const struct drawing *d,
			   FILE *out)
{
	const struct profile *p = page->subject;

	html_verdict(p, out);
	html_pictures(&page->figures, d, out);
	html_series(p, out);
	html_anomalies(p, out);
	html_runs(p, out);
}

struct page report_page(const struct profile *p)
{
	struct page page = {.title = "SCMI transfers",
			    .subject = p,
			    .sections = write_sections};

	figures_of_profile(&page.figures, p);
	return page;
}
