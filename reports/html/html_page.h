/* SPDX-License-Identifier: GPL-2.0-only */
/* The pages. Strings of profiles and users are escaped. */
#ifndef SCMI_PERF_HTML_PAGE_H
#define SCMI_PERF_HTML_PAGE_H

#include <stdio.h>

#include "figures.h"
#include "history.h"
#include "report_view.h"

/* A page: its subject, the contents of its pictures and what writes it. */
struct page {
	char *(*title)(const void *subject); /* the caller frees */
	const void *subject;
	struct figures figures;
	void (*sections)(const struct page *page, FILE *out);
};

/* A subject must outlive its page. */
struct page report_page(const struct report_view *v);
struct page compare_page(const struct comparison *c);
struct page history_page(const struct history *h);

/*
 * Writes a page that needs no other file and no script. The caller checks @out for
 * errors (ferror).
 */
void html_page(const struct page *page, FILE *out);

#endif
