// SPDX-License-Identifier: GPL-2.0-only
#include "trace_dat.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "alloc.h"
#include "diag.h"
#include "text.h"
#include "trace_dat_reader.h"

#define PIPE_BYTES     (1 << 20)
#define NAMES_BYTES    1024
#define LOST_CPUS      4096
#define SECONDS_MIN    60      /* of CPU time for the reader */
#define BYTES_A_SECOND 1000000 /* that it reads at least */

/* The end of the reader's messages. Errors are negative. */
enum {
	MORE,
	DONE
};

/* An import from a reader process. */
struct receiver {
	struct importer *im;
	const char *name;
	int in, signal_fd;

	char names[NAMES_BYTES]; /* of the buffers with SCMI events, quoted */
	unsigned int buffers;	 /* their number */
	char *used;		 /* the name of the first */
	uint64_t *lost;		 /* by processor */

	struct trace_dat_message message;
	struct import_line line[TRACE_DAT_LINES];
	char text[TRACE_DAT_TEXT + 1];
};

bool trace_dat_recognise(const char *head, size_t len)
{
	static const char magic[] = "\x17\x08\x44tracing";

	return len >= sizeof(magic) - 1 &&
	       !memcmp(head, magic, sizeof(magic) - 1);
}

/* Bounds the time that a damaged file can take. */
static void limit_time(int fd)
{
	struct rlimit limit;
	struct stat st;

	if (fstat(fd, &st))
		return;
	limit.rlim_cur = SECONDS_MIN + (rlim_t)st.st_size / BYTES_A_SECOND;
	limit.rlim_max = limit.rlim_cur;
	setrlimit(RLIMIT_CPU, &limit);
}

/* The reader's process: it leaves no core file, and prints with -v only. */
static _Noreturn void run_reader(int fd, const char *buffer, int out)
{
	const struct rlimit none = {0};
	const int null = open("/dev/null", O_RDWR);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &none);
	limit_time(fd);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	if (diag_level < DIAG_VERBOSE)
		dup2(null, STDERR_FILENO);
	trace_dat_read(fd, buffer, out);
	_exit(0);
}

/* Starts the reader. Returns its process ID, or -errno, not reported. */
static pid_t start_reader(struct receiver *rx, int fd, const char *buffer)
{
	const int copy = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int ends[2];
	pid_t pid;

	if (copy < 0)
		return -errno;
	if (pipe2(ends, O_CLOEXEC)) {
		close(copy);
		return -errno;
	}
	fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
	lseek(copy, 0, SEEK_SET);
	pid = fork();
	if (!pid)
		run_reader(copy, buffer, ends[1]);
	close(copy);
	close(ends[1]);
	rx->in = ends[0];
	return pid < 0 ? -errno : pid;
}

/*
 * Reads @len bytes of a message. Returns 0, -EINTR after a signal, or -EPIPE if the
 * reader has ended.
 */
