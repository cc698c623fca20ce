// SPDX-License-Identifier: GPL-2.0-only
#include "selector.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"

/* 0 … 255, decimal or 0x…; nothing else. */
static bool parse_byte(const char *text, int *value)
{
	char *end;
	long n;

	if (!isdigit((unsigned char)*text))
		return false;
	n = strtol(text, &end, strncmp(text, "0x", 2) ? 10 : 16);
	*value = (int)n;
	return !*end && n <= UINT8_MAX;
}

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

static bool parse_protocol(const char *text, int *protocol)
{
	for (int i = 0; i <= UINT8_MAX; i++) {
		const char *name = protocol_name((uint8_t)i);

		if (name && !strcmp(text, name)) {
			*protocol = i;
			return true;
		}
	}
	return !strcmp(text, "*") || parse_byte(text, protocol);
}

/* A message of s->protocol, which may be any. */
static bool parse_message(struct selector *s, const char *text)
{
	if (!strcmp(text, "*") || parse_byte(text, &s->message))
		return true;
	for (int i = 0; i < (UINT8_MAX + 1) * (UINT8_MAX + 1); i++) {
		const uint8_t protocol = (uint8_t)(i >> 8), number = i & 0xff;
		const char *name = message_name(protocol, number);

		if (!name || strcmp(text, name))
			name = notification_name(protocol, number);
		if (!name || strcmp(text, name) ||
		    (s->protocol != SELECT_ANY && s->protocol != protocol))
			continue;
		s->message_name = name;
		return true;
	}
	return false;
}

static bool parse_names(struct selector *s, char *text)
{
	char *colon = strchr(text, ':');
	bool known;

	if (!colon) /* a number alone could be of any protocol */
		return !isdigit((unsigned char)*text) && parse_message(s, text);
	*colon = '\0';
	known = parse_protocol(text, &s->protocol) &&
		parse_message(s, colon + 1);
	*colon = ':';
	return known;
}

#define WORDS 3

int selector_parse(struct selector *s, const char *text, char *why,
		   size_t why_len)
{
	char *copy = strdup(text), *word[WORDS + 1] = {NULL}, *rest;
	int n = 0, err = -EINVAL;

	*s = (struct selector){SELECT_ANY, SELECT_ANY, SELECT_ANY, NULL,
			       SELECT_ANY};
	if (!copy) {
		snprintf(why, why_len, "out of memory");
		return -ENOMEM;
	}
	for (char *w = strtok_r(copy, " \t", &rest); w && n <= WORDS;
	     w = strtok_r(NULL, " \t", &rest))
		word[n++] = w;
	if (n != WORDS)
		snprintf(why, why_len,
			 "a section is [TRANSPORT MESSAGE PHASE], each a name "
			 "or *, or it is [defaults]");
	else if (!parse_transport(word[0], &s->transport))
		snprintf(why, why_len, "transport '%s' is unknown", word[0]);
	else if (!parse_phase(word[2], &s->phase))
		snprintf(why, why_len, "phase '%s' is unknown", word[2]);
	else if (!parse_names(s, word[1]))
		snprintf(why, why_len,
			 "message '%s' is unknown; write a name of the SCMI "
			 "specification, or PROTOCOL:MESSAGE with numbers",
			 word[1]);
	else
		err = 0;
	free(copy);
	return err;
}

bool selector_has_key(const struct selector *s, const struct series_key *key)
{
	const char *name;

	if ((s->transport != SELECT_ANY && s->transport != key->transport) ||
	    (s->protocol != SELECT_ANY && s->protocol != key->protocol) ||
	    (s->message != SELECT_ANY &&
	     (s->message != key->message || key->type != MESSAGE_COMMAND)))
		return false;
	if (!s->message_name)
		return true;
	name = key_message_name(key);
	return name && !strcmp(name, s->message_name);
}

bool selector_has_phase(const struct selector *s, enum lc_phase phase)
{
	return s->phase == SELECT_ANY ? phase != LC_TIMEOUT
				      : s->phase == (int)phase;
}
