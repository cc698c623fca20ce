// SPDX-License-Identifier: GPL-2.0-only
/* Parses the text of a specification and reports errors in it. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "load.h"

static const char usage[] =
	"WORK:N[,threads=T][,gap=US][,rate=R][,async][,poll][,notify][,fast][,"
	"each][,"
	"all]"
	"[,instance=I] with "
	"WORK one of: sensor, clock, perf, power, reset, voltage, vendor, "
	"mixed";

static int syntax_error(const char *text, const char *at, const char *why)
{
	pr_err("run '%s': character %td: %s; expected %s\n", text,
	       at - text + 1, why, usage);
	return -EINVAL;
}

static bool skip(const char **at, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*at, word, n))
		return false;
	*at += n;
	return true;
}

/* Reads at most ten digits, because no limit has more. */
static bool number(const char **at, u64 *value)
{
	const char *p = *at;

	*value = 0;
	while (isdigit(*p) && p - *at < 10)
		*value = *value * 10 + (*p++ - '0');
	if (p == *at || isdigit(*p))
		return false;
	*at = p;
	return true;
}

/* Parses an option's value. *@value is 0 if the option was not given before. */
static int option(const char *text, const char **at, u32 *value, u32 min,
		  u32 max)
{
	const char *start = *at;
	u64 n;

	if (*value)
		return syntax_error(text, start, "given twice");
	if (!number(at, &n) || n < min || n > max) {
		pr_err("run '%s': character %td: expected a number from %u "
		       "to %u\n",
		       text, start - text + 1, min, max);
		return -EINVAL;
	}
	*value = n;
	return 0;
}

static int transfers(struct load_spec *spec, const char *text, const char **at)
{
	const char *start = *at;
	u64 n;

	if (!isdigit(*start))
		return syntax_error(text, start,
				    "the number of transfers is missing");
	if (!number(at, &n) || n > LOAD_MAX_TRANSFERS) {
		pr_err("run '%s': character %td: at most %u transfers per "
		       "run; use several runs\n",
		       text, start - text + 1, LOAD_MAX_TRANSFERS);
		return -E2BIG;
	}
	if (!n)
		return syntax_error(text, start, "no transfers");
	spec->transfers = n;
	return 0;
}

static bool work_name(enum load_work *work, const char **at)
{
	const char *p = *at;
	int i;

	for (i = 0; i <= LOAD_MIXED; i++, p = *at)
		if (skip(&p, load_work_name(i)) && skip(&p, ":")) {
			*work = i;
			*at = p;
			return true;
		}
	return false;
}

/* Sets an option without a value; @word is its position. */
static int flag(const struct load_spec *spec, const char *text,
		const char *word, bool *value, bool possible)
{
	if (*value)
		return syntax_error(text, word, "given twice");
	if (!possible) {
		pr_err("run '%s': character %td: the driver API has no such "
		       "operation for %s\n",
		       text, word - text + 1, load_work_name(spec->work));
		return -EINVAL;
	}
	*value = true;
	return 0;
}

static int instance(struct load_spec *spec, const char *text, const char **at)
{
	const char *start = *at;
	u64 n;

	if (spec->instance_plus)
		return syntax_error(text, start, "given twice");
	if (!number(at, &n) || n >= LOAD_MAX_INSTANCES)
		return syntax_error(text, start,
				    "invalid number of an instance");
	spec->instance_plus = n + 1;
	return 0;
}

/* Parses one option; @at is at its comma. */
static int any_option(struct load_spec *s, const char *text, const char **at)
{
	const char *word = *at + 1;

	if (skip(at, ",threads="))
		return option(text, at, &s->threads, 1, LOAD_MAX_THREADS);
	if (skip(at, ",gap="))
		return option(text, at, &s->gap_us, 0, LOAD_MAX_GAP_US);
	if (skip(at, ",rate="))
		return option(text, at, &s->rate, 1, LOAD_MAX_RATE);
	if (skip(at, ",async"))
		return flag(s, text, word, &s->async,
			    load_work_has_async(s->work));
	if (skip(at, ",poll"))
		return flag(s, text, word, &s->poll,
			    load_work_has_poll(s->work));
	if (skip(at, ",notify"))
		return flag(s, text, word, &s->notify, true);
	if (skip(at, ",fast"))
		return flag(s, text, word, &s->fast,
			    load_work_has_fast(s->work));
	if (skip(at, ",each"))
		return flag(s, text, word, &s->each, true);
	if (skip(at, ",all"))
		return flag(s, text, word, &s->all, true);
	if (skip(at, ",instance="))
		return instance(s, text, at);
	return syntax_error(text, *at, "unexpected text");
}

/* Returns why options exclude each other, or NULL. */
static const char *contradiction(const struct load_spec *s)
{
	if (s->fast && (s->poll || s->notify))
		return "a fast channel has neither replies nor notifications";
	if (s->each && (s->fast || s->async || s->poll || s->notify))
		return "each is for plain requests";
	if (s->async && s->poll)
		return "a delayed response cannot be polled for";
	if (s->rate && s->gap_us)
		return "a rate has no gap";
	if (s->all && s->instance_plus)
		return "one instance or all of them";
	if (s->all && s->notify)
		return "notifications are those of one instance";
	return NULL;
}

int load_spec_parse(struct load_spec *spec, const char *text)
{
	struct load_spec s = {};
	const char *at = text, *why;
	int ret;

	if (!work_name(&s.work, &at))
		return syntax_error(text, at, "unknown protocol");
	ret = transfers(&s, text, &at);
	while (!ret && *at)
		ret = any_option(&s, text, &at);
	if (ret)
		return ret;
	why = contradiction(&s);
	if (why)
		return syntax_error(text, at, why);

	if (!s.threads)
		s.threads = 1;
	strscpy(s.text, text, sizeof(s.text));
	*spec = s;
	return 0;
}
