/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What scmi-top keeps from one time to the next, when it is told to: a file
 * scmi-perf/top.ini in the user's XDG configuration folder.
 */
#ifndef SCMI_PERF_SETTINGS_H
#define SCMI_PERF_SETTINGS_H

#include <stddef.h>

#include "view.h"

/* Intervals that can be asked for, ns. */
#define TOP_INTERVAL_MIN UINT64_C(100000000)
#define TOP_INTERVAL_MAX UINT64_C(3600000000000)

enum top_setting {
	TOP_SET_INTERVAL,
	TOP_SET_SORT,
	TOP_SET_INVERTED,
	TOP_SET_GROUPING,
	TOP_SETTINGS
};

/* Sets one of them, as the file and options write it. Returns 0 or -EINVAL. */
int settings_set(struct top_settings *s, enum top_setting key,
		 const char *value);

/*
 * Sets what @len bytes of @text set. A line that is wrong changes nothing and
 * keeps no other from it. Returns 0, or -EINVAL with @line, 1 …, of the first
 * wrong one and @why; or so -ENOMEM.
 */
int settings_parse(struct top_settings *s, const char *text, size_t len,
		   unsigned int *line, char *why, size_t why_len);

/* Sets what the file sets, if there is one. @wrong: what is wrong with it, or "". */
void settings_read(struct top_settings *s, char *wrong, size_t len);

/* Writes the file. Returns its path, which the caller frees, or NULL, reported. */
char *settings_write(const struct top_settings *s);

#endif
