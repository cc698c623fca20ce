// SPDX-License-Identifier: GPL-2.0-only
#include "settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "alloc.h"
#include "atomic_file.h"
#include "columns.h"
#include "diag.h"
#include "ini.h"
#include "names.h"
#include "read_file.h"
#include "units.h"

/* Only this many bytes of the file are read. */
#define SETTINGS_MAX 65536

static const char *const keys[TOP_SETTINGS] = {"interval", "window", "sort",
					       "inverted", "group",  "columns",
					       "details",  "graphs", "mouse"};

/* The value of a window that is as long as an interval. */
#define ONE_INTERVAL "interval"

/* Parses a time in [@least, @most]. Returns 0 or -EINVAL. */
static int parse_between(const char *value, uint64_t least, uint64_t most,
			 uint64_t *time_ns)
{
	uint64_t ns;

	if (parse_duration(value, &ns) || ns < least || ns > most)
		return -EINVAL;
	*time_ns = ns;
	return 0;
}

static int parse_bool(const char *value, const char *for_true,
		      const char *for_false, bool *result)
{
	*result = !strcmp(value, for_true);
	return *result || !strcmp(value, for_false) ? 0 : -EINVAL;
}

static int set_window(struct top_settings *s, const char *value)
{
	if (strcmp(value, ONE_INTERVAL) != 0)
		return parse_between(value, TOP_WINDOW_MIN, TOP_WINDOW_MAX,
				     &s->window_ns);
	s->window_ns = 0;
	return 0;
}

int settings_set(struct top_settings *s, enum top_setting key,
		 const char *value)
{
	const int sort = name_index(top_sort_names, TOP_SORTS, value);
	const int grouping =
		name_index(top_grouping_names, TOP_GROUPINGS, value);

	switch (key) {
	case TOP_SET_INTERVAL:
		return parse_between(value, TOP_INTERVAL_MIN, TOP_INTERVAL_MAX,
				     &s->interval_ns);
	case TOP_SET_WINDOW:
		return set_window(s, value);
	case TOP_SET_COLUMNS:
		return columns_parse(value, &s->columns);
	case TOP_SET_SORT:
		if (sort == TOP_SORTS)
			return -EINVAL;
		s->sort = sort;
		return 0;
	case TOP_SET_INVERTED:
		return parse_bool(value, "yes", "no", &s->inverted);
	case TOP_SET_DETAILS:
		return parse_bool(value, "no", "yes", &s->hide_details);
	case TOP_SET_GRAPHS:
		return parse_bool(value, "no", "yes", &s->hide_graphs);
	case TOP_SET_MOUSE:
		return parse_bool(value, "no", "yes", &s->no_mouse);
	case TOP_SET_GROUPING:
		if (grouping == TOP_GROUPINGS)
			return -EINVAL;
		s->grouping = grouping;
		return 0;
	case TOP_SETTINGS:
		break;
	}
	return -EINVAL;
}

const char *settings_values(enum top_setting key)
{
	static const char *const values[TOP_SETTINGS] = {
		[TOP_SET_INTERVAL] = "from 100ms to 1h, with a unit",
		/* In parentheses: clang suspects a missing comma. */
		[TOP_SET_SORT] = ("one of: p99, p50, p90, max, rate, time, "
				  "errors, name"),
		[TOP_SET_INVERTED] = "one of: yes, no",
		[TOP_SET_DETAILS] = "one of: yes, no",
		[TOP_SET_GRAPHS] = "one of: yes, no",
		[TOP_SET_MOUSE] = "one of: yes, no",
		[TOP_SET_GROUPING] =
			("one of: message, resource, task, driver, protocol, "
			 "channel, instance, transport"),
		[TOP_SET_WINDOW] = ("from 1s to 1h, with a unit, or "
				    "'interval'"),
		[TOP_SET_COLUMNS] =
			"auto, or a list of names, such as rate,p50,max",
	};

	return values[key];
}

/* Applies a line. Returns 0, or -EINVAL with the reason in @why. */
static int apply_line(struct top_settings *s, const struct ini *ini, char *why,
		      size_t len)
{
	enum top_setting key = 0;

	if (!ini->value) {
		snprintf(why, len, "unexpected section");
		return -EINVAL;
	}
	while (key < TOP_SETTINGS && strcmp(keys[key], ini->name))
		key++;
	if (key == TOP_SETTINGS) {
		snprintf(why, len, "unknown key '%.40s'", ini->name);
		return -EINVAL;
	}
	if (!settings_set(s, key, ini->value))
		return 0;
	snprintf(why, len, "invalid value '%.40s' for %s (%s)", ini->value,
		 ini->name, settings_values(key));
	return -EINVAL;
}

