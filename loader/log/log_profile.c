// SPDX-License-Identifier: GPL-2.0-only
#include "log_profile.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "diag.h"
#include "gzip.h"
#include "import_messages.h"
#include "log_file.h"
#include "profile_file.h"
#include "units.h"

/* Reports that the log has no event, or none in the range. */
static int check_events(const struct profile *p, const char *path,
			const struct import_stats *st)
{
	char first[24], last[24];

	if (st->n_sources > 1) {
		diag_error("'%s' has the events of several machines or files, "
			   "among them '%s' and '%s'",
			   path, st->source[0], st->source[1]);
		diag_hint("import each into a profile of its own: grep "
			  "-F '%s' FILE | scmi-perf import - -o ONE.scmi",
			  st->source[0]);
		return -EINVAL;
	}
	if (st->form == TEXT_FORM_REVERSED && st->events) {
		diag_error("the lines of '%s' are in reverse order", path);
		diag_hint("%s", text_form_remedy(st->form));
		return -EINVAL;
	}
	if (import_is_unmerged(st)) {
		diag_error("'%s' has the trace of one processor after that of "
			   "another one: a pipe cannot be read twice to merge "
			   "them",
			   path);
		diag_hint("write the log to a file, and import that");
		return -ESPIPE;
	}
	if (st->events > st->outside)
		return 0;
	if (!st->events) {
		import_report_empty(path, p, st);
		return -ENODATA;
	}
	diag_error("'%s' has no SCMI event in this range of time", path);
	diag_hint("its %" PRIu64 " event%s have times from %s to %s",
		  st->events, plural(st->events),
		  stamp_text(st->first_ns, first, sizeof(first)),
		  stamp_text(st->last_ns, last, sizeof(last)));
	return -ENODATA;
}

/* Ends the import, with or without a time series. */
static void finish(const struct log_profile_options *o, struct importer *im,
		   struct import_timeline *t, struct profile *p)
{
	if (o->no_intervals)
		importer_finish(im);
	else if (import_timeline_finish(t, p))
		diag_warning("the profile has no time series");
}

int log_profile_read(struct profile *p, const char *path,
		     const struct log_profile_options *o,
		     struct import_stats *st)
{
	struct importer *im = importer_new(p);
	struct import_timeline t = {0};
	int err;

	p->runs[0].command = xstrdup(path);
	p->runs[0].tool = xstrdup("scmi-perf " SCMI_PERF_VERSION);
	importer_set_range(im, o->from_ns, o->has_end ? o->to_ns : UINT64_MAX);
	importer_trace(im, o->trace, o->trace_ctx);
	if (o->trace_flight)
		importer_trace_flight(im);
	if (o->by_resource)
		importer_by_resource(im);
	if (!o->no_intervals)
		import_timeline_start(&t, im, p, o->interval_ns);
	if (o->tasks)
		import_timeline_tasks(&t, o->tasks);
	err = log_file_read(im, path, o->buffer);
	if (!err) {
		finish(o, im, &t, p);
		*st = *importer_stats(im);
		err = check_events(p, path, st);
	}
	import_timeline_free(&t);
	importer_free(im);
	return err;
}

#define HEAD 4096

/* Reads the start of a regular file. Returns its length, 0 for others. */
static size_t read_head(const char *path, char head[HEAD])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = 0;
	struct stat st;

	if (fd < 0)
		return 0;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		n = read(fd, head, HEAD);
	close(fd);
	return n > 0 ? (size_t)n : 0;
}

/* Returns true if a file with this start is, or was once, a profile. */
static bool starts_as_profile(const char *head, size_t len)
{
	static const char schema[] = "scmi-perf-profile/";
	char text[128];
	const size_t n = gzip_head(head, len, text, sizeof(text));

	/* Another program may have formatted it. A short one is damaged. */
	return n && *text == '{' &&
	       (n < sizeof(text) || memmem(text, n, schema, strlen(schema)));
}

bool log_profile_is_profile(const char *path)
{
	char head[HEAD];
	const size_t len = read_head(path, head);

	return len && starts_as_profile(head, len);
}

bool log_profile_is_log(const char *path)
{
	static const char gzip[] = {0x1f, (char)0x8b};
	char head[HEAD], text[1];
	const size_t len = read_head(path, head);

	if (len < sizeof(gzip) || memcmp(head, gzip, sizeof(gzip)))
		return len;
	/* A damaged file is reported as a damaged profile. */
	return gzip_head(head, len, text, sizeof(text)) &&
	       !starts_as_profile(head, len);
}

int log_profile_open(struct profile *p, const char *path, bool by_resource,
		     struct task_intervals *tasks)
{
	const struct log_profile_options options = {.by_resource = by_resource,
						    .tasks = tasks};
	struct import_stats st;
	int err;

	if (!log_profile_is_log(path))
		return profile_read(p, path);
	err = log_profile_read(p, path, &options, &st);
	if (err)
		return err;
	import_warn_unparsed(p, &st);
	import_warn_resources(&st);
	return err;
}
