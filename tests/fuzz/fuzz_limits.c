// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parses arbitrary text as a limits file. An error has a line and a reason. The
 * limits of a valid file are in their ranges.
 */
#include "fuzz_input.h"
#include "limits_file.h"

static size_t count_lines(const char *text, size_t len)
{
	size_t n = 1;

	for (size_t i = 0; i < len; i++)
		n += text[i] == '\n';
	return n;
}

static void check_section(const struct limit_section *s, size_t lines)
{
	const struct limit_conditions *c = &s->conditions;

	MUST(s->name && s->line >= 1 && s->line <= lines);
	MUST(s->n >= 1);
	MUST(c->lost >= 0 && c->min_runs >= 0 && c->min_samples >= 0 &&
	     c->min_effect_ns >= 0);
	for (size_t i = 0; i < s->n; i++) {
		const struct limit *limit = &s->limits[i];

		MUST(limit->line >= 1 && limit->line <= lines);
		MUST(limit->most >= 0 && limit->most < 1e19);
		MUST(limit_name(limit)[0]);
		if (limit_is_count(limit))
			MUST(limit->figure >= 0 &&
			     limit->figure <= LC_COUNTERS);
		else
			MUST(limit->figure >= 0 && limit->figure < STATISTICS);
	}
	for (int i = 0; i < 256; i++) {
		struct series_key key = {.protocol = 0x10 + (i & 7),
					 .message = (uint8_t)(i >> 3)};

		selector_has_key(&s->selector, &key);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	char *text = fuzz_rest(&in, &size);
	struct limits_error error;
	struct limits l;

	if (limits_parse(&l, text, size, &error)) {
		MUST(*error.why);
		MUST(error.line <= count_lines(text, size));
	} else {
		MUST(l.n >= 1 && l.alpha > 0 && l.alpha <= 0.5);
		for (size_t i = 0; i < l.n; i++)
			check_section(&l.sections[i], count_lines(text, size));
	}
	limits_free(&l);
	free(text);
	return 0;
}
