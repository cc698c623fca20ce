// SPDX-License-Identifier: GPL-2.0-only
#include "limits_file.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "ini.h"
#include "nearest_word.h"
#include "text.h"
#include "units.h"

enum value_kind {
	VALUE_TIME,
	VALUE_COUNT,
	VALUE_SLOWDOWN,
	VALUE_INCREASE,
	VALUE_CHANCE,
	VALUE_LOOKS,
	VALUE_SWITCH
};

/* The setting that a key changes. [defaults] does not allow all of them. */
enum setting {
	SET_OPTIONAL,
	SET_LOST,
	SET_MIN_SAMPLES,
	SET_MIN_RUNS,
	SET_MIN_EFFECT,
	SET_ALPHA,
	SET_LOOKS,
	SET_PROVE,
	SET_ALLOW_BLOCKS,
	SET_ALLOW_HOSTS,
	CONDITIONS,
	SET_TIME = CONDITIONS, /* of a statistic */
	SET_COUNT,	       /* of a counter */
	SET_REGRESSION,	       /* of a statistic */
	SET_REGRESSIONS,       /* of all statistics that are compared */
	SET_INCREASE,	       /* of a counter */
};

static const struct key {
	const char *name;
	enum setting setting;
	enum value_kind value;
	int figure;
} keys[] = {
	{"optional", SET_OPTIONAL, VALUE_SWITCH, 0},
	{"alpha", SET_ALPHA, VALUE_CHANCE, 0},
	{"lost", SET_LOST, VALUE_COUNT, 0},
	{"min-samples", SET_MIN_SAMPLES, VALUE_COUNT, 0},
	{"min-runs", SET_MIN_RUNS, VALUE_COUNT, 0},
	{"min-effect", SET_MIN_EFFECT, VALUE_TIME, 0},
	{"prove", SET_PROVE, VALUE_SWITCH, 0},
	{"allow-blocks", SET_ALLOW_BLOCKS, VALUE_SWITCH, 0},
	{"allow-hosts", SET_ALLOW_HOSTS, VALUE_SWITCH, 0},
	{"looks", SET_LOOKS, VALUE_LOOKS, 0},
	{"min", SET_TIME, VALUE_TIME, STAT_MIN},
	{"p10", SET_TIME, VALUE_TIME, STAT_P10},
	{"p50", SET_TIME, VALUE_TIME, STAT_P50},
	{"p90", SET_TIME, VALUE_TIME, STAT_P90},
	{"p99", SET_TIME, VALUE_TIME, STAT_P99},
	{"p999", SET_TIME, VALUE_TIME, STAT_P999},
	{"max", SET_TIME, VALUE_TIME, STAT_MAX},
	{"mean", SET_TIME, VALUE_TIME, STAT_MEAN},
	{"timeouts", SET_COUNT, VALUE_COUNT, LC_TIMED_OUT},
	{"errors", SET_COUNT, VALUE_COUNT, LC_ERRORS},
	{"send-failed", SET_COUNT, VALUE_COUNT, LC_SEND_FAILED},
	{"aged-out", SET_COUNT, VALUE_COUNT, LC_AGED_OUT},
	{"overlapped", SET_COUNT, VALUE_COUNT, LC_OVERLAPPED},
	{"anomalies", SET_COUNT, VALUE_COUNT, LIMIT_ANOMALIES},
	{"max-regression", SET_REGRESSIONS, VALUE_SLOWDOWN, 0},
	{"max-regression-min", SET_REGRESSION, VALUE_SLOWDOWN, STAT_MIN},
	{"max-regression-p10", SET_REGRESSION, VALUE_SLOWDOWN, STAT_P10},
	{"max-regression-p50", SET_REGRESSION, VALUE_SLOWDOWN, STAT_P50},
	{"max-regression-p90", SET_REGRESSION, VALUE_SLOWDOWN, STAT_P90},
	{"max-regression-p99", SET_REGRESSION, VALUE_SLOWDOWN, STAT_P99},
	{"max-regression-mean", SET_REGRESSION, VALUE_SLOWDOWN, STAT_MEAN},
	{"max-increase-timeouts", SET_INCREASE, VALUE_INCREASE, LC_TIMED_OUT},
	{"max-increase-errors", SET_INCREASE, VALUE_INCREASE, LC_ERRORS},
	{"max-increase-send-failed", SET_INCREASE, VALUE_INCREASE,
	 LC_SEND_FAILED},
	{"max-increase-aged-out", SET_INCREASE, VALUE_INCREASE, LC_AGED_OUT},
	{"max-increase-overlapped", SET_INCREASE, VALUE_INCREASE,
	 LC_OVERLAPPED},
	{"max-increase-anomalies", SET_INCREASE, VALUE_INCREASE,
	 LIMIT_ANOMALIES},
};

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))

