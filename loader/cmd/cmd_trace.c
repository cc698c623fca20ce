// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cli.h"
#include "clock.h"
#include "commands.h"
#include "diag.h"
#include "json_reports.h"
#include "losses.h"
#include "options_record.h"
#include "platform_vendor.h"
#include "stop_signals.h"
#include "support.h"
#include "text_reports.h"
#include "trace_reader.h"
#include "units.h"

static const char doc[] =
	"Print a line for each SCMI transfer of the running kernel when it "
	"ends, and for each anomaly without a transfer, until Ctrl-C or "
	"SIGTERM."
	"\vExamples:\n"
	"  scmi-perf trace                          all transfers\n"
	"  scmi-perf trace --min-lat 1ms --stack    slow ones and their "
	"callers\n"
	"  scmi-perf trace -P SENSOR -n 10          ten sensor messages\n"
	"  scmi-perf trace -a -j -d 1h >anomalies.ndjson\n";

enum {
	KEY_MIN_LAT = 256,
	KEY_MAX_LAT,
	KEY_RING_SIZE,
};

static const struct argp_option options[] = {
	{"channel", 'c', "NUMBER", 0,
	 "Only transfers on this channel of the transport", 0},
	{"comm", 'C', "NAME", 0, "Only transfers of tasks with this name", 0},
	{"pid", 'p', "PID", 0, "Only transfers of this process or thread", 0},
	{"min-lat", KEY_MIN_LAT, "TIME", 0,
	 "Only transfers that take TIME (500us, 2ms) or longer", 0},
	{"max-lat", KEY_MAX_LAT, "TIME", 0,
	 "Only transfers that take TIME or shorter", 0},
	{"anomalies-only", 'a', 0, 0, "Only anomalies", 0},
	{"stack", 'S', 0, 0, "Print the kernel stack of the caller", 0},
	{"count", 'n', "COUNT", 0, "Stop after COUNT lines", 0},
	{"duration", 'd', "TIME", 0, "Stop after TIME: 500ms, 30s, 5m", 0},
	{"ring-size", KEY_RING_SIZE, "SIZE", 0,
	 "Size of the buffer for events: 64K, 4M (1M)", 0},
	{0}};

struct trace_options {
	struct filter filter;	   /* which transfers are measured */
	struct trace_filter trace; /* which of those are traced */
	int channel;		   /* below 0: any */
	const char *comm;	   /* NULL: any */
	uint32_t ring_bytes;
	uint64_t count;	      /* 0: no limit */
	uint64_t duration_ns; /* 0: no limit */
};

#define COMM_MAX (sizeof(((struct trace_event *)0)->comm) - 1)

