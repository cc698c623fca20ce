// SPDX-License-Identifier: GPL-2.0-only
/*
 * Learns the names of resources from the replies that have them: those to ATTRIBUTES
 * and NAME_GET of a resource, and to SENSOR_DESCRIPTION_GET of several.
 */
#include <string.h>

#include "ftrace_message.h"
#include "importer_state.h"

#define PAYLOAD_MAX IMPORT_PAYLOAD_MAX
#define SHORT_NAME  16
#define SENSORS	    0x15
#define DESCRIPTION 3

/* Where a reply has the name. */
static const struct name_at {
	uint8_t protocol, message, offset, len;
} names_at[] = {
	{0x11, 3, 4, SHORT_NAME},	  {0x11, 8, 4, RESOURCE_NAME_LEN},
	{0x13, 3, 16, SHORT_NAME},	  {0x13, 12, 4, RESOURCE_NAME_LEN},
	{0x14, 3, 4, SHORT_NAME},	  {0x14, 8, 4, RESOURCE_NAME_LEN},
	{0x15, 12, 4, RESOURCE_NAME_LEN}, {0x16, 3, 8, SHORT_NAME},
	{0x16, 6, 4, RESOURCE_NAME_LEN},  {0x17, 3, 4, SHORT_NAME},
	{0x17, 9, 4, RESOURCE_NAME_LEN},  {0x18, 3, 4, SHORT_NAME},
	{0x18, 8, 4, RESOURCE_NAME_LEN},  {0x19, 3, 4, SHORT_NAME},
	{0x19, 9, 4, RESOURCE_NAME_LEN},
};

bool importer_names_in(uint8_t protocol, uint8_t message)
{
	if (protocol == SENSORS && message == DESCRIPTION)
		return true;
	for (size_t i = 0; i < sizeof(names_at) / sizeof(names_at[0]); i++)
		if (names_at[i].protocol == protocol &&
		    names_at[i].message == message)
			return true;
	return false;
}

static uint8_t instance_of(const struct ftrace_event *dump)
{
	return (uint8_t)(dump->instance ? dump->instance - 1 : 0);
}

static void learn(struct importer *im, const struct ftrace_event *dump,
		  uint32_t id, const uint8_t *text, size_t len, bool whole)
{
	const struct resource_name key = {instance_of(dump), dump->protocol, id,
					  ""};

	resource_names_learn(&im->profile->names, &key, (const char *)text, len,
			     whole);
}

void importer_note_names(struct importer *im,
			 const struct resource_names *names)
{
	for (size_t i = 0; i < names->n; i++) {
		const struct resource_name *name = &names->name[i];

		resource_names_learn(&im->profile->names, name, name->name,
				     strlen(name->name), false);
	}
}

static uint32_t word_at(const uint8_t *p)
{
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

/*
 * Of SENSOR_DESCRIPTION_GET: the number of sensors in 16 bits, 16 other ones, and for
 * each sensor its id, two words and its name. Later versions append to each, so the
 * size of one is that of the whole payload, which a cut line does not have.
 */
static void learn_sensors(struct importer *im, const struct ftrace_event *dump,
			  const uint8_t *payload, size_t len)
{
	const size_t n = len < 4 ? 0 : word_at(payload) & 0xffff;
	const size_t size = n ? (len - 4) / n : 0;

	if (size < 12 + SHORT_NAME || size % 4 || (len - 4) % n ||
	    len == PAYLOAD_MAX)
		return;
	for (size_t i = 0; i < n; i++) {
		const uint8_t *p = payload + 4 + i * size;

		learn(im, dump, word_at(p), p + 12, SHORT_NAME, false);
	}
}

static void learn_one(struct importer *im, const struct ftrace_event *dump,
		      uint32_t id, const uint8_t *payload, size_t len)
{
	for (size_t i = 0; i < sizeof(names_at) / sizeof(names_at[0]); i++) {
		const struct name_at *at = &names_at[i];

		if (at->protocol != dump->protocol ||
		    at->message != dump->message || len <= at->offset)
			continue;
		len -= at->offset;
		learn(im, dump, id, payload + at->offset,
		      len < at->len ? len : at->len, at->len > SHORT_NAME);
		return;
	}
}

/* Returns the text after "pyld=". */
static struct span payload_of(const char *line, size_t len)
{
	const char *p = memmem(line, len, "pyld=", 5);

	return (struct span){p ? p + 5 : line + len, line + len};
}

void importer_note_name(struct importer *im, const struct ftrace_event *dump,
			const char *line, size_t len)
{
	const unsigned int instance =
		dump->instance < LC_TAG_INSTANCES ? dump->instance : 0;
	struct asked_resource *asked =
		&im->asked[instance][dump->seq & (LC_TOKENS - 1)];
	uint8_t payload[PAYLOAD_MAX];
	size_t n;

	if (!im->events.by_resource || dump->msg_type != LC_MSG_RESPONSE)
		return;
	if (dump->command) {
		*asked = (struct asked_resource){dump->resource_plus,
						 dump->protocol, dump->message};
		return;
	}
	if (dump->status || asked->protocol != dump->protocol ||
	    asked->message != dump->message)
		return;
	n = ftrace_read_payload(payload_of(line, len), payload,
				sizeof(payload));
	if (dump->protocol == SENSORS && dump->message == DESCRIPTION)
		learn_sensors(im, dump, payload, n);
	else if (asked->resource_plus)
		learn_one(im, dump, asked->resource_plus - 1, payload, n);
}
