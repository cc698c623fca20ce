// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cleans arbitrary bytes as an SVG of gnuplot. The result has no script, no
 * reference and no identifier; without a style, it has no control character.
 */
#include "fuzz_input.h"
#include "svg_clean.h"

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
		MUST(!strcasestr(text, "url("));
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
