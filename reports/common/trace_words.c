// SPDX-License-Identifier: GPL-2.0-only
#include "trace_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "text.h"

const enum lc_phase trace_phases[TRACE_PHASES] = {LC_SUBMIT,	LC_DOORBELL,
						  LC_SERVICE,	LC_DISPATCH,
						  LC_TRANSPORT, LC_WAKEUP};

const char *const trace_type_names[TRACE_LINES] = {
	[TRACE_TRANSFER] = "transfer",
	[TRACE_DELAYED] = "delayed",
	[TRACE_ANOMALY] = "anomaly",
	[TRACE_NOTIFICATION] = "notification",
};

struct lc_ended trace_split(const struct trace_event *e)
{
	struct lc_ended ended = {0};

	if (e->type == TRACE_TRANSFER && trace_has_start(e))
		lc_split_phases(&e->t, e->status, &ended);
	return ended;
}

static const char *us_text(uint64_t ns, char buf[TRACE_US])
{
	snprintf(buf, TRACE_US, "%" PRIu64 ".%03u", ns / 1000,
		 (unsigned int)(ns % 1000));
	return buf;
}

const char *trace_total(const struct trace_event *e, const char *unknown,
			char buf[TRACE_US])
{
	return e->type != TRACE_NOTIFICATION && trace_has_start(e)
		       ? us_text(trace_age_ns(e), buf)
		       : unknown;
}

const char *trace_phase(const struct lc_ended *ended, int i,
			const char *unknown, char buf[TRACE_US])
{
	const enum lc_phase phase = trace_phases[i];

	return ended->phases & 1u << phase ? us_text(ended->ns[phase], buf)
					   : unknown;
}

const char *trace_comm(const struct trace_event *e, char buf[TRACE_WORD])
{
	char bounded[sizeof(e->comm) + 1], *to = buf, *escaped;

	snprintf(bounded, sizeof(bounded), "%.16s", e->comm);
	escaped = text_escape(bounded);
	for (const char *s = escaped; *s; s++)
		to = *s == ' ' ? stpcpy(to, "\\x20") : (*to = *s, to + 1);
	*to = '\0';
	free(escaped);
	return *buf ? buf : "-";
}

const char *trace_about(const struct series_key *key, char buf[TRACE_MESSAGE])
{
	char number[8];
	const char *message = key_message_label(key, number, sizeof(number));

	if (key->resource_plus)
		snprintf(buf, TRACE_MESSAGE, "%s(%" PRIu32 ")", message,
			 key->resource_plus - 1);
	else
		snprintf(buf, TRACE_MESSAGE, "%s", message);
	return buf;
}

const char *trace_status(const struct trace_event *e, char buf[TRACE_STATUS])
{
	/* Without overflow for any number. */
	const char *error = strerrorname_np((int)(0u - (uint32_t)e->status));

	switch (e->type) {
	case TRACE_DELAYED:
		return "delayed";
	case TRACE_ANOMALY:
		return "-";
	case TRACE_NOTIFICATION:
		return "notified";
	}
	if (!e->status)
		return "ok";
	if (error)
		snprintf(buf, TRACE_STATUS, "-%s", error);
	else
		snprintf(buf, TRACE_STATUS, "%" PRId32, e->status);
	return buf;
}

const char *trace_anomalies(uint32_t anomalies, const char *separator,
			    char buf[TRACE_ANOMALIES])
{
	char *to = buf;

	for (int i = 0; i < LA_KINDS; i++)
		if (anomalies & 1u << i)
			to += sprintf(to, "%s%s", to == buf ? "" : separator,
				      anomaly_names[i]);
	return to == buf ? "-" : buf;
}
