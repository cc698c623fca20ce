/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes all reports of a profile in a fuzz target, and checks them. */
#ifndef SCMI_PERF_CHECK_REPORTS_H
#define SCMI_PERF_CHECK_REPORTS_H

#include "ci_reports.h"
#include "fuzz_output.h"
#include "html_page.h"
#include "json_reports.h"
#include "pictures.h"
#include "text_reports.h"

static inline void check_page(struct page page)
{
	CHECK(MARKUP, html_page(&page, out));
	/* The input of gnuplot. */
	for (int i = 0; i < PICTURES; i++)
		CHECK(PLAIN, picture_kinds[i].data(&page.figures, out));
}

static inline void check_reports(struct profile *p,
				 const struct view_options *options)
{
	struct report_view v;

	report_view_init(&v, p, options);
	CHECK(TEXT, report_text(&v, out));
	CHECK(TEXT, explain_text(v.p, out));
	CHECK(TEXT, callers_text(v.p, out));
	CHECK(TEXT, slowest_text(v.p, out));
	CHECK(JSON, report_json(&v, out));
	CHECK(TEXT, report_markdown(&v, out));
	check_page(report_page(&v));
	report_view_free(&v);
}

#endif
