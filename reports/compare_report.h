/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writers of comparisons. What comes from files and users is escaped; errors of
 * @out are the caller's to look for (ferror).
 */
#ifndef SCMI_PERF_COMPARE_REPORT_H
#define SCMI_PERF_COMPARE_REPORT_H

#include <stdio.h>

#include "../loader/compare.h"
#include "html_page.h"

/* Tables for people, in ASCII, 80 columns wide in the usual case. */
void compare_text(const struct comparison *c, FILE *out);

/* A table for a pull request; what did not change is folded away. */
void compare_markdown(const struct comparison *c, FILE *out);

/* One JSON object, docs/compare.schema.json. Returns 0 or -ENOMEM. */
int compare_json(const struct comparison *c, FILE *out);

/* The page about a comparison, which must live as long. */
struct page compare_page(const struct comparison *c);

#endif
