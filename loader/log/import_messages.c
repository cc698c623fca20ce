// SPDX-License-Identifier: GPL-2.0-only
#include "import_messages.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "text.h"
#include "units.h"

#define PDF_MAGIC     "%PDF-"
#define PROFILE_MAGIC "{\"schema\":\"scmi-perf-profile/"

/* Other formats, recognised by bytes at or near the start. */
static const struct foreign {
	const char *magic;
	size_t len, at;
	const char *description;
	const char *converter; /* converts FILE to text */
} foreign[] = {
	{"\x17\x08\x44tracing", 10, 0, "a trace-cmd recording",
	 "trace-cmd report FILE"},
	{"PERFILE2", 8, 0, "a perf recording", "perf script -i FILE"},
	{"\x1f\x8b", 2, 0, "compressed, or a profile",
	 "scmi-perf report FILE, or zcat FILE"},
	{PROFILE_MAGIC, sizeof(PROFILE_MAGIC) - 1, 0, "a profile of scmi-perf",
	 NULL},
	{"\x28\xb5\x2f\xfd", 4, 0, "compressed with zstd", "zstdcat FILE"},
	{"\xfd"
	 "7zXZ",
	 5, 0, "compressed with xz", "xzcat FILE"},
	{"BZh", 3, 0, "compressed with bzip2", "bzcat FILE"},
	{"\x04\x22\x4d\x18", 4, 0, "compressed with lz4", "lz4cat FILE"},
	{"\x5d\x00\x00", 3, 0, "compressed with lzma", "lzcat FILE"},
	{"\x1f\x9d", 2, 0, "compressed with compress", "zcat FILE"},
	{"\x89LZO", 4, 0, "compressed with lzop", "lzop -dc FILE"},
	{"PK\x03\x04", 4, 0, "a zip archive, or a document", "unzip -p FILE"},
	{"7z\xbc\xaf\x27\x1c", 6, 0, "a 7-Zip archive", "7z e -so FILE"},
	{"Rar!", 4, 0, "a RAR archive", "unrar p -inul FILE"},
	{"ustar", 5, 257, "a tar archive", "tar -xOf FILE"},
	{"LPKSHHRH", 8, 0, "a journal of systemd",
	 "journalctl --file FILE -k -o short-monotonic"},
	{PDF_MAGIC, sizeof(PDF_MAGIC) - 1, 0, "a PDF document",
	 "pdftotext -layout FILE -"},
	{"\x89PNG", 4, 0, "a picture (PNG)", NULL},
	{"\xff\xd8\xff", 3, 0, "a picture (JPEG)", NULL},
	{"\x7f"
	 "ELF",
	 4, 0, "a program or a core dump (ELF)", NULL},
	{"{\\rtf", 5, 0, "a document (RTF)", NULL},
};

#define N_FOREIGN (sizeof(foreign) / sizeof(foreign[0]))

/* Returns true if a quarter of the bytes are control characters. */
static bool is_binary(const char *head, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += (unsigned char)head[i] < '\b';
	return len >= 64 && n > len / 4;
}

static const struct foreign *foreign_of(const char *head, size_t len)
{
	for (size_t i = 0; i < N_FOREIGN; i++)
		if (len >= foreign[i].at + foreign[i].len &&
		    !memcmp(head + foreign[i].at, foreign[i].magic,
			    foreign[i].len))
			return &foreign[i];
	return NULL;
}

bool import_is_foreign(const char *head, size_t len, const char **holds_log)
{
	const struct foreign *f = foreign_of(head, len);

	*holds_log = f && f->converter && strcmp(f->magic, PDF_MAGIC)
			     ? f->description
			     : NULL;
	return f;
}

bool import_rejects(const char *name, const char *head, size_t len,
		    const char *command)
{
	const struct foreign *f = foreign_of(head, len);

	if (f) {
		diag_error("'%s' is not a text log: it is %s", name,
			   f->description);
		if (f->converter)
			diag_hint("%s | %s", f->converter, command);
		else if (!strcmp(f->magic, PROFILE_MAGIC))
			diag_hint("scmi-perf report FILE");
		return true;
	}
	if (!is_binary(head, len))
		return false;
	diag_error("'%s' is not a text log: it is binary data", name);
	return true;
}

const char *import_unit(const struct import_stats *st)
{
	return st->records ? "record" : "line";
}

/* Reports what is not read, or has no times of the kernel, although it is text. */
static void warn_text(const struct import_stats *st)
{
	if (st->base64 && st->events)
		diag_warning("%" PRIu64 " part%s of the mail in base64 "
			     "%s not read: save them to files",
			     st->base64, plural(st->base64),
			     st->base64 == 1 ? "is" : "are");
	if (st->unmerged && !import_is_unmerged(st))
		diag_warning("the trace of %" PRIu64
			     " processor%s follows that "
			     "of another one and could not be merged with it, "
			     "so transfers are incomplete: import a "
			     "file, not a pipe",
			     st->unmerged, plural(st->unmerged));
	if (st->received)
		diag_warning("the times of %" PRIu64 " event%s are those at "
			     "which journald received them, later than the "
			     "kernel's: use journalctl -k -o short-monotonic",
			     st->received, plural(st->received));
}

bool import_is_unmerged(const struct import_stats *st)
{
	return st->unmerged &&
	       (st->logs > 1 || st->out_of_order > st->events / 10);
}

void import_warn_unparsed(const struct profile *p,
			  const struct import_stats *st)
{
	warn_text(st);
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

		diag_warning("%s %" PRIu64 ": %s%s%s", import_unit(st),
			     sample->line,
			     st->records ? "" : unread_name(sample->cause),
			     st->records ? "" : ": ", text);
		free(text);
	}
}

void import_warn_resources(const struct import_stats *st)
{
	if (!st->no_resources)
		return;
	if (!st->resources) {
		diag_warning("the log shows no resources: it has no "
			     "scmi_msg_dump with a payload");
		diag_hint("'echo 1 > /sys/kernel/tracing/events/scmi/enable' "
			  "before logging");
		return;
	}
	diag_warning("%" PRIu64 " transfer%s without a resource: the log has "
		     "no scmi_msg_dump of %s",
		     st->no_resources, plural(st->no_resources),
		     st->no_resources == 1 ? "it" : "them");
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
	if (st->form == TEXT_FORM_ONE_STRING)
		diag_hint("%s", text_form_remedy(st->form));
	else if (!st->unread[cause] && st->base64)
		diag_hint("a part of this mail is in base64: save the text, "
			  "or the attachment, to a file of its own and import "
			  "that");
	else if ((!st->unread[cause] || cause == UNREAD_CUT) &&
		 text_form_remedy(st->form)) /* a dump cuts names, too */
		diag_hint("%s", text_form_remedy(st->form));
	else if (!st->unread[cause] && *st->tracer && strcmp(st->tracer, "nop"))
		diag_hint("the log is of the tracer '%s', without SCMI events: "
			  "echo nop > /sys/kernel/tracing/current_tracer; "
			  "echo 1 > /sys/kernel/tracing/events/scmi/enable",
			  st->tracer);
	else if (!st->unread[cause])
		diag_hint("enable the events before you make the log: "
			  "echo 1 > /sys/kernel/tracing/events/scmi/enable");
	else if (unread_remedy(cause))
		diag_hint("%s", unread_remedy(cause));
}
