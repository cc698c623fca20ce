// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "import.h"
#include "import_messages.h"
#include "import_pool.h"
#include "losses.h"
#include "profile_file.h"

static const char doc[] =
	"Make a profile from an ftrace text log: what trace, trace_pipe, "
	"trace-cmd report or perf script print, or a mail that quotes it. "
	"FILE - is standard input."
	"\vExamples:\n"
	"  scmi-perf import trace.txt              into run.scmi\n"
	"  trace-cmd report trace.dat | scmi-perf import - -o board.scmi\n"
	"  ssh board cat /sys/kernel/tracing/trace | scmi-perf import -\n";

static const struct argp_option options[] = {
	{"output", 'o', "FILE", 0,
	 "Write the profile to FILE (run.scmi; - for standard output)", 0},
	{0}};

struct options {
	const char *input;
	const char *output;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'o':
		o->output = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (o->input)
			argp_error(state, "one FILE at a time; 'scmi-perf "
					  "merge' joins profiles");
		o->input = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "no FILE given; - is standard input");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static uint64_t monotonic_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

#define PROGRESS_MS 500

/* Says how far the import has come, twice a second, to a terminal only. */
struct progress {
	bool shown;
	uint64_t next_ms; /* 0: never */
	uint64_t bytes;
};

static void progress_start(struct progress *pr)
{
	*pr = (struct progress){0};
	if (diag_level >= DIAG_NORMAL && isatty(STDERR_FILENO))
		pr->next_ms = monotonic_ms() + PROGRESS_MS;
}

static void progress_step(struct progress *pr, size_t bytes,
			  const struct import_stats *st)
{
	uint64_t now;

	pr->bytes += bytes;
	if (!pr->next_ms || (now = monotonic_ms()) < pr->next_ms)
		return;
	pr->next_ms = now + PROGRESS_MS;
	pr->shown = true;
	fprintf(stderr, "\rscmi-perf: %" PRIu64 " MB, %" PRIu64 " SCMI events",
		pr->bytes / 1000000, st->events);
}

static void progress_end(const struct progress *pr)
{
	if (pr->shown)
		fputs("\r\033[K", stderr);
}

/* Whether a read of @fd would have to wait. */
static bool must_wait(int fd)
{
	struct pollfd input = {.fd = fd, .events = POLLIN};

	return poll(&input, 1, 0) == 0;
}

/* Reads all of @fd into @im. Returns 0 or -errno, reported. */
static int read_log(struct importer *im, int fd, const char *name)
{
	struct progress progress;
	struct import_pool *pool = import_pool_new(im);
	ssize_t n = -1;
	int err = pool ? 0 : -ENOMEM;

	progress_start(&progress);
	while (!err && n) {
		char *buf = import_pool_buffer(pool);

		/* What has come is processed before more is waited for. */
		if (must_wait(fd))
			err = import_pool_drain(pool);
		if (err)
			break;
		n = read(fd, buf, IMPORT_POOL_BYTES);
		if (n < 0) {
			err = errno == EINTR ? 0 : -errno;
			continue;
		}
		if (!progress.bytes && import_refuses(name, buf, (size_t)n,
						      "scmi-perf import -")) {
			import_pool_free(pool);
			return -EINVAL;
		}
		err = import_pool_feed(pool, (size_t)n);
		progress_step(&progress, (size_t)n, importer_stats(im));
	}
	progress_end(&progress);
	if (!err)
		err = import_pool_drain(pool);
	if (!err)
		err = importer_finish(im);
	if (err)
		diag_error("read '%s': %s", name, strerror(-err));
	import_pool_free(pool);
	return err;
}

/* What the log did not have, or had in disorder. */
static void show_gaps(const struct profile *p, const struct import_stats *st)
{
	losses_warn(p);
	if (p->untracked)
		diag_warning("%" PRIu64 " transfers ended whose begin is not "
			     "in the log: not measured",
			     p->untracked);
	if (st->out_of_order)
		diag_warning("%" PRIu64 " events came more than %d events too "
			     "late to be put in order; sort the log by time",
			     st->out_of_order, IMPORT_WINDOW);
	if (st->logs > 1)
		diag_info("time went back or a new trace began: taken as "
			  "%" PRIu64 " logs one after the other",
			  st->logs);
	for (size_t i = 0; i < p->runs[0].n_hooks; i++)
		if (!strcmp(p->runs[0].hooks[i].how, "none"))
			diag_info("the log has no %s",
				  p->runs[0].hooks[i].name);
}

static void summarise(const struct profile *p, const struct import_stats *st,
		      const struct options *o)
{
	diag_info("read %" PRIu64 " lines: %" PRIu64 " SCMI events, %" PRIu64
		  " others of SCMI",
		  st->lines, st->events, st->other_events);
	import_show_unparsed(p, st);
	show_gaps(p, st);
	diag_info("wrote %s: %" PRIu64 " transfers begun, %" PRIu64
		  " completed, %" PRIu64 " timed out, %" PRIu64
		  " failed to send, %" PRIu64 " without an end, %" PRIu64
		  " in flight",
		  strcmp(o->output, "-") ? o->output : "standard output",
		  profile_total(p, LC_BEGUN), profile_total(p, LC_COMPLETED),
		  profile_total(p, LC_TIMED_OUT),
		  profile_total(p, LC_SEND_FAILED),
		  profile_total(p, LC_AGED_OUT), profile_in_flight(p));
}

static int describe_run(struct run *run, const struct options *o)
{
	run->command = strdup(o->input);
	run->tool = strdup("scmi-perf " SCMI_PERF_VERSION);
	if (run->command && run->tool)
		return 0;
	diag_error("out of memory");
	return -ENOMEM;
}

/* Imports into @p and writes it. Returns 0 or -errno, reported. */
static int import(const struct options *o, int fd, struct profile *p)
{
	struct importer *im = importer_new(p);
	const struct import_stats *st;
	int err;

	if (!im) {
		diag_error("out of memory");
		return -ENOMEM;
	}
	st = importer_stats(im);
	err = describe_run(&p->runs[0], o);
	if (!err)
		err = read_log(im, fd, o->input);
	if (!err && !st->events) {
		import_show_empty(o->input, p, st);
		err = -ENODATA;
	}
	if (!err)
		err = profile_write(p, o->output);
	if (!err)
		summarise(p, st, o);
	importer_free(im);
	return err;
}

int cmd_import(int argc, char **argv)
{
	static const struct argp argp = {options,	  parse, "FILE|-", doc,
					 common_children, NULL,	 NULL};
	struct options o = {.output = "run.scmi"};
	struct profile p;
	int fd = STDIN_FILENO, err;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	if (strcmp(o.input, "-")) {
		fd = open(o.input, O_RDONLY | O_CLOEXEC);
		if (fd < 0) {
			diag_error("open '%s': %s", o.input, strerror(errno));
			return EXIT_ERROR;
		}
	}
	profile_init(&p);
	err = import(&o, fd, &p);
	profile_free(&p);
	if (fd != STDIN_FILENO)
		close(fd);
	return err ? EXIT_ERROR : EXIT_OK;
}
