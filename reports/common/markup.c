// SPDX-License-Identifier: GPL-2.0-only
#include "markup.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/*
 * Returns true if the character at @i means nothing, so that names and sentences stay
 * readable as text. An underscore inside a word emphasises nothing in Markdown, and a
 * colon before a blank begins no emoji. Links need brackets, which are never plain.
 */
static bool is_plain(const char *s, size_t i)
{
	if (!ispunct((unsigned char)s[i]) || strchr(".,-/+%=()", s[i]))
		return true;
	if (s[i] == '_')
		return i && isalnum((unsigned char)s[i - 1]) &&
		       isalnum((unsigned char)s[i + 1]);
	return (s[i] == ':' || s[i] == ';') && s[i + 1] == ' ';
}

void markup_text(const char *s, FILE *out)
{
	/* XML forbids control characters: they become \xNN. */
	char *plain = text_escape(s);

	for (size_t i = 0; plain[i]; i++)
		if (is_plain(plain, i))
			fputc(plain[i], out);
		else
			fprintf(out, "&#%d;", (unsigned char)plain[i]);
	free(plain);
}
