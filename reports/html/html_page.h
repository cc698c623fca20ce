/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_HTML_PAGE_H
#define SCMI_PERF_HTML_PAGE_H

#include <stdio.h>

#include "drawing.h"

/* A page: its subject and the functions that describe it. */
struct page {
	const char *title; /* needs no escape */
	const void *subject;
	void (*figures)(struct figures *f, const void *subject);
	void (*sections)(const void *subject, const struct figures *f,
			 const struct drawing *d, FILE *out);
};

/*
 * Writes a page that needs no other file and no script. Pictures that are not in
 * @d are left out. The caller checks @out for errors (ferror).
 */
void html_page(const struct page *page, const struct figures *f,
	       const struct drawing *d, FILE *out);

#endif
