/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_HTML_PAGE_H
#define SCMI_PERF_HTML_PAGE_H

#include <stdio.h>

#include "drawing.h"

/* A page: what it is about, and who says what of that. */
struct page {
	const char *title; /* ours */
	const void *subject;
	int (*figures)(struct figures *f, const void *subject); /* 0, -ENOMEM */
	void (*sections)(const void *subject, const struct figures *f,
			 const struct drawing *d, FILE *out);
};

/*
 * Writes a page that needs no other file, and no script; without the pictures
 * that @d does not have. Errors of @out are the caller's to look for (ferror).
 */
void html_page(const struct page *page, const struct figures *f,
	       const struct drawing *d, FILE *out);

#endif
