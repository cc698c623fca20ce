// SPDX-License-Identifier: GPL-2.0-only
#include "selector.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "names.h"

static bool parse_transport(const char *text, int *transport)
{
	for (int i = 0; i < TRANSPORTS; i++)
		if (!strcmp(text, transport_name(i))) {
			*transport = i;
			return true;
		}
	return !strcmp(text, "*");
}

static bool parse_phase(const char *text, int *phase)
{
	for (int i = 0; i < LC_PHASES; i++)
		if (!strcmp(text, phase_name(i))) {
			*phase = i;
			return true;
		}
	return !strcmp(text, "*");
}

#define WORDS 3

int selector_parse(struct selector *s, const char *text, char *why,
		   size_t why_len)
{
	char *copy = xstrdup(text), *word[WORDS + 1] = {NULL}, *rest;
	int n = 0, err = -EINVAL;

	*s = (struct selector){.transport = SELECT_ANY, .phase = SELECT_ANY};
	for (char *w = strtok_r(copy, " \t", &rest); w && n <= WORDS;
	     w = strtok_r(NULL, " \t", &rest))
		word[n++] = w;
	if (n != WORDS)
		snprintf(why, why_len,
			 "a section is [TRANSPORT MESSAGE PHASE], each a name "
			 "or *, or it is [defaults]");
	else if (!parse_transport(word[0], &s->transport))
		snprintf(why, why_len, "unknown transport '%s'", word[0]);
	else if (!parse_phase(word[2], &s->phase))
		snprintf(why, why_len, "unknown phase '%s'", word[2]);
	else if (message_parse(word[1], &s->message, why, why_len))
		err = 0;
	free(copy);
	return err;
}

bool selector_has_key(const struct selector *s, const struct series_key *key)
{
	return (s->transport == SELECT_ANY || s->transport == key->transport) &&
	       message_matches(&s->message, key);
}

bool selector_has_phase(const struct selector *s, enum lc_phase phase)
{
	return s->phase == SELECT_ANY ? phase != LC_TIMEOUT
				      : s->phase == (int)phase;
}
