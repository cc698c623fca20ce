// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "limits_file.h"
#include "names.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

static void parse(struct limits *l, const char *text)
{
	struct limits_error error;

	if (limits_parse(l, text, strlen(text), &error))
		fail_msg("line %u: %s", error.line, error.why);
}

static const struct limit *find(const struct limit_section *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(limit_name(&s->limits[i]), name))
			return &s->limits[i];
	fail_msg("no limit %s", name);
	return NULL;
}

static void check_limit(const struct limit_section *s, const char *name,
			double most, unsigned int line)
{
	const struct limit *limit = find(s, name);

	if (fabs(limit->most - most) > 1e-9 || limit->line != line)
		fail_msg("%s: %g in line %u", name, limit->most, limit->line);
}

static void test_everything(void **state)
{
	static const char text[] = "# comment\r\n"
				   "; and another\n"
				   "\n"
				   "[* CLOCK:* *]\n"
				   "errors = 3\n"
				   "lost=7\n"
				   "  [defaults]  \n"
				   "alpha = 0.02\n"
				   "max-regression = 5%\n"
				   "max-regression-p99 = 12.5%\n"
				   "min-runs = 4\n"
				   "min-effect = 2us\n"
				   "\t[unknown SENSOR_READING_GET total]\n"
				   "p99\t=\t500us   \n"
				   "max = 1.5ms\n"
				   "mean = 20us\n"
				   "timeouts = 0\n"
				   "max-regression-mean = 1%\n"
				   "max-regression-p50 = 1.5us\n"
				   "min-effect = 100ns\n"
				   "min-samples = 1000";
	const struct limit_section *s;
	struct limits l;

	parse(&l, text);
	assert_int_equal(l.n, 2);
	assert_true(fabs(l.alpha - 0.02) < 1e-12);
	s = &l.sections[0];
	assert_string_equal(s->name, "* CLOCK:* *");
	assert_int_equal(s->line, 4);
	assert_int_equal(s->n, 5);
	check_limit(s, "errors", 3, 5);
	check_limit(s, "max-regression-p50", 0.05, 9);
	check_limit(s, "max-regression-p90", 0.05, 9);
	check_limit(s, "max-regression-p99", 0.125, 10);
	check_limit(s, "max-regression-mean", 0.05, 9);
	assert_true(s->conditions.lost == 7);
	assert_true(s->conditions.min_runs == 4);
	assert_true(s->conditions.min_effect_ns == 2000);
	assert_true(s->conditions.min_samples == 1);
	assert_int_equal(s->selector.message.protocol, 0x14);
	assert_int_equal(s->selector.message.message, MESSAGE_ANY);
	s = &l.sections[1];
	assert_int_equal(s->n, 8);
	check_limit(s, "p99", 500000, 14);
	check_limit(s, "max", 1500000, 15);
	check_limit(s, "mean", 20000, 16);
	check_limit(s, "timeouts", 0, 17);
	check_limit(s, "max-regression-mean", 0.01, 18);
	assert_true(find(s, "max-regression-mean")->relative);
	check_limit(s, "max-regression-p50", 1500, 19);
	assert_false(find(s, "max-regression-p50")->relative);
	check_limit(s, "max-regression-p99", 0.125, 10);
	assert_true(s->conditions.min_effect_ns == 100);
	assert_true(s->conditions.min_samples == 1000);
	assert_true(s->conditions.lost == 0);
	limits_free(&l);
}

static void test_built_in_defaults(void **state)
{
	struct limits l;

	parse(&l, "[* * total]\nmax-regression = 3%\n");
	assert_true(fabs(l.alpha - 0.01) < 1e-12);
	assert_int_equal(l.sections[0].n, STAT_COMPARED);
	assert_true(l.sections[0].conditions.min_runs == 10);
	assert_true(l.sections[0].conditions.lost == 0);
	assert_true(l.sections[0].conditions.min_effect_ns == 0);
	limits_free(&l);
	/* They are exact, or any difference is over the limit. */
	parse(&l, "[* * total]\nmax-regression-mean = 0.1%\n"
		  "max-regression-min = 0.1%\nmax-regression-p10 = 0%\n");
	assert_int_equal(l.sections[0].n, 3);
	limits_free(&l);
	/* A key of the section [* * *] overrides a default of a single key. */
	parse(&l, "[defaults]\nmax-regression-p50 = 9%\n"
		  "[* * total]\nmax-regression = 3%\n");
	check_limit(&l.sections[0], "max-regression-p50", 0.03, 4);
	limits_free(&l);
}

