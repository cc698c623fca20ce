// SPDX-License-Identifier: GPL-2.0-only
#include "options_record.h"

#include "cli.h"
#include "message_name.h"
#include "names.h"
#include "options_by.h"
#include "units.h"

#define KEY_RESOURCE (KEY_BY_RESOURCE + 1)

static const struct argp_option filter_options[] = {
	{"protocol", 'P', "NAME", 0,
	 "Only this protocol, by name or number (SENSOR, 0x15); repeatable: "
	 "a transfer that matches any -P or -M is selected",
	 1},
	{"message", 'M', "NAME", 0,
	 "Only this message, by name or number (SENSOR_READING_GET, SENSOR:6, "
	 "0x15/6); repeatable",
	 1},
	{"resource", KEY_RESOURCE, "ID", 0,
	 "Only messages about this clock, sensor, domain … (5, CLOCK:5); "
	 "repeatable",
	 1},
	{"transport", 'T', "NAME", 0,
	 "Only this transport: mailbox, smc, optee, virtio, loopback or "
	 "ref-virtio",
	 1},
	{"instance", 'I', "NUMBER", 0, "Only this SCMI instance, from 0", 1},
	{0}};

static void add(struct filter *f, uint32_t message, struct argp_state *state)
{
	if (f->n_messages == FILTER_MESSAGES)
		argp_error(state, "more than %d messages to filter by",
			   FILTER_MESSAGES);
	f->message[f->n_messages++] = message;
}

static void add_protocol(struct filter *f, const char *text,
			 struct argp_state *state)
{
	int protocol;

	if (!protocol_parse(text, &protocol) || protocol == MESSAGE_ANY)
		argp_error(state, "unknown protocol '%s'", text);
	add(f, FILTER_MESSAGE(protocol, 0) | FILTER_ANY_MESSAGE, state);
}

/* A name in several protocols, such as PROTOCOL_VERSION, selects all of them. */
static void add_message(struct filter *f, const char *text,
			struct argp_state *state)
{
	struct message_match match;
	const uint32_t before = f->n_messages;
	char why[128];

	if (!message_parse(text, &match, why, sizeof(why)))
		argp_error(state, "%s", why);
	if (match.protocol != MESSAGE_ANY && match.message != MESSAGE_ANY)
		add(f, FILTER_MESSAGE(match.protocol, match.message), state);
	else if (match.protocol != MESSAGE_ANY && !match.name)
		add(f, FILTER_MESSAGE(match.protocol, 0) | FILTER_ANY_MESSAGE,
		    state);
	for (uint32_t n = 0; match.name && n <= UINT16_MAX; n++) {
		struct series_key key = {.protocol = (uint8_t)(n >> 8),
					 .message = (uint8_t)n};

		if (message_matches(&match, &key))
			add(f, n, state);
		key.type = MESSAGE_NOTIFICATION;
		if (message_matches(&match, &key))
			add(f, n | FILTER_NOTIFICATION, state);
	}
	if (f->n_messages == before)
		argp_error(state, "'%s' is not a message or a protocol", text);
}

static bool set_transport(struct filter *f, const char *text)
{
	f->transport = name_index(transport_names, TRANSPORTS, text);
	f->one_transport = true;
	return f->transport != TRANSPORTS && f->transport != TRANSPORT_UNKNOWN;
}

static error_t parse_filter(int key, char *arg, struct argp_state *state)
{
	struct filter *f = state->input;

	switch (key) {
	case 'P':
		add_protocol(f, arg, state);
		return 0;
	case 'M':
		add_message(f, arg, state);
		return 0;
	case KEY_RESOURCE:
		filter_add_resource(f, arg, state);
		return 0;
	case 'T':
		if (!set_transport(f, arg))
			argp_error(state,
				   "unknown transport '%s' (one of: mailbox, "
				   "smc, optee, virtio, loopback, ref-virtio)",
				   arg);
		return 0;
	case 'I':
		f->one_instance = true;
		f->instance = (uint8_t)cli_number(arg, "instance", 0, UINT8_MAX,
						  state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp filter_argp = {
	.options = filter_options,
	.parser = parse_filter,
};

enum {
	KEY_SOURCE = 256,
	KEY_RING_SIZE,
};

static const struct argp_option options[] = {
	{"hooks", 'k', "LEVEL", 0,
	 "core: only the tracepoints; transport (default): also functions of "
	 "the transports, for all phases; all: also rarely needed, more "
	 "expensive hooks",
	 0},
	OPTION_BY_RESOURCE("resource: also measure each clock, sensor, domain "
			   "… that messages are about by itself"),
	{"self-cost", CLI_FLAG(struct live_options, recorder.self_cost), 0, 0,
	 "Measure scmi-perf's own overhead", 0},
	{"source", KEY_SOURCE, "NAME", 0, SOURCE_HELP, 0},
	{"ring-size", KEY_RING_SIZE, "SIZE", 0,
	 "tracefs, and --on: size of the buffer for events, with tracefs of "
	 "each processor: 64K, 4M (1M)",
	 0},
	{0}};

enum live_source live_source_parse(const char *arg, struct argp_state *state)
{
	const int source = name_index(live_source_names, LIVE_SOURCES, arg);

	if (source == LIVE_SOURCES)
		cli_invalid(arg, "source", "one of: auto, bpf, tracefs", state);
	return (enum live_source)source;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct live_options *o = state->input;

	switch (key) {
	case 'k':
		o->recorder.level =
			name_index(hook_level_names, HOOK_LEVELS, arg);
		if (o->recorder.level == HOOK_LEVELS)
			cli_invalid(arg, "hooks",
				    "one of: core, transport, all", state);
		return 0;
	case KEY_BY_RESOURCE:
		o->recorder.by_resource = by_resource_parse(arg, state);
		return 0;
	case KEY_SOURCE:
		o->source = live_source_parse(arg, state);
		return 0;
	case KEY_RING_SIZE:
		if (parse_size(arg, &o->recorder.ring_bytes))
			cli_invalid(arg, "ring-size",
				    "1 to 1G, such as 64K, 4M", state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->recorder.filter;
		return 0;
	}
	return cli_store(key, arg, state);
}

static const struct argp_child children[] = {
	{&filter_argp, 0, "What to measure:", 1},
	{0},
};

const struct argp recorder_argp = {options,  parse, NULL, NULL,
				   children, NULL,  NULL};
