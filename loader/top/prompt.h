/* SPDX-License-Identifier: GPL-2.0-only */
/* The line in which a text is typed: filter, search, interval, columns, file, time. */
#ifndef SCMI_PERF_PROMPT_H
#define SCMI_PERF_PROMPT_H

#include "keys.h"

/* Opens the prompt with a text, which can be changed. */
void prompt_ask(struct top_keys *k, struct top_view *v, enum top_prompt prompt,
		const char *text);
/* Opens it for a filter or search that replaces @part, which Esc restores. */
void prompt_ask_part(struct top_keys *k, struct top_view *v,
		     enum top_prompt prompt, const char *part);
void prompt_ask_file(struct top_keys *k, struct top_view *v);
void prompt_ask_columns(struct top_keys *k, struct top_view *v);

/* Applies a key to the open prompt. */
enum top_request prompt_type(struct top_keys *k, struct top_view *v, int key);

/* Moves the cursor to the next match of the last search. */
void prompt_search_next(struct top_view *v);

#endif