/* Blanks before units and comments behind values are accepted. */
static void test_lenient(void **state)
{
	const struct limit_section *s;
	struct limits l;

	parse(&l, "[* * total] # of all boards\n"
		  "p99 = 500 us\t; more than enough\n"
		  "max = 1.5\tms # once\n"
		  "timeouts = 0 #\n"
		  "max-regression = 5 %\n"
		  "max-regression-p90 = 2  us\n"
		  "optional = yes # not on all of them\n"
		  "[* * wakeup]\noptional = no\np50 = 1s\n"
		  "[* * service]\np50 = 1s\n");
	s = &l.sections[0];
	assert_string_equal(s->name, "* * total");
	check_limit(s, "p99", 500000, 2);
	check_limit(s, "max", 1500000, 3);
	check_limit(s, "timeouts", 0, 4);
	check_limit(s, "max-regression-p50", 0.05, 5);
	check_limit(s, "max-regression-p90", 2000, 6);
	assert_true(s->optional);
	assert_false(l.sections[1].optional);
	assert_false(l.sections[2].optional);
	limits_free(&l);
}

static void test_refused(void **state)
{
	static const struct {
		const char *text;
		unsigned int line;
		const char *why;
	} files[] = {
		{"", 0, "no section"},
		{"# only this\n", 0, "no section"},
		{"[defaults]\nlost = 0\n", 0, "no section"},
		{"p99 = 5us\n", 1, "p99 is set before any [section]"},
		{"[* * total]\n", 1, "sets no limit"},
		{"[* * total]\nlost = 0\n", 1, "sets no limit"},
		{"[* * total]\nmax-regression-p50 = 0.5%\n", 2,
		 "0.5% is finer than a percentile, whose histogram has steps "
		 "of 0.8%; use max-regression-mean"},
		{"[* * total]\nmax-regression = 0.7%\n", 2, "0.7% is finer"},
		{"[* * total]\np99\n", 2, "neither [section] nor key"},
		{"[* * total]\np99: 5us\n", 2, "neither [section] nor key"},
		{"[* * total\np99 = 5us\n", 1, "must end with ]"},
		{"[* * total]# x\np99 = 5us\n", 1, "must end with ]"},
		{"[* * total x # y\np99 = 5us\n", 1, "must end with ]"},
		{"[\n", 1, "must end with ]"},
		{"[]\n", 1, "TRANSPORT MESSAGE PHASE"},
		{"[* total]\n", 1, "TRANSPORT MESSAGE PHASE"},
		{"[* * total x y]\n", 1, "TRANSPORT MESSAGE PHASE"},
		{"[* * * * * * *]\n", 1, "TRANSPORT MESSAGE PHASE"},
		{"[pigeon * total]\n", 1, "unknown transport 'pigeon'"},
		{"[* NO_SUCH total]\n", 1, "unknown message 'NO_SUCH'"},
		{"[* SENSOR:NO total]\n", 1, "unknown message 'SENSOR:NO'"},
		{"[* CLOCK:SENSOR_READING_GET total]\n", 1, "unknown "},
		{"[* 6 total]\n", 1, "unknown message '6'"},
		{"[* 0x15:0x100 total]\n", 1, "unknown message '0x15:0x100'"},
		{"[* 0x15:-1 total]\n", 1, "unknown "},
		{"[* : total]\n", 1, "unknown "},
		{"[* * later]\n", 1, "unknown phase 'later'"},
		{"[* * total]\np98 = 5us\n", 2,
		 "unknown key 'p98' (one of: optional, lost, min-samples"},
		{"[* * total]\nP99 = 5us\n", 2,
		 "unknown key 'P99', did you mean p99?"},
		{"[* * total]\n= 5us\n", 2, "unknown key ''"},
		{"[* * total]\np99 = 500\n", 2,
		 "invalid value '500' for p99 (a time with a unit"},
		{"[* * total]\np99 = 5 u s\n", 2, "a time with a unit"},
		{"[* * total]\np99 = 5 0us\n", 2, "a time with a unit"},
		{"[* * total]\ntimeouts = 1 0\n", 2, "whole number"},
		{"[* * total]\ntimeout = 0\n", 2,
		 "unknown key 'timeout', did you mean timeouts?"},
		{"[* * total]\nMax_Regresion-p99 = 5%\n", 2,
		 "did you mean max-regression-p99?"},
		{"[* * total]\np99 = 5us\noptional = true\n", 3, "yes or no"},
		{"[defaults]\noptional = yes\n", 2, "set it in a section"},
		{"[* * total]\noptional = yes\n", 1, "sets no limit"},
		{"[* * total]\np99 = -5us\n", 2, "a time with a unit"},
		{"[* * total]\np99 = infus\n", 2, "a time with a unit"},
		{"[* * total]\np99 =\n", 2, "a time with a unit"},
		{"[* * total]\np99 = 5us# why\n", 2,
		 "a comment needs a blank before it"},
		{"[* * total]\ntimeouts = few\n", 2, "whole number"},
		{"[* * total]\ntimeouts = 1.5\n", 2, "whole number"},
		{"[* * total]\ntimeouts = -1\n", 2, "whole number"},
		{"[* * total]\ntimeouts = 0us\n", 2, "whole number"},
		{"[* * total]\ntimeouts =\n", 2, "whole number"},
		{"[* * total]\nmax-regression = 5\n", 2,
		 "a percentage or a time"},
		{"[* * total]\nmax-regression = %\n", 2, "percentage"},
		{"[* * total]\nalpha = 0.01\n", 2, "set it in [defaults]"},
		{"[defaults]\nalpha = 0\n", 2, "above 0, at most 0.5"},
		{"[defaults]\nalpha = 1%\n", 2, "above 0, at most 0.5"},
		{"[defaults]\nalpha = 0.6\n", 2, "above 0, at most 0.5"},
		{"[defaults]\np99 = 5us\n", 2, "set it in a section"},
		{"[defaults]\ntimeouts = 0\n", 2, "set it in a section"},
		{"[defaults]\n[defaults]\n", 2, "already in line 1"},
		{"[* * total]\nmax = 1s\nmax = 1s\n", 3, "already in line 2"},
		{"[* * total]\nmax = 1s\n[*  * total]\n", 3,
		 "already in line 1"},
		{"\xef\xbb\xbf[* * total]\nmax = 1s\n", 1, "neither [section]"},
	};

	for (size_t i = 0; i < N(files); i++) {
		struct limits_error error;
		struct limits l;

		assert_int_equal(limits_parse(&l, files[i].text,
					      strlen(files[i].text), &error),
				 -22);
		if (error.line != files[i].line ||
		    !strstr(error.why, files[i].why))
			fail_msg("'%s': line %u: %s", files[i].text, error.line,
				 error.why);
		limits_free(&l);
	}
}

