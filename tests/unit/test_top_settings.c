// SPDX-License-Identifier: GPL-2.0-only
/* The settings of scmi-top, and the errors of their file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit_test.h"
#include "columns.h"
#include "settings.h"

static const struct top_settings defaults = {.interval_ns = 1000000000};
static const struct top_settings others = {.interval_ns = 1500000000,
					   .sort = TOP_SORT_RATE,
					   .inverted = true,
					   .grouping = TOP_BY_TRANSPORT,
					   .window_ns = 60000000000,
					   .columns = 1 << COLUMN_RATE |
						      1 << COLUMN_ALL_MAX};

static void assert_same(const struct top_settings *a,
			const struct top_settings *b)
{
	assert_int_equal(a->interval_ns, b->interval_ns);
	assert_int_equal(a->sort, b->sort);
	assert_int_equal(a->inverted, b->inverted);
	assert_int_equal(a->grouping, b->grouping);
	assert_int_equal(a->window_ns, b->window_ns);
	assert_int_equal(a->columns, b->columns);
}

static void test_everything(void **state)
{
	static const char text[] = "# a comment\n"
				   "interval = 1.5s\r\n"
				   "\n"
				   " sort=rate \n"
				   "inverted\t= yes\n"
				   "window = 60s\n"
				   "columns = all-max,rate\n"
				   "group = transport";
	struct top_settings s = defaults;
	unsigned int line;
	char why[128];

	assert_int_equal(
		settings_parse(&s, text, strlen(text), &line, why, sizeof(why)),
		0);
	assert_same(&s, &others);
}

/* An invalid line is reported and ignored; the other lines apply. */
static void test_wrong_lines(void **state)
{
	static const struct {
		const char *line, *why;
	} wrong[] = {
		{"colour = red", "unknown key 'colour'"},
		{"= 1s", "unknown key ''"},
		{"interval", "neither [section] nor key = value"},
		{"[top]", "unexpected section"},
		{"[top", "a section must end with ]"},
		{"interval = 1", "invalid value '1' for interval (from 100ms "
				 "to 1h, with a unit)"},
		{"interval = 99ms", "invalid value '99ms' for interval (from "
				    "100ms to 1h, with a unit)"},
		{"interval = 2h", "invalid value '2h' for interval (from 100ms "
				  "to 1h, with a unit)"},
		{"sort = P99", "invalid value 'P99' for sort (one of: p99, "
			       "p50, p90, max, rate, time, errors, name)"},
		{"sort =", "invalid value '' for sort (one of: p99, p50, p90, "
			   "max, rate, time, errors, name)"},
		{"inverted = true",
		 "invalid value 'true' for inverted (one of: yes, no)"},
		{"group = all",
		 "invalid value 'all' for group (one of: "
		 "message, resource, task, driver, protocol, channel, "
		 "instance, transport)"},
		{"window = 2h", "invalid value '2h' for window (from 1s to 1h, "
				"with a unit, or 'interval')"},
		{"columns = p98", "invalid value 'p98' for columns (auto, or a "
				  "list of names, such as rate,p50,max)"},
		{"columns = p99,", "invalid value 'p99,' for columns (auto, or "
				   "a list of names, such as rate,p50,max)"},
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct top_settings s = defaults, expected = defaults;
		unsigned int line = 0;
		char text[256], why[128] = "";

		expected.inverted = true;
		snprintf(text, sizeof(text),
			 "\n%s\ninverted = yes\nlater = wrong\n",
			 wrong[i].line);
		assert_int_equal(settings_parse(&s, text, strlen(text), &line,
						why, sizeof(why)),
				 -EINVAL);
		assert_int_equal(line, 2);
		assert_string_equal(why, wrong[i].why);
		assert_same(&s, &expected);
	}
}

static void test_file(void **state)
{
	char folder[] = "/tmp/test_top_settings.XXXXXX", path[128];
	struct top_settings s = defaults;
	struct stat st;
	char *written, wrong[256];

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/config", folder);
	setenv("XDG_CONFIG_HOME", path, 1);
	settings_read(&s, wrong, sizeof(wrong));
	assert_same(&s, &defaults);
	written = settings_write(&others);
	snprintf(path, sizeof(path), "%s/config/scmi-perf/top.ini", folder);
	assert_string_equal(written, path);
	free(written);
	settings_read(&s, wrong, sizeof(wrong));
	assert_same(&s, &others);
	assert_string_equal(wrong, "");

	/* A relative path is ignored: the default applies. */
	setenv("XDG_CONFIG_HOME", "config", 1);
	setenv("HOME", folder, 1);
	written = settings_write(&defaults);
	s.columns = 1; /* the file has "auto" */
	snprintf(path, sizeof(path), "%s/.config/scmi-perf/top.ini", folder);
	assert_string_equal(written, path);
	free(written);
	assert_int_equal(stat(path, &st), 0);
	settings_read(&s, wrong, sizeof(wrong));
	assert_same(&s, &defaults);

	/* A FIFO is refused, and not waited for. */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_null(settings_write(&s));
	settings_read(&s, wrong, sizeof(wrong));
	assert_non_null(strstr(wrong, "top.ini: not a regular file"));
	assert_same(&s, &defaults);

	/* HOME is not a directory, or is not set. */
	setenv("HOME", "/dev/null", 1);
	assert_null(settings_write(&s));
	settings_read(&s, wrong, sizeof(wrong));
	assert_string_equal(wrong, "read /dev/null/.config/scmi-perf/top.ini: "
				   "Not a directory");
	unsetenv("HOME");
	assert_null(settings_write(&s));
	settings_read(&s, wrong, sizeof(wrong));
	assert_same(&s, &defaults);
	snprintf(path, sizeof(path), "rm -r %s", folder);
	assert_int_equal(system(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything),
		cmocka_unit_test(test_wrong_lines),
		cmocka_unit_test(test_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
