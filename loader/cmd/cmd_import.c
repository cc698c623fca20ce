// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "atomic_file.h"
#include "cli.h"
#include "clock.h"
#include "commands.h"
#include "diag.h"
#include "import.h"
#include "import_messages.h"
#include "import_pool.h"
#include "losses.h"
#include "options_files.h"
#include "output_guard.h"
#include "profile_file.h"
#include "stop_signals.h"
#include "trace_dat.h"
#include "trace_dat_spool.h"
#include "units.h"

static const char doc[] =
	"Make a profile from an ftrace log: the output of trace, trace_pipe, "
	"trace-cmd report or perf script, a mail that quotes it, or a "
	"trace.dat of trace-cmd. FILE - is standard input."
	"\vExamples:\n"
	"  scmi-perf import trace.txt              writes run.scmi\n"
	"  scmi-perf import trace.dat -o board.scmi\n"
	"  ssh board cat /sys/kernel/tracing/trace | scmi-perf import -\n";

struct import_options {
	struct file_args files;
	const char *buffer; /* of a trace.dat; NULL: the only one */
};

static const struct argp_option options[] = {
	OPTION_OUTPUT("default: run.scmi"),
	{"buffer", CLI_TEXT(struct import_options, buffer), "NAME", 0,
	 "Import this buffer of a trace.dat that has several (the one without "
	 "a name: " TRACE_DAT_TOP ")",
	 0},
	{0}};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct import_options *o = state->input;

	return files_parse(key, arg, state, &o->files);
}

#define PROGRESS_NS 500000000u

/* Shows the progress of the import, twice a second, on a terminal only. */
struct progress {
	bool shown;
	uint64_t next_ns; /* 0: never */
	uint64_t bytes;
};

static void progress_start(struct progress *pr)
{
	*pr = (struct progress){0};
	if (diag_level >= DIAG_NORMAL && !diag_json && isatty(STDERR_FILENO))
		pr->next_ns = monotonic_ns() + PROGRESS_NS;
}

static void progress_step(struct progress *pr, size_t bytes,
			  const struct import_stats *st)
{
	uint64_t now;

	pr->bytes += bytes;
	if (!pr->next_ns || (now = monotonic_ns()) < pr->next_ns)
		return;
	pr->next_ns = now + PROGRESS_NS;
	pr->shown = true;
	fprintf(stderr, "\rscmi-perf: %" PRIu64 " MB, %" PRIu64 " SCMI events",
		pr->bytes / 1000000, st->events);
}

static void progress_end(const struct progress *pr)
{
	if (pr->shown)
		fputs("\r\033[K", stderr);
}

/*
 * Reads the next piece of @fd into @pool. Returns its length, 0 at the end of
 * the file, or -errno, which is not reported: -EINTR if @signal_fd is readable.
 */
