// SPDX-License-Identifier: GPL-2.0-only
#include "selector.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "names.h"
#include "text.h"

/* "*" or one of @n @names. Returns false with the reason in @why. */
static bool parse_name(const char *text, const char *kind,
		       const char *const *names, int n, int *index, char *why,
		       size_t why_len)
{
	const int found = name_index(names, n, text);

	if (found < n)
		*index = found;
	if (found < n || !strcmp(text, "*"))
		return true;
	snprintf(why, why_len, "unknown %s '%.40s' (one of: *", kind, text);
	for (int i = 0; i < n; i++)
		text_append(why, why_len, ", %s%s", names[i],
			    i == n - 1 ? ")" : "");
	return false;
}

#define WORDS_LEAST 3
#define WORDS	    4

int selector_parse(struct selector *s, const char *text, char *why,
		   size_t why_len)
{
	char *copy = xstrdup(text), *word[WORDS + 1] = {NULL}, *rest;
	int n = 0, err = -EINVAL;

	*s = (struct selector){.transport = SELECT_ANY, .phase = SELECT_ANY};
	for (char *w = strtok_r(copy, " \t", &rest); w && n <= WORDS;
	     w = strtok_r(NULL, " \t", &rest))
		word[n++] = w;
	s->by_resource = n == WORDS;
	if (n < WORDS_LEAST || n > WORDS)
		snprintf(why, why_len,
			 "a section must be [TRANSPORT MESSAGE PHASE] or "
			 "[TRANSPORT MESSAGE PHASE RESOURCE], each a name or "
			 "*, or [defaults]");
	else if (parse_name(word[0], "transport", transport_names, TRANSPORTS,
			    &s->transport, why, why_len) &&
		 parse_name(word[2], "phase", phase_names, LC_PHASES, &s->phase,
			    why, why_len) &&
		 message_parse(word[1], &s->message, why, why_len) &&
		 (!s->by_resource ||
		  resource_parse(word[3], &s->resource, why, why_len)))
		err = 0;
	free(copy);
	return err;
}

bool selector_equal(const struct selector *a, const struct selector *b)
{
	return a->transport == b->transport && a->phase == b->phase &&
	       a->by_resource == b->by_resource &&
	       (!a->by_resource ||
		resource_match_equal(&a->resource, &b->resource)) &&
	       message_match_equal(&a->message, &b->message);
}

bool selector_has_key(const struct selector *s, const struct series_key *key)
{
	if (s->by_resource ? !resource_matches(&s->resource, key)
			   : key->resource_plus != 0)
		return false;
	return (s->transport == SELECT_ANY || s->transport == key->transport) &&
	       message_matches(&s->message, key);
}

bool selector_has_phase(const struct selector *s, enum lc_phase phase)
{
	return s->phase == SELECT_ANY ? phase != LC_TIMEOUT
				      : s->phase == (int)phase;
}
