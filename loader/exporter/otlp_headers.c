// SPDX-License-Identifier: GPL-2.0-only
#include "otlp_headers.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "text.h"

static bool is_name(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++)
		if (!isgraph((unsigned char)*s) ||
		    strchr("\"(),/:;<=>?@[\\]{}", *s))
			return false;
	return true;
}

/* Decodes %XX in place. Returns false if a control character is among the result. */
static bool decode(char *s)
{
	char *to = s;

	for (; *s; s++) {
		char byte = *s;

		if (byte == '%' && isxdigit((unsigned char)s[1]) &&
		    isxdigit((unsigned char)s[2])) {
			const char digits[] = {s[1], s[2], '\0'};

			byte = (char)strtoul(digits, NULL, 16);
			s += 2;
		}
		if (iscntrl((unsigned char)byte))
			return false;
		*to++ = byte;
	}
	*to = '\0';
	return true;
}

char *otlp_header(char *pair)
{
	char *value = strchr(pair, '='), *name;

	if (!value)
		return NULL;
	*value++ = '\0';
	name = text_trim(pair);
	value = text_trim(value);
	return is_name(name) && decode(value) ? xasprintf("%s: %s", name, value)
					      : NULL;
}
