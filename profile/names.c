// SPDX-License-Identifier: GPL-2.0-only
#include "names.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "scmi_messages.h"
#include "text.h"

int name_index(const char *const *names, int n, const char *name)
{
	int i = 0;

	while (i < n && strcmp(names[i], name))
		i++;
	return i;
}

const char *protocol_name(uint8_t instance, uint8_t protocol)
{
	const struct scmi_protocol_names *p =
		scmi_protocol_names(instance, protocol);

	return p ? p->name : NULL;
}

const char *message_name(uint8_t instance, uint8_t protocol, uint8_t message)
{
	const struct scmi_protocol_names *p =
		scmi_protocol_names(instance, protocol);

	return p && message < SCMI_MESSAGES ? p->message[message] : NULL;
}

const char *notification_name(uint8_t instance, uint8_t protocol,
			      uint8_t message)
{
	const struct scmi_protocol_names *p =
		scmi_protocol_names(instance, protocol);

	return p && message < SCMI_NOTIFICATIONS ? p->notification[message]
						 : NULL;
}

const char *key_message_name(const struct series_key *key)
{
	return key->type == MESSAGE_NOTIFICATION
		       ? notification_name(key->instance, key->protocol,
					   key->message)
		       : message_name(key->instance, key->protocol,
				      key->message);
}

static const char *label(const char *name, uint8_t number, char *buf,
			 size_t len)
{
	if (name)
		return name;
	snprintf(buf, len, "0x%02x", number);
	return buf;
}

const char *protocol_label(const struct series_key *key, char *buf, size_t len)
{
	return label(protocol_name(key->instance, key->protocol), key->protocol,
		     buf, len);
}

const char *key_message_label(const struct series_key *key, char *buf,
			      size_t len)
{
	return label(key_message_name(key), key->message, buf, len);
}

const char *key_resource_label(const struct series_key *key,
			       char buf[RESOURCE_LABEL_LEN])
{
	const uint32_t id = key->resource_plus - 1;
	const char *name;

	if (!key->resource_plus)
		return NULL;
	name = resource_name(key->instance, key->protocol, id);
	if (name)
		snprintf(buf, RESOURCE_LABEL_LEN, "%s(%" PRIu32 ")", name, id);
	else
		snprintf(buf, RESOURCE_LABEL_LEN, "%" PRIu32, id);
	return buf;
}

const char *key_title(const struct series_key *key, char buf[KEY_TITLE_LEN])
{
	const char *protocol = protocol_name(key->instance, key->protocol);
	const char *message = key_message_name(key);
	char of[RESOURCE_LABEL_LEN];
	const char *resource = key_resource_label(key, of);

	*buf = '\0';
	if (protocol)
		text_append(buf, KEY_TITLE_LEN, "%s", protocol);
	else
		text_append(buf, KEY_TITLE_LEN, "protocol 0x%02x",
			    key->protocol);
	if (message)
		text_append(buf, KEY_TITLE_LEN, " %s", message);
	else
		text_append(buf, KEY_TITLE_LEN, " message 0x%02x",
			    key->message);
	if (resource)
		text_append(buf, KEY_TITLE_LEN, " %s", resource);
	if (key->type != MESSAGE_COMMAND)
		text_append(buf, KEY_TITLE_LEN, " %s",
			    message_type_names[key->type]);
	if (key->transport != TRANSPORT_UNKNOWN)
		text_append(buf, KEY_TITLE_LEN, ", %s",
			    transport_names[key->transport]);
	if (key->instance || key->channel)
		text_append(buf, KEY_TITLE_LEN, ", instance %u, channel %u",
			    key->instance, key->channel);
	return buf;
}

const char *const phase_names[LC_PHASES] = {
	[LC_TOTAL] = "total",	    [LC_SUBMIT] = "submit",
	[LC_DOORBELL] = "doorbell", [LC_SERVICE] = "service",
	[LC_DISPATCH] = "dispatch", [LC_TRANSPORT] = "transport",
	[LC_WAKEUP] = "wakeup",	    [LC_ANSWER] = "answer",
	[LC_DELAYED] = "delayed",   [LC_TIMEOUT] = "timeout",
	[LC_HANDLING] = "handling",
};

