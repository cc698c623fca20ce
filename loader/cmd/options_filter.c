// SPDX-License-Identifier: GPL-2.0-only
#include "options_filter.h"

#include <stdlib.h>
#include <string.h>

#include "names.h"

static const struct argp_option options[] = {
	{"protocol", 'P', "NAME", 0,
	 "Only this protocol, by name or number (SENSOR, 0x15); with other "
	 "--protocol and --message: these, too",
	 1},
	{"message", 'M', "NAME", 0,
	 "Only this message, by name (SENSOR_READING_GET) or numbers (0x15/6)",
	 1},
	{"transport", 'T', "NAME", 0,
	 "Only this transport: mailbox, smc, optee, virtio, …", 1},
	{"instance", 'I', "NUMBER", 0, "Only this SCMI instance, from 0", 1},
	{0}};

/* A number of a byte in C's notation, up to the character @end. */
static bool to_byte(const char *text, char end, unsigned int *n,
		    const char **rest)
{
	unsigned long value;
	char *stop;

	if (*text < '0' || *text > '9')
		return false;
	value = strtoul(text, &stop, 0);
	*n = (unsigned int)value;
	*rest = stop + 1;
	return *stop == end && value <= UINT8_MAX;
}

static bool add(struct filter *f, uint32_t message)
{
	if (f->n_messages == FILTER_MESSAGES)
		return false;
	f->message[f->n_messages++] = message;
	return true;
}

static bool add_protocol(struct filter *f, const char *text)
{
	const char *rest;
	unsigned int n;

	if (to_byte(text, '\0', &n, &rest))
		return add(f, FILTER_MESSAGE(n, 0) | FILTER_ANY_MESSAGE);
	for (n = 0; n <= UINT8_MAX; n++) {
		const char *name = protocol_name((uint8_t)n);

		if (name && !strcasecmp(name, text))
			return add(f,
				   FILTER_MESSAGE(n, 0) | FILTER_ANY_MESSAGE);
	}
	return false;
}

/* A name that many protocols have, PROTOCOL_VERSION, means all of them. */
static bool add_message(struct filter *f, const char *text)
{
	unsigned int protocol, n;
	const char *rest;
	bool found = false;

	if (to_byte(text, '/', &protocol, &rest))
		return to_byte(rest, '\0', &n, &rest) &&
		       add(f, FILTER_MESSAGE(protocol, n));
	for (n = 0; n <= UINT16_MAX; n++) {
		const char *name = message_name((uint8_t)(n >> 8), (uint8_t)n);

		if (name && !strcasecmp(name, text))
			found = add(f, n);
	}
	return found;
}

static bool set_transport(struct filter *f, const char *text)
{
	for (int i = TRANSPORT_UNKNOWN + 1; i < TRANSPORTS; i++) {
		if (strcmp(transport_name(i), text))
			continue;
		f->one_transport = true;
		f->transport = i;
		return true;
	}
	return false;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct filter *f = state->input;
	const char *rest;
	unsigned int n = 0;

	switch (key) {
	case 'P':
		if (!add_protocol(f, arg))
			argp_error(state,
				   "there is no protocol '%s'; write a name "
				   "such as SENSOR, or 0x10 to 0xff",
				   arg);
		return 0;
	case 'M':
		if (!add_message(f, arg))
			argp_error(state,
				   "there is no message '%s'; write a name "
				   "such as SENSOR_READING_GET, or 0x15/6; at "
				   "most %d of them",
				   arg, FILTER_MESSAGES);
		return 0;
	case 'T':
		if (!set_transport(f, arg))
			argp_error(state,
				   "there is no transport '%s'; there is "
				   "mailbox, smc, optee, virtio, loopback and "
				   "ref-virtio",
				   arg);
		return 0;
	case 'I':
		if (!to_byte(arg, '\0', &n, &rest))
			argp_error(state, "'%s' is no number of an instance",
				   arg);
		f->one_instance = true;
		f->instance = (uint8_t)n;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp filter_argp = {
	.options = options,
	.parser = parse,
};