static int receive(struct receiver *rx, void *data, size_t len)
{
	struct pollfd on[] = {{.fd = rx->in, .events = POLLIN},
			      {.fd = rx->signal_fd, .events = POLLIN}};
	char *p = data;

	while (len) {
		ssize_t n;

		poll(on, 2, -1);
		if (on[1].revents)
			return -EINTR;
		n = read(rx->in, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -EPIPE;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

/* The reader may have been hit by a damaged file. */
static bool is_valid(const struct receiver *rx)
{
	for (uint32_t i = 0; i < rx->message.n; i++) {
		const struct import_line *line = &rx->line[i];

		if (line->start > rx->message.text_len ||
		    line->len > rx->message.text_len - line->start)
			return false;
	}
	return true;
}

/* Reads a message with its lines and text. Returns as receive(). */
static int receive_message(struct receiver *rx)
{
	struct trace_dat_message *m = &rx->message;
	int err = receive(rx, m, sizeof(*m));

	if (!err && (m->n > TRACE_DAT_LINES || m->text_len > TRACE_DAT_TEXT))
		return -EPIPE;
	if (!err)
		err = receive(rx, rx->line, m->n * sizeof(*rx->line));
	if (!err)
		err = receive(rx, rx->text, m->text_len);
	if (err)
		return err;
	rx->text[m->text_len] = '\0';
	return is_valid(rx) ? 0 : -EPIPE;
}

static void add_buffer(struct receiver *rx)
{
	if (!rx->buffers++)
		rx->used = xstrdup(rx->text);
	text_append(rx->names, sizeof(rx->names), "%s'%s'",
		    *rx->names ? ", " : "", rx->text);
}

/* Notes the clock of the first buffer, by the name that tracefs has for it. */
static void note_clock(struct receiver *rx)
{
	static const char *const names[STAMP_CLOCKS] = {
		[STAMP_CLOCK_UNKNOWN] = "",
		[STAMP_CLOCK_MONOTONIC] = "mono",
		[STAMP_CLOCK_MONOTONIC_RAW] = "mono_raw",
		[STAMP_CLOCK_BOOTTIME] = "boot",
	};

	for (int i = 0; i < STAMP_CLOCKS && !rx->buffers; i++)
		if (!strcmp(names[i], rx->text))
			importer_note_clock(rx->im, (enum stamp_clock)i);
}

/* Feeds the events of the first buffer with SCMI events. */
static void add_events(struct receiver *rx)
{
	const struct import_lines lines = {
		.text = rx->text,
		.records = true,
		.lines = rx->message.records,
		.other_events = rx->message.other_events,
		.n = rx->message.n,
		.line = rx->line,
	};

	if (rx->buffers > 1)
		return;
	for (size_t i = 0; i < lines.n; i++) {
		const struct ftrace_event *ev = &lines.line[i].event;

		if (ev->kind == FTRACE_LOST && ev->context.cpu < LOST_CPUS)
			sum_add(&rx->lost[ev->context.cpu], ev->lost);
	}
	importer_feed_lines(rx->im, &lines);
}

static int refuse_damaged(const struct receiver *rx)
{
	diag_error("'%s' is a trace-cmd recording that cannot be read: it is "
		   "damaged or incomplete, or libtracecmd does not know its "
		   "format",
		   rx->name);
	diag_hint("if 'trace-cmd report' can read it: trace-cmd report FILE | "
		  "scmi-perf import -");
	return -EINVAL;
}

/* Handles a message. Returns MORE, DONE, or -errno, reported. */
static int handle_message(struct receiver *rx)
{
	switch (rx->message.kind) {
	case TRACE_DAT_CLOCK:
		note_clock(rx);
		return MORE;
	case TRACE_DAT_BUFFER:
		add_buffer(rx);
		return MORE;
	case TRACE_DAT_EVENTS:
		add_events(rx);
		return MORE;
	case TRACE_DAT_DONE:
		return DONE;
	case TRACE_DAT_NO_MEMORY:
		diag_out_of_memory();
		return -ENOMEM;
	case TRACE_DAT_NO_TIME:
		diag_error("'%s' has no times: the clock of its buffer '%s' "
			   "does not count nanoseconds",
			   rx->name, rx->text);
		diag_hint("record with trace-cmd record -C mono");
		return -EINVAL;
	case TRACE_DAT_NO_BUFFER:
		diag_error("no such buffer in '%s' (one of: %s)", rx->name,
			   rx->text);
		return -EINVAL;
	default:
		return refuse_damaged(rx);
	}
}

/* Handles all messages. Returns 0 or -errno, reported. */
static int receive_all(struct receiver *rx)
{
	int result;

	do {
		result = receive_message(rx);
		if (result == -EINTR)
			diag_error("stopped by a signal: '%s' is not imported",
				   rx->name);
		else if (result < 0)
			refuse_damaged(rx);
		else
			result = handle_message(rx);
	} while (result == MORE);
	return result < 0 ? result : 0;
}

/* Reports how many events which processors have lost. */
static void show_lost(const struct receiver *rx)
{
	char text[256] = "";

	for (unsigned int cpu = 0; cpu < LOST_CPUS; cpu++)
		if (rx->lost[cpu])
			text_append(text, sizeof(text),
				    "%s%" PRIu64 " on CPU %u",
				    *text ? ", " : "", rx->lost[cpu], cpu);
	if (*text)
		diag_info("events dropped by the tracer: %s", text);
}

static int check_buffers(const struct receiver *rx)
{
	if (rx->buffers > 1) {
		diag_error("'%s' has SCMI events in %u buffers: %s", rx->name,
			   rx->buffers, rx->names);
		diag_hint("import each into a profile of its own, with "
			  "--buffer=NAME");
		return -EINVAL;
	}
	if (rx->buffers && strcmp(rx->used, TRACE_DAT_TOP))
		diag_info("the SCMI events are those of buffer '%s'", rx->used);
	show_lost(rx);
	return 0;
}

int trace_dat_import(struct importer *im, int fd, const char *name,
		     const char *buffer, int signal_fd)
{
	struct receiver *rx;
	int err, status;
	pid_t pid;

	if (!trace_dat_supported) {
		diag_error("'%s' is a trace-cmd recording, and this scmi-perf "
			   "was built without libtracecmd (meson option "
			   "tracecmd)",
			   name);
		diag_hint("trace-cmd report FILE | scmi-perf import -");
		return -ENOTSUP;
	}
	rx = xcalloc(1, sizeof(*rx));
	rx->im = im;
	rx->name = name;
	rx->signal_fd = signal_fd;
	rx->lost = xcalloc(LOST_CPUS, sizeof(*rx->lost));
	err = pid = start_reader(rx, fd, buffer);
	if (pid < 0) {
		diag_error("read '%s': %s", name, strerror(-err));
	} else {
		err = receive_all(rx);
		close(rx->in);
		kill(pid, SIGKILL);
		if (waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
		    WTERMSIG(status) != SIGKILL)
			diag_verbose("libtracecmd ended by signal %d",
				     WTERMSIG(status));
		if (!err)
			err = check_buffers(rx);
	}
	free(rx->used);
	free(rx->lost);
	free(rx);
	return err;
}
