// SPDX-License-Identifier: GPL-2.0-only
#include "condition.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "units.h"

#define SECOND_NS 1000000000u

static const char *const value_names[CONDITION_VALUES] = {
	[CONDITION_ANOMALY] = "anomaly",   [CONDITION_LATENCY] = "latency",
	[CONDITION_P50] = "p50",	   [CONDITION_P90] = "p90",
	[CONDITION_P99] = "p99",	   [CONDITION_P999] = "p999",
	[CONDITION_RATE] = "rate",	   [CONDITION_ERRORS] = "errors",
	[CONDITION_TIMEOUTS] = "timeouts",
};

static bool is_time(enum condition_value value)
{
	return value >= CONDITION_LATENCY && value <= CONDITION_P999;
}

/* Parses what is behind the message: ">1ms", "=lost_doorbell". */
static int parse_limit(struct condition *c, const char *text, char *why,
		       size_t why_len)
{
	int kind;
	char *end;

	if (c->value == CONDITION_ANOMALY) {
		c->anomalies = (1u << LA_KINDS) - 1;
		if (!*text)
			return 0;
		kind = name_index(anomaly_names, LA_KINDS, text + 1);
		if (*text == '=' && kind != LA_KINDS) {
			c->anomalies = 1u << kind;
			return 0;
		}
		snprintf(why, why_len,
			 "expected anomaly or anomaly=KIND, such "
			 "as anomaly=late_reply");
		return -EINVAL;
	}
	if (*text != '>') {
		snprintf(why, why_len, "expected > and a limit behind '%s'",
			 value_names[c->value]);
		return -EINVAL;
	}
	if (is_time(c->value)) {
		if (!parse_duration(text + 1, &c->limit))
			return 0;
		snprintf(why, why_len,
			 "the limit of '%s' is a time, such as 1ms",
			 value_names[c->value]);
		return -EINVAL;
	}
	errno = 0;
	c->limit = strtoull(text + 1, &end, 10);
	if (text[1] >= '0' && text[1] <= '9' && !*end && !errno)
		return 0;
	snprintf(why, why_len, "the limit of '%s' is a number",
		 value_names[c->value]);
	return -EINVAL;
}

/* Parses "(MESSAGE)" at @text, if it is there. Returns its end, or NULL. */
static const char *parse_about(struct condition *c, const char *text, char *why,
			       size_t why_len)
{
	char message[128];
	const char *end = strchr(text, ')');

	c->about = (struct message_match){MESSAGE_ANY, MESSAGE_ANY, NULL};
	if (*text != '(')
		return text;
	if (!end) {
		snprintf(why, why_len, "a ) is missing");
		return NULL;
	}
	snprintf(message, sizeof(message), "%.*s", (int)(end - text - 1),
		 text + 1);
	return message_parse(message, &c->about, why, why_len) ? end + 1 : NULL;
}

int condition_parse(struct condition *c, const char *text, char *why,
		    size_t why_len)
{
	const size_t len = strcspn(text, "(>=<");
	const char *rest;

	*c = (struct condition){.text = text};
	while (c->value < CONDITION_VALUES &&
	       (strlen(value_names[c->value]) != len ||
		strncmp(value_names[c->value], text, len) != 0))
		c->value++;
	if (c->value == CONDITION_VALUES) {
		snprintf(why, why_len,
			 "expected one of latency, anomaly, p50, p90, p99, "
			 "p999, rate, errors, timeouts");
		return -EINVAL;
	}
	rest = parse_about(c, text + len, why, why_len);
	return rest ? parse_limit(c, rest, why, why_len) : -EINVAL;
}

void condition_restart(struct condition *c)
{
	for (size_t i = 0; i < CONDITION_PARTS; i++)
		hist_clear(&c->latency[i]);
	c->second = c->n = c->errors = c->timeouts = 0;
}

void condition_free(struct condition *c)
{
	for (size_t i = 0; i < CONDITION_PARTS; i++)
		hist_free(&c->latency[i]);
}

static bool percentile_applies(const struct condition *c, uint64_t *value)
{
	static const unsigned int permille[] = {500, 900, 990, 999};
	struct hist all = {0};
	bool applies = false;

	for (size_t i = 0; i < CONDITION_PARTS; i++)
		hist_merge(&all, &c->latency[i]);
	if (all.count) {
		const uint64_t share = permille[c->value - CONDITION_P50];
		const uint64_t rank = all.count / 1000 * share +
				      (all.count % 1000 * share + 999) / 1000;

		*value = (uint64_t)hist_at_rank(&all, rank);
		applies = *value > c->limit;
	}
	hist_free(&all);
	return applies;
}

/*
 * Goes on to the second of a line. Lines of two processors can come in another order:
 * an earlier one counts for the second of now.
 */
static void go_on(struct condition *c, uint64_t second)
{
	uint64_t steps = second - c->second;

	if (steps > CONDITION_PARTS)
		steps = CONDITION_PARTS;
	for (uint64_t i = 0; i < steps; i++)
		hist_clear(&c->latency[(second - i) % CONDITION_PARTS]);
	c->second = second;
	c->n = c->errors = c->timeouts = 0;
}

static void count(struct condition *c, const struct trace_event *e)
{
	c->n++;
	if (e->status == LC_STATUS_TIMEOUT)
		c->timeouts++;
	else if (e->status)
		c->errors++;
	if (trace_has_start(e))
		hist_add(&c->latency[c->second % CONDITION_PARTS],
			 trace_age_ns(e));
}

static bool counter_applies(const struct condition *c, uint64_t *value)
{
	*value = c->value == CONDITION_RATE	? c->n
		 : c->value == CONDITION_ERRORS ? c->errors
						: c->timeouts;
	return *value > c->limit;
}

/* Takes a transfer into the window. */
static bool window_applies(struct condition *c, const struct trace_event *e,
			   uint64_t *value)
{
	const uint64_t second = e->t.end_ns / SECOND_NS;
	const bool percentile = c->value < CONDITION_RATE;
	bool applies = false;

	if (second > c->second) {
		applies = percentile && percentile_applies(c, value);
		go_on(c, second);
	}
	count(c, e);
	return percentile ? applies : counter_applies(c, value);
}

bool condition_applies(struct condition *c, const struct trace_line *line,
		       uint64_t *value)
{
	const struct trace_event *e = line->event;

	if (!message_matches(&c->about, &line->key))
		return false;
	*value = trace_age_ns(e);
	if (c->value == CONDITION_ANOMALY)
		return e->anomalies & c->anomalies;
	if (e->type != TRACE_TRANSFER)
		return false;
	if (c->value == CONDITION_LATENCY)
		return trace_has_start(e) && *value > c->limit;
	return window_applies(c, e, value);
}

bool condition_applies_at_end(struct condition *c, uint64_t *value)
{
	return c->value >= CONDITION_P50 && c->value <= CONDITION_P999 &&
	       percentile_applies(c, value);
}

const char *condition_value_text(const struct condition *c, uint64_t value,
				 char buf[CONDITION_TEXT])
{
	if (c->value >= CONDITION_RATE)
		snprintf(buf, CONDITION_TEXT, "%" PRIu64, value);
	else if (value < 1000000)
		snprintf(buf, CONDITION_TEXT, "%.1f us", (double)value / 1e3);
	else if (value < SECOND_NS)
		snprintf(buf, CONDITION_TEXT, "%.2f ms", (double)value / 1e6);
	else
		snprintf(buf, CONDITION_TEXT, "%.2f s", (double)value / 1e9);
	return buf;
}