static ssize_t read_piece(struct import_pool *pool, int fd, int signal_fd)
{
	struct pollfd on[] = {{.fd = fd, .events = POLLIN},
			      {.fd = signal_fd, .events = POLLIN}};
	ssize_t n;

	/* Process everything read so far before waiting for more. */
	if (poll(on, 2, 0) == 0) {
		import_pool_drain(pool);
		poll(on, 2, -1);
	}
	if (on[1].revents)
		return -EINTR;
	do
		n = read(fd, import_pool_buffer(pool), IMPORT_POOL_BYTES);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

/* Returns true if the rest of @fd may not exist yet, or never end. */
static bool is_stream(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && !S_ISREG(st.st_mode);
}

/*
 * Reads the trace.dat @fd, of which the first @len bytes are @head. Returns 0 or
 * -errno, reported.
 */
static int read_recording(struct importer *im, const struct import_options *o,
			  int fd, int signal_fd, const char *head, size_t len)
{
	const char *name = o->files.file[0];
	int file = fd, err;

	if (signal_fd >= 0 && trace_dat_supported) {
		file = trace_dat_spool(fd, name, head, len, signal_fd);
		if (file < 0)
			return file;
	}
	err = trace_dat_import(im, file, name, o->buffer, signal_fd);
	if (file != fd)
		close(file);
	return err ? err : importer_finish(im);
}

/*
 * Reads @fd into @im, to its end or until a signal in @signal_fd. Returns 0 or
 * -errno, reported.
 */
static int read_until(struct importer *im, const struct import_options *o,
		      int fd, int signal_fd)
{
	const char *name = o->files.file[0];
	struct import_pool *pool = import_pool_new(im);
	struct progress progress;
	ssize_t n;
	int err;

	progress_start(&progress);
	while ((n = read_piece(pool, fd, signal_fd)) > 0) {
		if (!progress.bytes &&
		    trace_dat_recognise(import_pool_buffer(pool), (size_t)n)) {
			err = read_recording(im, o, fd, signal_fd,
					     import_pool_buffer(pool),
					     (size_t)n);
			import_pool_free(pool);
			return err;
		}
		if (!progress.bytes &&
		    import_rejects(name, import_pool_buffer(pool), (size_t)n,
				   "scmi-perf import -")) {
			import_pool_free(pool);
			return -EINVAL;
		}
		import_pool_feed(pool, (size_t)n);
		progress_step(&progress, (size_t)n, importer_stats(im));
	}
	progress_end(&progress);
	import_pool_drain(pool);
	import_pool_free(pool);
	if (n == -EINTR) {
		diag_warning("stopped by a signal: '%s' is read up to line "
			     "%" PRIu64,
			     name, importer_stats(im)->lines);
	} else if (n < 0) {
		diag_error("read '%s': %s", name, strerror((int)-n));
		return (int)n;
	}
	return importer_finish(im);
}

/* Reads all of @fd into @im. A signal ends a stream, not the import. */
static int read_log(struct importer *im, const struct import_options *o, int fd)
{
	int signal_fd, err;

	if (!is_stream(fd))
		return read_until(im, o, fd, -1);
	signal_fd = stop_signals_fd();
	if (signal_fd < 0)
		return signal_fd;
	err = read_until(im, o, fd, signal_fd);
	/* The next signal ends the program. */
	stop_signals_close(signal_fd);
	return err;
}

/* Reports data that the log lacks or that is out of order. */
static void show_gaps(const struct profile *p, const struct import_stats *st)
{
	losses_warn(p->lost, p->runs);
	if (p->untracked)
		diag_warning("%" PRIu64 " transfer%s not measured: "
			     "scmi_xfer_begin is not in the log",
			     p->untracked, plural(p->untracked));
	if (st->out_of_order)
		diag_warning("%" PRIu64 " event%s more than %d events late "
			     "could not be sorted; sort the log by time",
			     st->out_of_order, plural(st->out_of_order),
			     IMPORT_WINDOW);
	if (st->logs > 1)
		diag_info("time stepped back or a new trace started: read as "
			  "%" PRIu64 " consecutive logs",
			  st->logs);
	for (size_t i = 0; i < p->runs[0].n_hooks; i++)
		if (!strcmp(p->runs[0].hooks[i].how, "none"))
			diag_info("the log has no %s",
				  p->runs[0].hooks[i].name);
}

static void summarise(const struct profile *p, const struct import_stats *st,
		      const struct file_args *files)
{
	diag_info("read %" PRIu64 " %s%s: %" PRIu64 " SCMI event%s used, "
		  "%" PRIu64 " ignored%s",
		  st->lines, import_unit(st), plural(st->lines), st->events,
		  plural(st->events), st->other_events,
		  st->other_events ? " (such as scmi_msg_dump without a fault)"
				   : "");
	import_warn_unparsed(p, st);
	show_gaps(p, st);
	diag_info("wrote %s: %" PRIu64 " transfer%s begun, %" PRIu64
		  " completed, %" PRIu64 " timed out, %" PRIu64
		  " failed to send, %" PRIu64 " without an end, %" PRIu64
		  " in flight",
		  atomic_file_name(files->output), profile_total(p, LC_BEGUN),
		  plural(profile_total(p, LC_BEGUN)),
		  profile_total(p, LC_COMPLETED),
		  profile_total(p, LC_TIMED_OUT),
		  profile_total(p, LC_SEND_FAILED),
		  profile_total(p, LC_AGED_OUT), profile_in_flight(p));
}

/* Imports into @p and writes it. Returns 0 or -errno, reported. */
static int import(const struct import_options *o, int fd, struct profile *p)
{
	const struct file_args *files = &o->files;
	struct importer *im = importer_new(p);
	const struct import_stats *st = importer_stats(im);
	int err;

	p->runs[0].command = xstrdup(files->file[0]);
	p->runs[0].tool = xstrdup("scmi-perf " SCMI_PERF_VERSION);
	err = read_log(im, o, fd);
	if (!err && !st->events) {
		import_report_empty(files->file[0], p, st);
		err = -ENODATA;
	}
	if (!err)
		err = profile_write(p, files->output);
	if (!err)
		summarise(p, st, files);
	importer_free(im);
	return err;
}

int cmd_import(int argc, char **argv)
{
	static const struct argp argp = {options, parse_option,	   "FILE|-",
					 doc,	  common_children, NULL,
					 NULL};
	struct import_options o = {
		.files = {.min = 1, .max = 1, .output = "run.scmi"}};
	struct profile p = {0};
	int fd = STDIN_FILENO, err;

	cli_parse(&argp, argc, argv, 0, &o);
	if (output_refuse_input(o.files.output, o.files.file, 1) ||
	    profile_write_try(o.files.output))
		return EXIT_ERROR;
	if (strcmp(o.files.file[0], "-")) {
		fd = open(o.files.file[0], O_RDONLY | O_CLOEXEC);
		if (fd < 0) {
			diag_error("open '%s': %s", o.files.file[0],
				   strerror(errno));
			return EXIT_ERROR;
		}
	}
	err = import(&o, fd, &p);
	profile_free(&p);
	if (fd != STDIN_FILENO)
		close(fd);
	return err ? EXIT_ERROR : EXIT_OK;
}