/* A value and the line that set it; 0: not set. */
struct set_value {
	double value;
	bool relative; /* a fraction of the baseline, 0.05 is 5 % */
	unsigned int line;
};

/* A section while it is read, with a slot for each key. */
struct draft {
	char *name; /* NULL: [defaults] */
	unsigned int line;
	struct selector selector;
	struct set_value set[N_KEYS];
};

struct parser {
	struct limits_error *error;
	unsigned int line;
	struct draft defaults; /* line 0: the file has none */
	struct draft *drafts;
	size_t n, cap;
	struct draft *current; /* NULL: before the first section */
};

__attribute__((format(printf, 3, 4))) static int
refuse(struct parser *p, unsigned int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->error->why, sizeof(p->error->why), fmt, ap);
	va_end(ap);
	p->error->line = line;
	return -EINVAL;
}

static int begin_defaults(struct parser *p)
{
	if (p->defaults.line)
		return refuse(
			p, p->line,
			"duplicate section [defaults], already in line %u",
			p->defaults.line);
	p->defaults.line = p->line;
	p->current = &p->defaults;
	return 0;
}

static int begin_section(struct parser *p, const char *name)
{
	struct draft draft = {.line = p->line};
	char why[sizeof(p->error->why)];

	if (!strcmp(name, "defaults"))
		return begin_defaults(p);
	if (selector_parse(&draft.selector, name, why, sizeof(why)))
		return refuse(p, p->line, "%s", why);
	for (size_t i = 0; i < p->n; i++)
		if (selector_equal(&p->drafts[i].selector, &draft.selector))
			return refuse(p, p->line,
				      "duplicate section, already in line %u",
				      p->drafts[i].line);
	draft.name = xstrdup(name);
	array_reserve(p->drafts, p->n, p->cap);
	p->drafts[p->n] = draft;
	p->current = &p->drafts[p->n++];
	return 0;
}

static int parse_number(const char *text, const char *suffix, double *value)
{
	char *end;

	/* strtod() also accepts "inf", "0x1p3" and "-1" */
	if (!isdigit((unsigned char)*text) || strpbrk(text, "xX"))
		return -EINVAL;
	*value = strtod(text, &end);
	return end != text && !strcmp(end, suffix) && *value < 1e18 ? 0
								    : -EINVAL;
}

/* Parses 5% into 0.05, or a time into ns. */
static int parse_slowdown(const char *text, struct set_value *to)
{
	uint64_t ns = 0;

	to->relative = !parse_number(text, "%", &to->value);
	if (to->relative)
		to->value /= 100;
	else if (parse_duration(text, &ns))
		return -EINVAL;
	else
		to->value = (double)ns;
	return 0;
}

static int parse_value(struct parser *p, const struct key *key,
		       const char *written, struct set_value *to)
{
	static const char *const expected[] = {
		[VALUE_TIME] = "a time with a unit, as in 500us, 1.5ms, 800ns",
		[VALUE_COUNT] = "a whole number",
		[VALUE_SLOWDOWN] = "a percentage or a time, as in 5%, 2us",
		[VALUE_INCREASE] = "a percentage, as in 0%, 50%",
		[VALUE_CHANCE] = "above 0, at most 0.5, as in 0.01",
		[VALUE_LOOKS] = "a whole number from 1 to 100",
		[VALUE_SWITCH] = "yes or no",
	};
	char joined[40];
	const char *text = unit_joined(written, joined, sizeof(joined));
	uint64_t ns = 0;
	int err = -EINVAL;

	switch (key->value) {
	case VALUE_TIME:
		err = parse_duration(text, &ns);
		to->value = (double)ns;
		break;
	case VALUE_COUNT:
		if (strspn(text, "0123456789") == strlen(text))
			err = parse_number(text, "", &to->value);
		break;
	case VALUE_SLOWDOWN:
		err = parse_slowdown(text, to);
		break;
	case VALUE_INCREASE:
		err = parse_number(text, "%", &to->value);
		to->value /= 100;
		to->relative = true;
		break;
	case VALUE_CHANCE:
		err = parse_number(text, "", &to->value);
		if (to->value <= 0 || to->value > 0.5)
			err = -EINVAL;
		break;
	case VALUE_LOOKS:
		err = parse_number(text, "", &to->value);
		if (to->value < 1 || to->value > 100 ||
		    to->value != floor(to->value))
			err = -EINVAL;
		break;
	case VALUE_SWITCH:
		to->value = !strcmp(text, "yes");
		err = to->value > 0 || !strcmp(text, "no") ? 0 : -EINVAL;
		break;
	}
	if (!err)
		return 0;
	return refuse(p, p->line, "invalid value '%.40s' for %s (%s)%s",
		      written, key->name, expected[key->value],
		      strpbrk(written, "#;")
			      ? "; a comment needs a blank before it"
			      : "");
}