const char *const counter_names[LC_COUNTERS] = {
	[LC_BEGUN] = "begun",
	[LC_COMPLETED] = "completed",
	[LC_ERRORS] = "errors",
	[LC_TIMED_OUT] = "timed_out",
	[LC_SEND_FAILED] = "send_failed",
	[LC_AGED_OUT] = "aged_out",
	[LC_OVERLAPPED] = "overlapped",
	[LC_OUT_OF_ORDER] = "out_of_order",
	[LC_NOTIFIED] = "notified",
	[LC_FAST_CALLS] = "fast_calls",
};

const char *const status_names[LC_STATUSES] = {
	[LS_NOT_SUPPORTED] = "NOT_SUPPORTED",
	[LS_INVALID_PARAMETERS] = "INVALID_PARAMETERS",
	[LS_DENIED] = "DENIED",
	[LS_NOT_FOUND] = "NOT_FOUND",
	[LS_OUT_OF_RANGE] = "OUT_OF_RANGE",
	[LS_BUSY] = "BUSY",
	[LS_COMMS_ERROR] = "COMMS_ERROR",
	[LS_GENERIC_ERROR] = "GENERIC_ERROR",
	[LS_HARDWARE_ERROR] = "HARDWARE_ERROR",
	[LS_PROTOCOL_ERROR] = "PROTOCOL_ERROR",
	[LS_IN_USE] = "IN_USE",
	[LS_OTHER] = "other",
};

const char *const anomaly_names[LA_KINDS] = {
	[LA_TIMEOUT] = "timeout",
	[LA_LOST_DOORBELL] = "lost_doorbell",
	[LA_LATE_REPLY] = "late_reply",
	[LA_UNEXPECTED_REPLY] = "unexpected_reply",
	[LA_WRONG_STATE] = "wrong_state",
	[LA_DELAYED_FIRST] = "delayed_before_reply",
	[LA_DELAYED_TO_SYNC] = "delayed_to_synchronous",
	[LA_SPURIOUS_INTERRUPT] = "spurious_interrupt",
	[LA_UNKNOWN_TYPE] = "unknown_type",
	[LA_NOTIFICATION_DROPPED] = "notification_dropped",
	[LA_POOL_EXHAUSTED] = "pool_exhausted",
	[LA_SEND_FAILED] = "send_failed",
	[LA_NOT_TAKEN] = "not_taken",
	[LA_DELAYED_TIMEOUT] = "delayed_timeout",
};

const char *const anomaly_meanings[LA_KINDS] = {
	[LA_TIMEOUT] = "no reply came in time",
	[LA_LOST_DOORBELL] =
		"the reply was in time, but its interrupt was lost",
	[LA_LATE_REPLY] = "the reply came after its transfer had timed out",
	[LA_UNEXPECTED_REPLY] = "a reply to no transfer that was in flight",
	[LA_WRONG_STATE] = "a second reply to one transfer",
	[LA_DELAYED_FIRST] = "a delayed response came before its reply",
	[LA_DELAYED_TO_SYNC] = "a delayed response to a synchronous command",
	[LA_SPURIOUS_INTERRUPT] =
		"a mailbox interrupt without a message behind it",
	[LA_UNKNOWN_TYPE] =
		"a message that is neither response nor notification",
	[LA_NOTIFICATION_DROPPED] =
		"the kernel's queue was full, or the event is unknown",
	[LA_POOL_EXHAUSTED] = "the kernel had no message left to send",
	[LA_SEND_FAILED] =
		"the transport rejected the message; a ring may be full",
	[LA_NOT_TAKEN] =
		"no reply in time, and no sign that the device read it",
	[LA_DELAYED_TIMEOUT] = "the delayed response did not come within 2 s",
};

const char *const message_type_names[MESSAGE_TYPES] = {
	[MESSAGE_COMMAND] = "command",
	[MESSAGE_NOTIFICATION] = "notification",
};

const char *const transport_names[TRANSPORTS] = {
	[TRANSPORT_UNKNOWN] = "unknown",
	[TRANSPORT_MAILBOX] = "mailbox",
	[TRANSPORT_SMC] = "smc",
	[TRANSPORT_OPTEE] = "optee",
	[TRANSPORT_VIRTIO] = "virtio",
	[TRANSPORT_LOOPBACK] = "loopback",
	[TRANSPORT_REF_VIRTIO] = "ref-virtio",
};

