// SPDX-License-Identifier: GPL-2.0-only
#include "markup.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

void markup_text(const char *s, FILE *out)
{
	/* Control characters are in no XML; they become \xNN first. */
	char *plain = text_escape(s);

	for (const char *c = plain; c && *c; c++)
		if (ispunct((unsigned char)*c) && !strchr(".,-/+%", *c))
			fprintf(out, "&#%d;", (unsigned char)*c);
		else
			fputc(*c, out);
	free(plain);
}