static bool is_allowed(const struct key *key, bool in_defaults)
{
	if (in_defaults)
		return key->setting != SET_TIME && key->setting != SET_COUNT &&
		       key->setting != SET_OPTIONAL;
	return key->setting != SET_ALPHA && key->setting != SET_LOOKS;
}

static int refuse_key(struct parser *p, const char *name)
{
	const bool in_defaults = p->current == &p->defaults;
	const char *names[N_KEYS], *meant;
	char list[640] = "";
	size_t n = 0;

	for (size_t i = 0; i < N_KEYS; i++)
		if (is_allowed(&keys[i], in_defaults)) {
			names[n++] = keys[i].name;
			text_append(list, sizeof(list), "%s%s",
				    *list ? ", " : "", keys[i].name);
		}
	meant = nearest_word(name, names, n);
	if (meant)
		return refuse(p, p->line,
			      "unknown key '%.60s', did you mean %s?", name,
			      meant);
	return refuse(p, p->line, "unknown key '%.60s' (one of: %s)", name,
		      list);
}

static int set_key(struct parser *p, const char *name, const char *value)
{
	struct set_value *set;
	size_t i = 0;

	while (i < N_KEYS && strcmp(keys[i].name, name))
		i++;
	if (i == N_KEYS)
		return refuse_key(p, name);
	if (!p->current)
		return refuse(p, p->line, "%s is set before any [section]",
			      name);
	if (!is_allowed(&keys[i], p->current == &p->defaults))
		return refuse(p, p->line,
			      p->current != &p->defaults
				      ? "%s applies to all limits; set it in "
					"[defaults]"
				      : "%s is not allowed in [defaults]; set "
					"it in a section",
			      name);
	set = &p->current->set[i];
	if (set->line)
		return refuse(p, p->line,
			      "duplicate key %s, already in line %u", name,
			      set->line);
	set->line = p->line;
	return parse_value(p, &keys[i], value, set);
}

static int parse_lines(struct parser *p, const char *text, size_t len)
{
	struct ini ini = {.text = text, .len = len};
	int err;

	while ((err = ini_next(&ini)) > 0) {
		p->line = ini.line;
		err = ini.value ? set_key(p, ini.name, ini.value)
				: begin_section(p, ini.name);
		if (err)
			break;
	}
	if (ini.why)
		err = refuse(p, ini.line, "%s", ini.why);
	ini_free(&ini);
	return err;
}

static void add_limit(struct limit_section *section, enum limit_kind kind,
		      int figure, const struct set_value *set)
{
	section->limits[section->n++] = (struct limit){
		kind, figure, set->value, set->relative, set->line};
}

/* Returns the value of a key in this section, or else in [defaults]. */
static const struct set_value *lookup(const struct parser *p,
				      const struct draft *draft, size_t key)
{
	return draft->set[key].line ? &draft->set[key] : &p->defaults.set[key];
}

/* Returns N_KEYS if there is none. */
static size_t find_key(enum setting setting, int figure)
{
	size_t i = 0;

	while (i < N_KEYS &&
	       (keys[i].setting != setting || keys[i].figure != figure))
		i++;
	return i;
}

/*
 * The narrower key applies: the section overrides [defaults], then one statistic
 * overrides all.
 */
static const struct set_value *
lookup_regression(const struct parser *p, const struct draft *draft, int figure)
{
	static const struct set_value none;
	const size_t one = find_key(SET_REGRESSION, figure);
	const size_t all = find_key(SET_REGRESSIONS, 0);

	if (one == N_KEYS)
		return &none;
	if (figure >= STAT_COMPARED)
		return lookup(p, draft, one);
	if (draft->set[one].line)
		return &draft->set[one];
	if (draft->set[all].line)
		return &draft->set[all];
	return p->defaults.set[one].line ? &p->defaults.set[one]
					 : &p->defaults.set[all];
}