static error_t parse_selection(int key, char *arg, struct argp_state *state)
{
	struct trace_options *o = state->input;

	switch (key) {
	case 'c':
		o->channel =
			(int)cli_number(arg, "channel", 0, UINT8_MAX, state);
		return 0;
	case 'C':
		/* The kernel cuts longer names: none would match. */
		if (strlen(arg) > COMM_MAX)
			cli_invalid(arg, "comm",
				    "at most 15 bytes, as ps prints it", state);
		o->comm = arg;
		return 0;
	case 'p':
		o->trace.pid =
			(__u32)cli_number(arg, "pid", 0, INT32_MAX, state);
		return 0;
	case KEY_MIN_LAT:
		o->trace.min_ns = cli_time(arg, "min-lat", 0,
					   "such as 500us, 2ms", state);
		return 0;
	case KEY_MAX_LAT:
		o->trace.max_ns = cli_time(arg, "max-lat", 0,
					   "such as 500us, 2ms", state);
		return 0;
	case 'a':
		o->trace.anomalies_only = 1;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct trace_options *o = state->input;

	switch (key) {
	case 'S':
		o->trace.stack = 1;
		return 0;
	case 'n':
		o->count =
			(uint64_t)cli_number(arg, "count", 1, INT64_MAX, state);
		return 0;
	case 'd':
		o->duration_ns = cli_time(arg, "duration", 1,
					  "such as 500ms, 30s, 5m", state);
		return 0;
	case KEY_RING_SIZE:
		if (parse_size(arg, &o->ring_bytes))
			cli_invalid(arg, "ring-size",
				    "1 to 1G, such as 64K, 4M", state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &o->filter;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument '%s'", arg);
		return EINVAL;
	case ARGP_KEY_END:
		if (o->trace.min_ns > o->trace.max_ns)
			argp_error(state, "--min-lat is longer than --max-lat");
		return 0;
	}
	return parse_selection(key, arg, state);
}

struct trace {
	const struct trace_options *o;
	uint64_t shown[TRACE_TYPES];
	uint64_t lines;
};

/* Applies the filters that the BPF programs do not apply. */
static bool matches(const struct trace_options *o,
		    const struct trace_line *line)
{
	const struct trace_event *e = line->event;

	return (o->channel < 0 || o->channel == line->key.channel) &&
	       (!o->comm || (e->type == TRACE_TRANSFER &&
			     !strncmp(o->comm, e->comm, sizeof(e->comm))));
}

static bool is_full(const struct trace *t)
{
	return t->o->count && t->lines >= t->o->count;
}

static void show(void *ctx, const struct trace_line *line)
{
	struct trace *t = ctx;

	if (is_full(t) || !matches(t->o, line))
		return;
	if (cli_json)
		trace_json_line(line, stdout);
	else
		trace_text_line(line, stdout);
	t->shown[line->event->type]++;
	t->lines++;
}

/* Prints lines as transfers end. Flushes only when no more events are waiting. */
static int follow(const struct trace *t, struct trace_reader *reader,
		  int signal_fd)
{
	const uint64_t duration_ns = t->o->duration_ns;
	const uint64_t end_ns = duration_ns ? monotonic_ns() + duration_ns : 0;
	struct pollfd fds[] = {
		{.fd = signal_fd, .events = POLLIN},
		{.fd = trace_reader_fd(reader), .events = POLLIN},
	};

	for (;;) {
		int left = milliseconds_until(end_ns), more;

		if (poll(fds, 2, left) < 0 && errno != EINTR) {
			diag_error("wait for events: %s", strerror(errno));
			return -errno;
		}
		more = trace_reader_read(reader);
		if (more < 0)
			return more;
		if (!more && fflush(stdout)) {
			diag_error("write: %s", strerror(errno));
			return -EIO;
		}
		if (is_full(t) || fds[0].revents || !left)
			return 0;
	}
}

/* Reports the number of transfers that were shown and lost. */
static int report(const struct trace *t, struct recorder *r)
{
	struct trace_account account = {0};
	struct profile p = {0};
	uint64_t lost;

	profile_add_run(&p);
	recorder_read(r, &p);
	account.profile = &p;
	for (int i = 0; i < TRACE_TYPES; i++) {
		account.shown[i] = t->shown[i];
		account.lost[i] = recorder_lost_events(r, i);
	}
	lost = sum_of_all(account.lost, TRACE_TYPES);
	if (cli_json)
		trace_json_end(&account, stdout);
	diag_info("%" PRIu64 " transfer%s begun; of those that ended, %" PRIu64
		  " shown, %" PRIu64 " not shown, %" PRIu64 " lost",
		  profile_total(&p, LC_BEGUN),
		  plural(profile_total(&p, LC_BEGUN)),
		  account.shown[TRACE_TRANSFER], trace_not_shown(&account),
		  account.lost[TRACE_TRANSFER]);
	if (lost)
		diag_warning("lost %" PRIu64 " (ring_buffer): increase "
			     "--ring-size or use filters",
			     lost);
	losses_warn(p.lost, p.runs);
	profile_free(&p);
	return 0;
}

static void begin(const struct trace_options *o)
{
	char *vendor, *sub_vendor;
	struct utsname u;

	/* Only for the names of messages. */
	platform_vendor_read(&vendor, &sub_vendor);
	free(vendor);
	free(sub_vendor);
	uname(&u);
	if (cli_json)
		trace_json_begin(u.release, u.machine, stdout);
	else
		trace_text_header(stdout);
	fflush(stdout);
	if (!o->duration_ns && !o->count)
		diag_info("tracing; press Ctrl-C to stop");
}

static int run(const struct trace_options *o)
{
	const struct recorder_options how = {
		.level = HOOKS_ALL,
		.trace = &o->trace,
		.filter = o->filter,
		.ring_bytes = o->ring_bytes,
	};
	struct recorder *r = NULL;
	struct trace_reader *reader = NULL;
	struct trace t = {.o = o};
	int fd = stop_signals_fd(), err = fd < 0 ? fd : 0;

	if (!err)
		err = recorder_open(&how, &r);
	if (!err)
		err = trace_reader_open(r, o->trace.stack, show, &t, &reader);
	if (!err)
		err = recorder_attach(r);
	if (err) {
		support_explain_failure();
		goto out;
	}
	begin(o);
	err = follow(&t, reader, fd);
	recorder_detach(r);
	while (!err && (err = trace_reader_read(reader)) > 0)
		err = 0;
	if (!err)
		err = report(&t, r);
out:
	trace_reader_close(reader);
	recorder_close(r);
	if (fd >= 0)
		close(fd);
	return err;
}

int cmd_trace(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&common_argp, 0, "General:", -1},
		{&filter_argp, 0, "What to trace:", 1},
		{0}};
	static const struct argp argp = {options,  parse, NULL, doc,
					 children, NULL,  NULL};
	struct trace_options o = {
		.trace = {.enabled = 1, .max_ns = UINT64_MAX},
		.ring_bytes = 1024 * 1024,
		.channel = -1,
	};

	cli_parse(&argp, argc, argv, 0, &o);
	if (support_refuses("trace") || run(&o))
		return EXIT_ERROR;
	return stdout_finish() ? EXIT_ERROR : EXIT_OK;
}
