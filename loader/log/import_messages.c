// SPDX-License-Identifier: GPL-2.0-only
#include "import_messages.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "text.h"
#include "units.h"

/* Other formats of logs, recognised by their first bytes. */
static const struct foreign {
	const char *magic;
	size_t len;
	const char *description;
	const char *converter; /* converts FILE to text */
} foreign[] = {
	{"\x17\x08\x44tracing", 10, "a trace-cmd recording",
	 "trace-cmd report FILE"},
	{"PERFILE2", 8, "a perf recording", "perf script -i FILE"},
	{"\x1f\x8b", 2, "compressed, or a profile",
	 "scmi-perf report FILE, or zcat FILE"},
	{"\x28\xb5\x2f\xfd", 4, "compressed with zstd", "zstdcat FILE"},
	{"\xfd"
	 "7zXZ",
	 5, "compressed with xz", "xzcat FILE"},
};

#define N_FOREIGN (sizeof(foreign) / sizeof(foreign[0]))

bool import_rejects(const char *name, const char *head, size_t len,
		    const char *command)
{
	for (size_t i = 0; i < N_FOREIGN; i++) {
		const struct foreign *f = &foreign[i];

		if (len < f->len || memcmp(head, f->magic, f->len))
			continue;
		diag_error("'%s' is not a text log: it is %s", name,
			   f->description);
		diag_hint("%s | %s", f->converter, command);
		return true;
	}
	return false;
}

const char *import_unit(const struct import_stats *st)
{
	return st->records ? "record" : "line";
}

void import_warn_unparsed(const struct profile *p,
			  const struct import_stats *st)
{
	if (!p->unparsed_lines)
		return;
	diag_warning("%" PRIu64 " %s%s with an SCMI event, or a number of "
		     "lost ones, could not be parsed and had to be left out of "
		     "the profile, such as:",
		     p->unparsed_lines, import_unit(st),
		     plural(p->unparsed_lines));
	for (size_t i = 0; i < st->n_samples; i++) {
		const struct import_sample *sample = &st->sample[i];
		char *text = text_escape(sample->text);

		diag_warning("%s %" PRIu64 ": %s: %s", import_unit(st),
			     sample->line, unread_name(sample->cause), text);
		free(text);
	}
}

/* Returns the most frequent cause. */
static enum unread_cause main_cause(const struct import_stats *st)
{
	enum unread_cause main = 0;

	for (enum unread_cause cause = 0; cause < UNREAD_CAUSES; cause++)
		if (st->unread[cause] > st->unread[main])
			main = cause;
	return main;
}

void import_report_empty(const char *name, const struct profile *p,
			 const struct import_stats *st)
{
	const enum unread_cause cause = main_cause(st);

	diag_error("'%s' has no SCMI transfer event in %" PRIu64 " %s%s", name,
		   st->lines, import_unit(st), plural(st->lines));
	import_warn_unparsed(p, st);
	if (!st->unread[cause])
		diag_hint("enable the events before you make the log: "
			  "echo 1 > /sys/kernel/tracing/events/scmi/enable");
	else if (unread_remedy(cause))
		diag_hint("%s", unread_remedy(cause));
}
