// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cleans arbitrary bytes as an SVG of gnuplot. The result has no script, no
 * reference and no identifier; without a style, it is UTF-8 without control characters.
 */
#include "fuzz_output.h"
#include "svg_clean.h"

/* Removes the values of attributes. */
static void drop_values(char *tag)
{
	char quote = '\0', *to = tag;

	for (; *tag; tag++) {
		if (quote)
			quote = *tag == quote ? '\0' : quote;
		else if (*tag == '"' || *tag == '\'')
			quote = *tag;
		else
			*to++ = *tag;
	}
	*to = '\0';
}

/* Text may contain anything; tags have neither identifiers nor references. */
static void check_tags(const char *svg)
{
	const char *open, *end;

	for (; (open = strchr(svg, '<')); svg = end) {
		char *tag;

		end = markup_tag_end(open + 1);
		tag = strndup(open, (size_t)(end - open));
		MUST(tag);
		MUST(!strcasestr(tag, "url("));
		drop_values(tag);
		MUST(!strcasestr(tag, "href"));
		MUST(!strcasestr(tag, " id") && !strcasestr(tag, " on"));
		free(tag);
	}
}

static void check_clean(const char *svg, size_t size)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	int err;

	MUST(out);
	err = svg_clean(svg, size, "label", NULL, out);
	MUST(!fclose(out));
	if (!err) {
		MUST(strlen(text) == len);
		check_plain(text);
		MUST(!strcasestr(text, "<script") && !strcasestr(text, "<a "));
		check_tags(text);
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* In its own block, so that reading beyond the picture is detected. */
	char *svg = malloc(size + 5);

	MUST(svg);
	memcpy(svg, "<svg>", 5);
	if (size)
		memcpy(svg + 5, data, size);
	check_clean(svg, size + 5);
	check_clean(svg + 5, size);
	free(svg);
	return 0;
}
