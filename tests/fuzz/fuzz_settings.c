// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parses arbitrary text as the settings of scmi-top. Settings are always in
 * their ranges. An error has a line and a reason.
 */
#include "fuzz_input.h"
#include "settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	struct top_settings s = {.interval_ns = TOP_INTERVAL_MIN};
	char *text = fuzz_rest(&in, &size), why[128];
	unsigned int line = 0, lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	*why = '\0';
	if (settings_parse(&s, text, size, &line, why, sizeof(why)))
		MUST(*why && line >= 1 && line <= lines);
	else
		MUST(!*why && !line);
	MUST(s.interval_ns >= TOP_INTERVAL_MIN &&
	     s.interval_ns <= TOP_INTERVAL_MAX);
	MUST(s.sort < TOP_SORTS && s.grouping < TOP_GROUPINGS);
	MUST(*top_sort_names[s.sort] && *top_grouping_names[s.grouping]);
	free(text);
	return 0;
}
