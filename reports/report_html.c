// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"

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

struct page report_page(const struct profile *p, const struct figures *f)
{
	return (struct page){"SCMI transfers", f, p, write_sections};
}