static double condition(const struct parser *p, const struct draft *draft,
			enum setting setting, double otherwise)
{
	const struct set_value *set = lookup(p, draft, find_key(setting, 0));

	return set->line ? set->value : otherwise;
}

/* Adds the limit of a statistic, if there is one. */
static int add_regression(struct parser *p, const struct draft *draft,
			  struct limit_section *section, int stat)
{
	const struct set_value *set = lookup_regression(p, draft, stat);

	if (!set->line)
		return 0;
	/* Any difference is more than 0 %, so that limit needs no width. */
	if (set->relative && set->value > 0 && set->value < STATISTIC_STEP &&
	    statistic_step(stat, 1e9) > 0)
		return refuse(p, set->line,
			      "%g%% is finer than a percentile, whose "
			      "histogram has steps of %.1f%%; use "
			      "max-regression-mean",
			      100 * set->value, 100 * STATISTIC_STEP);
	add_limit(section, LIMIT_REGRESSION, stat, set);
	return 0;
}

static int finish_section(struct parser *p, struct draft *draft,
			  struct limit_section *section)
{
	int err = 0;

	section->name = draft->name;
	draft->name = NULL;
	section->line = draft->line;
	section->selector = draft->selector;
	section->optional = condition(p, draft, SET_OPTIONAL, 0) > 0;
	section->conditions = (struct limit_conditions){
		.lost = condition(p, draft, SET_LOST, 0),
		.min_samples = condition(p, draft, SET_MIN_SAMPLES, 1),
		.min_runs = condition(p, draft, SET_MIN_RUNS, 10),
		.min_effect_ns = condition(p, draft, SET_MIN_EFFECT, 0),
		.allow_blocks = condition(p, draft, SET_ALLOW_BLOCKS, 0) > 0,
		.allow_hosts = condition(p, draft, SET_ALLOW_HOSTS, 0) > 0,
		.prove = condition(p, draft, SET_PROVE, 0) > 0,
	};
	section->limits = xcalloc(N_KEYS, sizeof(*section->limits));
	for (size_t i = 0; i < N_KEYS; i++)
		if (draft->set[i].line && keys[i].setting == SET_TIME)
			add_limit(section, LIMIT_TIME, keys[i].figure,
				  &draft->set[i]);
		else if (draft->set[i].line && keys[i].setting == SET_COUNT)
			add_limit(section, LIMIT_COUNT, keys[i].figure,
				  &draft->set[i]);
		else if (keys[i].setting == SET_INCREASE &&
			 lookup(p, draft, i)->line)
			add_limit(section, LIMIT_INCREASE, keys[i].figure,
				  lookup(p, draft, i));
	for (int stat = 0; stat < STATISTICS && !err; stat++)
		err = add_regression(p, draft, section, stat);
	if (err)
		return err;
	if (!section->n)
		return refuse(p, section->line, "[%.80s] sets no limit",
			      section->name);
	return 0;
}

static int finish(struct parser *p, struct limits *l)
{
	int err = 0;

	if (!p->n)
		return refuse(p, 0, "no section with limits");
	l->alpha = condition(p, &p->defaults, SET_ALPHA, 0.01);
	l->looks = condition(p, &p->defaults, SET_LOOKS, 1);
	l->sections = xcalloc(p->n, sizeof(*l->sections));
	for (; l->n < p->n && !err; l->n++)
		err = finish_section(p, &p->drafts[l->n], &l->sections[l->n]);
	return err;
}

int limits_parse(struct limits *l, const char *text, size_t len,
		 struct limits_error *error)
{
	struct parser p = {.error = error};
	int err;

	*l = (struct limits){0};
	*error = (struct limits_error){0};
	if (len > LIMITS_SIZE_MAX)
		err = refuse(&p, 0,
			     "larger than 1 MiB, so this is not a limits file");
	else
		err = parse_lines(&p, text, len);
	if (!err)
		err = finish(&p, l);
	for (size_t i = 0; i < p.n; i++)
		free(p.drafts[i].name);
	free(p.drafts);
	return err;
}

const char *limit_name(const struct limit *limit)
{
	static const enum setting settings[] = {
		[LIMIT_TIME] = SET_TIME,
		[LIMIT_COUNT] = SET_COUNT,
		[LIMIT_REGRESSION] = SET_REGRESSION,
		[LIMIT_INCREASE] = SET_INCREASE,
	};

	return keys[find_key(settings[limit->kind], limit->figure)].name;
}
