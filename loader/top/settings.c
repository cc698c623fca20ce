// SPDX-License-Identifier: GPL-2.0-only
#include "settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "atomic_file.h"
#include "diag.h"
#include "ini.h"
#include "units.h"

/* No file of settings is longer. */
#define SIZE_MAX_TEXT 65536

static const char *const keys[TOP_SETTINGS] = {"interval", "sort", "inverted",
					       "group"};

static int set_inverted(struct top_settings *s, const char *value)
{
	if (strcmp(value, "yes") && strcmp(value, "no"))
		return -EINVAL;
	s->inverted = !strcmp(value, "yes");
	return 0;
}

static int set_interval(struct top_settings *s, const char *value)
{
	uint64_t ns;

	if (parse_duration(value, &ns) || ns < TOP_INTERVAL_MIN ||
	    ns > TOP_INTERVAL_MAX)
		return -EINVAL;
	s->interval_ns = ns;
	return 0;
}

static int set_sort(struct top_settings *s, const char *value)
{
	for (enum top_sort sort = 0; sort < TOP_SORTS; sort++)
		if (!strcmp(top_sort_name(sort), value)) {
			s->sort = sort;
			return 0;
		}
	return -EINVAL;
}

static int set_grouping(struct top_settings *s, const char *value)
{
	for (enum top_grouping g = 0; g < TOP_GROUPINGS; g++)
		if (!strcmp(top_grouping_name(g), value)) {
			s->grouping = g;
			return 0;
		}
	return -EINVAL;
}

int settings_set(struct top_settings *s, enum top_setting key,
		 const char *value)
{
	switch (key) {
	case TOP_SET_INTERVAL:
		return set_interval(s, value);
	case TOP_SET_SORT:
		return set_sort(s, value);
	case TOP_SET_INVERTED:
		return set_inverted(s, value);
	case TOP_SET_GROUPING:
		return set_grouping(s, value);
	case TOP_SETTINGS:
		break;
	}
	return -EINVAL;
}

/* A line's key and value: 0 or -EINVAL with @why. */
static int set(struct top_settings *s, const struct ini *ini, char *why,
	       size_t len)
{
	enum top_setting key = 0;

	if (!ini->value) {
		snprintf(why, len, "there are no sections here");
		return -EINVAL;
	}
	while (key < TOP_SETTINGS && strcmp(keys[key], ini->name))
		key++;
	if (key == TOP_SETTINGS) {
		snprintf(why, len, "key '%.40s' is unknown", ini->name);
		return -EINVAL;
	}
	if (!settings_set(s, key, ini->value))
		return 0;
	snprintf(why, len, "'%.40s' is nothing that %s can be", ini->value,
		 ini->name);
	return -EINVAL;
}

int settings_parse(struct top_settings *s, const char *text, size_t len,
		   unsigned int *line, char *why, size_t why_len)
{
	struct ini ini = {.text = text, .len = len};
	char other[96];
	int result = 0, err;

	while ((err = ini_next(&ini)) > 0 || err == -EINVAL) {
		if (err > 0)
			err = set(s, &ini, other, sizeof(other));
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

/* $XDG_CONFIG_HOME/scmi-perf/top.ini; the caller frees. NULL: there is none. */
static char *find_path(void)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char *path;
	int n;

	/* The specification has relative ones ignored. */
	if (config && *config == '/')
		n = asprintf(&path, "%s/scmi-perf/top.ini", config);
	else if (home && *home)
		n = asprintf(&path, "%s/.config/scmi-perf/top.ini", home);
	else
		return NULL;
	return n < 0 ? NULL : path;
}

static void read_file(struct top_settings *s, FILE *in, const char *path,
		      char *wrong, size_t wrong_len)
{
	static char text[SIZE_MAX_TEXT];
	size_t len = fread(text, 1, sizeof(text), in);
	unsigned int line = 0;
	char why[128];

	if (ferror(in))
		snprintf(wrong, wrong_len, "read %s: %s", path,
			 strerror(errno));
	else if (settings_parse(s, text, len, &line, why, sizeof(why)))
		snprintf(wrong, wrong_len, "%s:%u: %s", path, line, why);
}

void settings_read(struct top_settings *s, char *wrong, size_t len)
{
	char *path = find_path();
	FILE *in = path ? fopen(path, "re") : NULL;

	*wrong = '\0';
	if (in) {
		read_file(s, in, path, wrong, len);
		fclose(in);
	} else if (path && errno != ENOENT) {
		snprintf(wrong, len, "read %s: %s", path, strerror(errno));
	}
	free(path);
}

/* Makes the folders of a file's path. 0 or -errno. */
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

static int write_file(const struct top_settings *s, const char *path)
{
	char interval[24], text[256];
	int n = snprintf(
		text, sizeof(text),
		"# How scmi-top begins: written by its key W.\n"
		"%s = %s\n%s = %s\n%s = %s\n%s = %s\n",
		keys[TOP_SET_INTERVAL],
		duration_text(s->interval_ns, interval, sizeof(interval)),
		keys[TOP_SET_SORT], top_sort_name(s->sort),
		keys[TOP_SET_INVERTED], s->inverted ? "yes" : "no",
		keys[TOP_SET_GROUPING], top_grouping_name(s->grouping));

	return atomic_file_write(path, text, (size_t)n);
}

char *settings_write(const struct top_settings *s)
{
	char *path = find_path();
	int err;

	if (!path) {
		diag_error("there is no place for settings: neither HOME nor "
			   "XDG_CONFIG_HOME is set");
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
