/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writers: a profile, which has at least one run, goes in, text for people or
 * programs comes out. Series appear in the order they have in the profile;
 * strings of the profile are escaped. Errors of @out are the caller's to look for (ferror).
 */
#ifndef SCMI_PERF_REPORT_H
#define SCMI_PERF_REPORT_H

#include <stdio.h>

#include "../loader/profile.h"
#include "html_page.h"

/* Tables for people, 80 columns wide in the usual case. */
void report_text(const struct profile *p, FILE *out);

/* One JSON object, docs/report.schema.json. Returns 0 or -ENOMEM. */
int report_json(const struct profile *p, FILE *out);

/* The page about a profile, which must live as long. */
struct page report_page(const struct profile *p);

#endif
