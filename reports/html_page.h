/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_HTML_PAGE_H
#define SCMI_PERF_HTML_PAGE_H

#include <stdio.h>

#include "drawing.h"

/* A page: what it is about, and who writes what it says of that. */
struct page {
	const char *title; /* ours */
	const struct figures *figures;
	const void *subject;
	void (*sections)(const void *subject, const struct figures *f,
			 const struct drawing *d, FILE *out);
};

/*
 * Writes a page that needs no other file, and no script; without the pictures
 * that @d does not have. Errors of @out are the caller's to look for (ferror).
 */
void html_page(const struct page *page, const struct drawing *d, FILE *out);

#endif
