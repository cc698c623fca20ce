// SPDX-License-Identifier: GPL-2.0-only
/* PROTO:N[,threads=T][,gap=US]: from text to numbers, or to a complaint. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "load.h"

static const char usage[] =
	"PROTO:N[,threads=T][,gap=US], PROTO sensor or clock";

const char *load_protocol_name(u8 protocol)
{
	return protocol == SCMI_PROTOCOL_SENSOR ? "sensor" : "clock";
}

static int complain(const char *text, const char *at, const char *why)
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

/* At most ten digits are read: no limit here is longer. */
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

/* An option's value; 0 means that it was not given yet. */
static int option(const char *text, const char **at, u32 *value, u32 min,
		  u32 max)
{
	const char *start = *at;
	u64 n;

	if (*value)
		return complain(text, start, "given twice");
	if (!number(at, &n) || n < min || n > max) {
		pr_err("run '%s': character %td: a number from %u to %u is "
		       "expected\n",
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
		return complain(text, start,
				"the number of transfers is missing");
	if (!number(at, &n) || n > LOAD_MAX_TRANSFERS) {
		pr_err("run '%s': character %td: at most %u transfers in a "
		       "run; do several runs\n",
		       text, start - text + 1, LOAD_MAX_TRANSFERS);
		return -E2BIG;
	}
	if (!n)
		return complain(text, start, "no transfers");
	spec->transfers = n;
	return 0;
}

int load_spec_parse(struct load_spec *spec, const char *text)
{
	struct load_spec s = {};
	const char *at = text;
	int ret;

	if (skip(&at, "sensor:"))
		s.protocol = SCMI_PROTOCOL_SENSOR;
	else if (skip(&at, "clock:"))
		s.protocol = SCMI_PROTOCOL_CLOCK;
	else
		return complain(text, at, "unknown protocol");

	ret = transfers(&s, text, &at);
	while (!ret && *at) {
		if (skip(&at, ",threads="))
			ret = option(text, &at, &s.threads, 1,
				     LOAD_MAX_THREADS);
		else if (skip(&at, ",gap="))
			ret = option(text, &at, &s.gap_us, 0, LOAD_MAX_GAP_US);
		else
			ret = complain(text, at, "unexpected text");
	}
	if (ret)
		return ret;

	if (!s.threads)
		s.threads = 1;
	strscpy(s.text, text);
	*spec = s;
	return 0;
}
