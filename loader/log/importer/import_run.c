// SPDX-License-Identifier: GPL-2.0-only
#include "ftrace_span.h"
#include "importer_state.h"

/*
 * Returns the name that trace-cmd report or grep print before the lines of each file
 * or machine, without its colon: "host: ", "guest: ", "board1/trace.txt:  ". Returns
 * an empty span if the first word of the line has no letter or no colon.
 */
static struct span line_source(struct span line)
{
	struct span name;
	bool letter = false;

	skip_blanks(&line);
	name = (struct span){line.p, line.p};
	while (name.end < line.end && !is_blank(*name.end)) {
		const char c = *name.end++ | 0x20;

		letter |= c >= 'a' && c <= 'z';
	}
	if (!letter || name.end == line.end || name.end[-1] != ':')
		return (struct span){line.p, line.p};
	name.end--;
	return name;
}

/* Notes from which file or machine a transfer is, if the line has its name. */
static void note_source(struct import_stats *st, struct span line)
{
	const struct span name = line_source(line);
	size_t len = (size_t)(name.end - name.p);

	if (len > IMPORT_SOURCE_LEN)
		len = IMPORT_SOURCE_LEN;
	for (size_t i = 0; i < st->n_sources; i++)
		if (strlen(st->source[i]) == len &&
		    !memcmp(st->source[i], name.p, len))
			return;
	if (len && st->n_sources < IMPORT_SOURCES)
		memcpy(st->source[st->n_sources++], name.p, len);
}

/* Notes the name in "# tracer: nop". */
static void note_tracer(struct import_stats *st, struct span line)
{
	const char *p =
		memmem(line.p, (size_t)(line.end - line.p), "tracer: ", 8);
	struct span name = {p ? p + 8 : line.end, p ? p + 8 : line.end};
	size_t len;

	while (name.end < line.end && is_name(*name.end))
		name.end++;
	len = (size_t)(name.end - name.p);
	if (*st->tracer || !len || len >= sizeof(st->tracer))
		return;
	memcpy(st->tracer, name.p, len);
}

void importer_note_line(struct importer *im, enum ftrace_kind kind,
			const char *line, size_t len)
{
	if (kind == FTRACE_HEADER)
		note_tracer(&im->stats, (struct span){line, line + len});
	if (kind == FTRACE_BEGIN)
		note_source(&im->stats, (struct span){line, line + len});
}

void importer_describe(const struct importer *im, struct run *run)
{
	static const struct {
		enum ftrace_kind kind;
		const char *name;
	} hooks[] = {
		{FTRACE_BEGIN, "scmi_xfer_begin"},
		{FTRACE_WAIT, "scmi_xfer_response_wait"},
		{FTRACE_RX_DONE, "scmi_rx_done"},
		{FTRACE_END, "scmi_xfer_end"},
	};

	const char *how = run->source == SOURCE_FTRACE ? "ftrace" : "tracefs";

	/* The source has described itself. */
	if (run->source == SOURCE_TRACEFS)
		return;
	if (im->events.dumps.n)
		run_add_hook(run, "scmi_msg_dump", how);
	for (size_t i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++) {
		bool seen = im->kinds_seen & (1u << hooks[i].kind);

		run_add_hook(run, hooks[i].name, seen ? how : "none");
	}
	run->resolution_ns = 1;
	for (int i = im->decimals ? im->decimals : 9; i < 9; i++)
		run->resolution_ns *= 10;
}
