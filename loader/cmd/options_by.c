// SPDX-License-Identifier: GPL-2.0-only
#include "options_by.h"

#include <string.h>

#include "cli.h"
#include "message_name.h"
#include "resource_match.h"
#include "resource_words.h"

bool by_resource_parse(const char *arg, struct argp_state *state)
{
	if (strcmp(arg, "resource"))
		cli_invalid(arg, "by", "resource", state);
	return true;
}

void filter_add_resource(struct filter *f, const char *arg,
			 struct argp_state *state)
{
	struct rec_resource *to = &f->resource[f->n_resources];
	struct resource_match match;
	char why[128];

	if (!resource_parse(arg, &match, why, sizeof(why)))
		argp_error(state, "%s", why);
	if (*match.name)
		argp_error(state,
			   "resource '%s' must be a number here, such as 5, "
			   "CLOCK:5",
			   arg);
	if (f->n_resources++ == FILTER_RESOURCES)
		argp_error(state, "more than %d resources to filter by",
			   FILTER_RESOURCES);
	*to = (struct rec_resource){0};
	if (match.protocol != MESSAGE_ANY)
		to->message = FILTER_MESSAGE(match.protocol, 0) |
			      FILTER_ANY_MESSAGE;
	if (match.id != RESOURCE_ANY)
		to->plus = resource_plus((uint32_t)match.id);
}
