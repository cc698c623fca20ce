/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_SVG_CLEAN_H
#define SCMI_PERF_SVG_CLEAN_H

#include <stddef.h>
#include <stdio.h>

/*
 * Writes gnuplot's SVG so that it can stand in a page beside others: only the
 * elements and attributes that draw, none that has an identity, refers to
 * anything or runs; colours as CSS variables, "rgb(42,120,214)" as
 * "var(--c2a78d6,#2a78d6)", black as currentColor. @label, which is ours, is
 * what is read out for it. @style, CSS of ours or NULL, goes inside, for a file
 * of its own. Returns 0, or -EINVAL when @svg is no picture of gnuplot's.
 */
int svg_clean(const char *svg, size_t len, const char *label, const char *style,
	      FILE *out);

#endif
