// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"

#include "html_parts.h"

/* No browser fetches, or runs, anything for this page. */
static const char head[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"en\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" "
	"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" "
	"content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<title>scmi-perf report</title>\n";

void report_html(const struct profile *p, const struct drawing *d, FILE *out)
{
	fprintf(out, "%s<style>\n%s%s</style>\n</head>\n<body>\n", head,
		html_colors, html_style);
	html_verdict(p, out);
	html_pictures(p, d, out);
	html_series(p, out);
	html_anomalies(p, out);
	html_runs(p, out);
	fputs("<p class=\"soft\">Written by scmi-perf " SCMI_PERF_VERSION
	      ".</p>\n</body>\n</html>\n",
	      out);
}
