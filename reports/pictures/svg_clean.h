/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_SVG_CLEAN_H
#define SCMI_PERF_SVG_CLEAN_H

#include <stddef.h>
#include <stdio.h>

/*
 * Writes an SVG of gnuplot so that a page can contain several: only elements and
 * attributes that draw, without identifiers, references and scripts. Colours
 * become CSS variables, "rgb(42,120,214)" "var(--c2a78d6,#2a78d6)", and black
 * becomes currentColor. Screen readers read @label, which needs no escape. @style
 * (CSS or NULL) is put inside. Returns 0, or -EINVAL when @svg cannot be parsed.
 */
int svg_clean(const char *svg, size_t len, const char *label, const char *style,
	      FILE *out);

#endif
