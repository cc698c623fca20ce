// SPDX-License-Identifier: GPL-2.0-only
#include "names.h"

#include <stdio.h>

#include "scmi_messages.h"

const char *protocol_name(uint8_t protocol)
{
	const struct scmi_protocol_names *p = scmi_protocol_names(protocol);

	return p ? p->name : NULL;
}

const char *message_name(uint8_t protocol, uint8_t message)
{
	const struct scmi_protocol_names *p = scmi_protocol_names(protocol);

	return p && message < SCMI_MESSAGES ? p->message[message] : NULL;
}

static const char *label(const char *name, uint8_t number, char *buf,
			 size_t len)
{
	if (name)
		return name;
	snprintf(buf, len, "0x%02x", number);
	return buf;
}

const char *protocol_label(uint8_t protocol, char *buf, size_t len)
{
	return label(protocol_name(protocol), protocol, buf, len);
}

const char *message_label(uint8_t protocol, uint8_t message, char *buf,
			  size_t len)
{
	return label(message_name(protocol, message), message, buf, len);
}

const char *key_title(const struct series_key *key, char buf[KEY_TITLE_LEN])
{
	const char *protocol = protocol_name(key->protocol);
	const char *message = message_name(key->protocol, key->message);
	FILE *out = fmemopen(buf, KEY_TITLE_LEN, "w");

	*buf = '\0';
	if (!out)
		return buf;
	if (protocol)
		fputs(protocol, out);
	else
		fprintf(out, "protocol 0x%02x", key->protocol);
	if (message)
		fprintf(out, " %s", message);
	else
		fprintf(out, " message 0x%02x", key->message);
	if (key->transport != TRANSPORT_UNKNOWN)
		fprintf(out, ", %s", transport_name(key->transport));
	if (key->instance || key->channel)
		fprintf(out, ", instance %u, channel %u", key->instance,
			key->channel);
	fclose(out);
	return buf;
}

const char *phase_name(enum lc_phase phase)
{
	static const char *const names[LC_PHASES] = {
		[LC_TOTAL] = "total",
		[LC_TRANSPORT] = "transport",
		[LC_WAKEUP] = "wakeup",
		[LC_TIMEOUT] = "timeout",
	};

	return names[phase];
}

const char *counter_name(enum lc_counter counter)
{
	static const char *const names[LC_COUNTERS] = {
		[LC_BEGUN] = "begun",
		[LC_COMPLETED] = "completed",
		[LC_ERRORS] = "errors",
		[LC_TIMED_OUT] = "timed_out",
		[LC_SEND_FAILED] = "send_failed",
		[LC_AGED_OUT] = "aged_out",
		[LC_OVERLAPPED] = "overlapped",
	};

	return names[counter];
}

const char *transport_name(enum transport transport)
{
	static const char *const names[TRANSPORTS] = {
		[TRANSPORT_UNKNOWN] = "unknown",
	};

	return names[transport];
}

const char *source_name(enum profile_source source)
{
	static const char *const names[SOURCES] = {
		[SOURCE_BPF] = "bpf",
		[SOURCE_FTRACE] = "ftrace",
	};

	return names[source];
}

const char *lost_name(enum lost_cause cause)
{
	static const char *const names[LOST_CAUSES] = {
		[LOST_IN_FLIGHT] = "in_flight_table",
		[LOST_SERIES] = "key_table",
		[LOST_HISTOGRAM] = "histogram_pool",
		[LOST_MISSED_RUN] = "missed_run",
		[LOST_TRACE_EVENTS] = "trace_events",
	};

	return names[cause];
}

const char *lost_remedy(enum lost_cause cause)
{
	static const char *const remedies[LOST_CAUSES] = {
		[LOST_IN_FLIGHT] = "raise LC_SLOTS in bpf/lifecycle.h and "
				   "rebuild",
		[LOST_SERIES] = "raise REC_SERIES in bpf/record.h and rebuild",
		[LOST_HISTOGRAM] = "raise REC_PAGES in bpf/record.h and "
				   "rebuild",
		[LOST_MISSED_RUN] = "import an ftrace log instead: it has "
				    "nested events too",
		[LOST_TRACE_EVENTS] = "enlarge the tracer's buffer "
				      "(buffer_size_kb, trace-cmd -b, perf "
				      "-m) and log again",
	};

	return remedies[cause];
}