const char *const source_names[SOURCES] = {
	[SOURCE_BPF] = "bpf",
	[SOURCE_FTRACE] = "ftrace",
	[SOURCE_TRACEFS] = "tracefs",
	[SOURCE_BOOT] = "boot",
};

const char tracefs_unknown[] =
	"unknown: handling time of notifications, delays of interrupt threads "
	"(counted as service), lost doorbells and messages not taken (both "
	"counted as timeouts), transfers refused for lack of a free message";

const char tracefs_unknown_without_kprobes[] =
	"without kprobe events also: phases of transports, notifications that "
	"the kernel dropped, delayed responses that time out";

const char *const lost_names[LOST_CAUSES] = {
	[LOST_IN_FLIGHT] = "in_flight_table",
	[LOST_SERIES] = "key_table",
	[LOST_HISTOGRAM] = "histogram_pool",
	[LOST_INSTANCE] = "instance_table",
	[LOST_TASK] = "task_table",
	[LOST_MISSED_RUN] = "missed_run",
	[LOST_TRACE_EVENTS] = "trace_events",
};

const char *lost_remedy(enum lost_cause cause, enum profile_source source)
{
	/* A log has no other tables. */
	static const char *const of_log[LOST_CAUSES] = {
		[LOST_IN_FLIGHT] = "sort the log by time, and import the logs "
				   "of several boards one by one",
		[LOST_SERIES] = "import parts of the log; one import has at "
				"most 4096 different messages",
	};
	static const char *const remedies[LOST_CAUSES] = {
		[LOST_IN_FLIGHT] = "raise LC_SLOTS in bpf/slot_tag.h and "
				   "rebuild",
		[LOST_SERIES] = "record fewer messages (--protocol, "
				"--message)",
		[LOST_HISTOGRAM] = "raise REC_PAGES in bpf/maps.h and "
				   "rebuild",
		[LOST_INSTANCE] = "raise REC_INSTANCES in bpf/maps.h and "
				  "rebuild",
		[LOST_TASK] = "raise REC_TASKS in bpf/maps.h and rebuild",
		[LOST_MISSED_RUN] = "import an ftrace log instead: it has "
				    "nested events too",
		[LOST_TRACE_EVENTS] = "enlarge the tracer's buffer "
				      "(buffer_size_kb, trace-cmd -b, perf "
				      "-m; log_buf_len= of the kernel's log) "
				      "and log again",
	};

	/* The only loss of those that is not one of a log. */
	static const char *const of_buffer[SOURCES] = {
		[SOURCE_TRACEFS] = "increase --ring-size or use filters",
		[SOURCE_BOOT] = "boot with a larger trace_buf_size= and only "
				"trace_event=scmi:*",
	};

	if (cause == LOST_TRACE_EVENTS && of_buffer[source])
		return of_buffer[source];
	return source != SOURCE_BPF && of_log[cause] ? of_log[cause]
						     : remedies[cause];
}

const char *const gap_names[LC_GAPS] = {
	[LC_GAP_UNANNOUNCED] = "unannounced",
	[LC_GAP_NOT_SEARCHED] = "not_searched",
	[LC_GAP_FAST_CHANNEL] = "fast_channel",
	[LC_GAP_MISSED_PROBE] = "missed_probe",
};

const struct gap_meaning gap_meanings[LC_GAPS] = {
	[LC_GAP_UNANNOUNCED] =
		{"transfer",
		 "without a call of do_xfer(), which raw mode does "
		 "not use, the compiler inlined or a kprobe missed: "
		 "instance, transport and phases are unknown"},
	[LC_GAP_NOT_SEARCHED] =
		{"transfer",
		 "timed out in a virtqueue that could not be searched (packed, "
		 "in order, or too many replies in it): a lost doorbell counts "
		 "as a timeout"},
	[LC_GAP_FAST_CHANNEL] =
		{"call", "of further fast channels: without rate and value"},
	[LC_GAP_MISSED_PROBE] =
		{"hit", "of kprobes that the kernel skipped (inside another "
			"kprobe, or too many calls at once): at most as many "
			"transfers lack a phase or an anomaly"},
};

const char *const doctor_state_names[] = {
	[DOCTOR_OK] = "ok",
	[DOCTOR_NOTE] = "note",
	[DOCTOR_FAIL] = "FAIL",
};
