/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The settings that scmi-top saves on request, in the file scmi-perf/top.ini of
 * the user's XDG configuration folder.
 */
#ifndef SCMI_PERF_SETTINGS_H
#define SCMI_PERF_SETTINGS_H

#include <stddef.h>

#include "view.h"

/* The limits of an interval, ns. */
#define TOP_INTERVAL_MIN UINT64_C(100000000)
#define TOP_INTERVAL_MAX UINT64_C(3600000000000)

/* The limits of a window, ns. */
#define TOP_WINDOW_MIN UINT64_C(1000000000)
#define TOP_WINDOW_MAX UINT64_C(3600000000000)

enum top_setting {
	TOP_SET_INTERVAL,
	TOP_SET_WINDOW,
	TOP_SET_SORT,
	TOP_SET_INVERTED,
	TOP_SET_GROUPING,
	TOP_SET_COLUMNS,
	TOP_SET_DETAILS, /* beside the table */
	TOP_SET_GRAPHS,	 /* below it */
	TOP_SET_MOUSE,
	TOP_SETTINGS
};

/* Sets @key to a value as in the file and in options. Returns 0 or -EINVAL. */
int settings_set(struct top_settings *s, enum top_setting key,
		 const char *value);

/* The valid values of @key for messages: "one of: yes, no". */
const char *settings_values(enum top_setting key);

/*
 * Reads settings from @len bytes of @text. An invalid line is ignored. Returns 0,
 * or -EINVAL with the number of the first invalid line, from 1, and the reason.
 */
int settings_parse(struct top_settings *s, const char *text, size_t len,
		   unsigned int *line, char *why, size_t why_len);

/* Reads the file, if there is one. @wrong: its first error, or "". */
void settings_read(struct top_settings *s, char *wrong, size_t len);

/* Writes the file. Returns its path, which the caller frees; NULL: reported. */
char *settings_write(const struct top_settings *s);

#endif