static void test_not_text(void **state)
{
	static const char nul[] = "[* * total]\nmax = 1s\n\0x";
	char *large = malloc(LIMITS_SIZE_MAX + 1);
	struct limits_error error;
	struct limits l;

	assert_int_equal(limits_parse(&l, nul, sizeof(nul), &error), -22);
	assert_int_equal(error.line, 3);
	assert_non_null(strstr(error.why, "NUL"));
	limits_free(&l);
	memset(large, '\n', LIMITS_SIZE_MAX + 1);
	assert_int_equal(limits_parse(&l, large, LIMITS_SIZE_MAX + 1, &error),
			 -22);
	assert_int_equal(error.line, 0);
	assert_non_null(strstr(error.why, "larger"));
	limits_free(&l);
	free(large);
}

static bool selects(const char *text, struct series_key key)
{
	struct selector s;
	char why[160];

	if (selector_parse(&s, text, why, sizeof(why)))
		fail_msg("%s: %s", text, why);
	return selector_has_key(&s, &key);
}

static void test_selectors(void **state)
{
	const struct series_key reading = {.protocol = 0x15, .message = 6};
	const struct series_key version = {.protocol = 0x14, .message = 0};
	const struct series_key vendor = {.protocol = 0x80, .message = 3};
	struct selector s;
	char why[160];

	assert_true(selects("* * *", reading));
	assert_true(selects("unknown SENSOR_READING_GET total", reading));
	assert_false(selects("* SENSOR_READING_GET total", version));
	assert_true(selects("* SENSOR:SENSOR_READING_GET total", reading));
	assert_true(selects("* SENSOR:6 total", reading));
	assert_true(selects("* 0x15:* total", reading));
	assert_true(selects("* 21:0x6 total", reading));
	assert_false(selects("* SENSOR:5 total", reading));
	assert_false(selects("* SENSOR:* total", vendor));
	assert_true(selects("* 0x80:3 total", vendor));
	/* A name that several protocols share matches all of them. */
	assert_string_equal(message_name(0, 0x14, 0), message_name(0, 0x15, 0));
	assert_true(selects("* PROTOCOL_VERSION total", version));
	assert_true(selects("* CLOCK:PROTOCOL_VERSION total", version));
	assert_false(selects("* SENSOR:PROTOCOL_VERSION total", version));
	assert_int_equal(selector_parse(&s, "* * *", why, sizeof(why)), 0);
	assert_true(selector_has_phase(&s, LC_TOTAL));
	assert_false(selector_has_phase(&s, LC_TIMEOUT));
	assert_int_equal(selector_parse(&s, "* * timeout", why, sizeof(why)),
			 0);
	assert_false(selector_has_phase(&s, LC_TOTAL));
	assert_true(selector_has_phase(&s, LC_TIMEOUT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything),
		cmocka_unit_test(test_built_in_defaults),
		cmocka_unit_test(test_lenient),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_not_text),
		cmocka_unit_test(test_selectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
