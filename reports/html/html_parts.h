/* SPDX-License-Identifier: GPL-2.0-only */
/* Sections of pages. Strings of profiles are escaped. */
#ifndef SCMI_PERF_HTML_PARTS_H
#define SCMI_PERF_HTML_PARTS_H

#include <stdio.h>

#include "drawing.h"
#include "profile.h"

/* Colours, for light and dark; what a picture in a file of its own needs. */
extern const char html_colors[];

/* The rest of a page's style. */
extern const char html_style[];

void html_verdict(const struct profile *p, FILE *out);
void html_pictures(const struct figures *f, const struct drawing *d, FILE *out);
void html_series(const struct profile *p, FILE *out);
void html_anomalies(const struct profile *p, FILE *out);
void html_runs(const struct profile *p, FILE *out);

#endif
