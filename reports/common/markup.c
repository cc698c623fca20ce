// SPDX-License-Identifier: GPL-2.0-only
#include "markup.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

void markup_text(const char *s, FILE *out)
{
	/* XML forbids control characters: they become \xNN. */
	char *plain = text_escape(s);

	for (const char *c = plain; *c; c++)
		if (ispunct((unsigned char)*c) && !strchr(".,-/+%", *c))
			fprintf(out, "&#%d;", (unsigned char)*c);
		else
			fputc(*c, out);
	free(plain);
}