int settings_parse(struct top_settings *s, const char *text, size_t len,
		   unsigned int *line, char *why, size_t why_len)
{
	struct ini ini = {.text = text, .len = len};
	char other[128];
	int result = 0, err;

	while ((err = ini_next(&ini)) > 0 || err == -EINVAL) {
		if (err > 0)
			err = apply_line(s, &ini, other, sizeof(other));
		else
			snprintf(other, sizeof(other), "%s", ini.why);
		if (!err || result)
			continue;
		result = err;
		*line = ini.line;
		snprintf(why, why_len, "%s", other);
	}
	ini_free(&ini);
	return result;
}

/* Returns the path of the file, which the caller frees; NULL: no folder known. */
static char *find_path(void)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	/* The XDG specification: relative paths are to be ignored. */
	if (config && *config == '/')
		return xasprintf("%s/scmi-perf/top.ini", config);
	if (home && *home)
		return xasprintf("%s/.config/scmi-perf/top.ini", home);
	return NULL;
}

/* Opening one can wait for its other end, as with a FIFO. */
static bool is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode);
}

void settings_read(struct top_settings *s, char *wrong, size_t len)
{
	char *path = find_path(), *text = NULL, why[128];
	const bool special = path && is_special(path);
	unsigned int line;
	size_t n;
	int err = path && !special ? read_file(path, SETTINGS_MAX, &text, &n)
				   : -ENOENT;

	*wrong = '\0';
	if (special)
		snprintf(wrong, len, "read %s: not a regular file", path);
	else if (err && err != -ENOENT)
		snprintf(wrong, len, "read %s: %s", path, strerror(-err));
	else if (!err && settings_parse(s, text, n, &line, why, sizeof(why)))
		snprintf(wrong, len, "%s:%u: %s", path, line, why);
	free(text);
	free(path);
}

/* Creates the folders of a file's path. Returns 0 or -errno. */
static int make_folders(char *path)
{
	for (char *at = path; (at = strchr(at + 1, '/'));) {
		int err;

		*at = '\0';
		err = mkdir(path, 0700) && errno != EEXIST ? -errno : 0;
		*at = '/';
		if (err)
			return err;
	}
	return 0;
}

/* Formats the value of @key as in the file. Returns it. */
static const char *value_of(const struct top_settings *s, enum top_setting key,
			    char buf[COLUMNS_LEN])
{
	switch (key) {
	case TOP_SET_INTERVAL:
		return duration_text(s->interval_ns, buf, COLUMNS_LEN);
	case TOP_SET_WINDOW:
		return s->window_ns
			       ? duration_text(s->window_ns, buf, COLUMNS_LEN)
			       : ONE_INTERVAL;
	case TOP_SET_SORT:
		return top_sort_names[s->sort];
	case TOP_SET_INVERTED:
		return s->inverted ? "yes" : "no";
	case TOP_SET_DETAILS:
		return s->hide_details ? "no" : "yes";
	case TOP_SET_GRAPHS:
		return s->hide_graphs ? "no" : "yes";
	case TOP_SET_MOUSE:
		return s->no_mouse ? "no" : "yes";
	case TOP_SET_GROUPING:
		return top_grouping_names[s->grouping];
	case TOP_SET_COLUMNS:
		return columns_format(s->columns, buf);
	case TOP_SETTINGS:
		break;
	}
	return "";
}

static int write_file(const struct top_settings *s, const char *path)
{
	char *text =
		xasprintf("# Settings of scmi-top, written by its key W.\n");
	char value[COLUMNS_LEN];
	int err;

	for (int i = 0; i < TOP_SETTINGS; i++) {
		char *more = xasprintf("%s%s = %s\n", text, keys[i],
				       value_of(s, i, value));

		free(text);
		text = more;
	}
	err = atomic_file_write(path, text, strlen(text));
	free(text);
	return err;
}

char *settings_write(const struct top_settings *s)
{
	char *path = find_path();
	int err;

	if (!path) {
		diag_error("no folder for settings: neither HOME nor "
			   "XDG_CONFIG_HOME is set");
		return NULL;
	}
	if (is_special(path)) {
		diag_error("write %s: not a regular file", path);
		free(path);
		return NULL;
	}
	err = make_folders(path);
	if (!err)
		err = write_file(s, path);
	if (!err)
		return path;
	diag_error("write %s: %s", path, strerror(-err));
	free(path);
	return NULL;
}
