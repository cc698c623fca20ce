// SPDX-License-Identifier: GPL-2.0-only
#include "dump_filter.h"

#include <stdlib.h>

#include "alloc.h"
#include "import.h"

/* The protocols and messages of the specification. */
#define FIRST_PROTOCOL 0x10
#define LAST_PROTOCOL  0x1f
#define MESSAGES       0x40

/* Appends the replies of one protocol that have names. */
static char *append_protocol(char *filter, unsigned int protocol)
{
	char *messages = NULL, *both;

	for (unsigned int m = 0; m < MESSAGES; m++) {
		char *more;

		if (!importer_names_in((uint8_t)protocol, (uint8_t)m))
			continue;
		more = xasprintf("%s%smsg_id == %u", messages ? messages : "",
				 messages ? " || " : "", m);
		free(messages);
		messages = more;
	}
	if (!messages)
		return filter;
	both = xasprintf("%s || (tag == \"RESP\" && protocol_id == %u && (%s))",
			 filter, protocol, messages);
	free(messages);
	free(filter);
	return both;
}

char *dump_filter(bool all, bool names)
{
	/* Tags such as "!RESP" have 5 characters. */
	char *filter = xstrdup(all ? "tag ~ \"?????\" || tag == \"CMND\" || "
				     "tag == \"NOTI\""
				   : "tag ~ \"?????\"");

	for (unsigned int p = FIRST_PROTOCOL; names && p <= LAST_PROTOCOL; p++)
		filter = append_protocol(filter, p);
	return filter;
}
