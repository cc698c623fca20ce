// SPDX-License-Identifier: GPL-2.0-only
#include "log_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "diag.h"
#include "import_messages.h"
#include "import_pool.h"
#include "log_input.h"
#include "stop_signals.h"
#include "trace_dat.h"
#include "trace_dat_spool.h"

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
 * Reads the next piece of @text, whose file is @fd, into @pool. Returns its length,
 * 0 at the end of the file, or -errno, of which only -EINVAL is reported: -EINTR if
 * @signal_fd is readable.
 */
static ssize_t read_piece(struct import_pool *pool, struct log_input *text,
			  int fd, int signal_fd)
{
	struct pollfd on[] = {{.fd = fd, .events = POLLIN},
			      {.fd = signal_fd, .events = POLLIN}};
	ssize_t n;

	do {
		/* Process everything read so far before waiting for more. */
		if (log_input_is_empty(text) && poll(on, 2, 0) == 0) {
			import_pool_drain(pool);
			poll(on, 2, -1);
		}
		if (on[1].revents)
			return -EINTR;
		n = log_input_read(text, import_pool_buffer(pool),
				   IMPORT_POOL_BYTES);
	} while (n == -EAGAIN);
	return n;
}

/* Returns true if the rest of @fd may not exist yet, or never end. */
static bool is_stream(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && !S_ISREG(st.st_mode);
}

/* Where a log comes from. */
struct input {
	const char *name, *buffer;
	int fd, signal_fd; /* signal_fd: -1 for a regular file */
	struct log_input *text;
};

/*
 * Reads a trace.dat, of which the first @len bytes are @head. Returns 0 or -errno,
 * reported.
 */
static int read_recording(struct importer *im, const struct input *in,
			  const char *head, size_t len)
{
	int fd = in->fd, err;

	if (in->signal_fd >= 0 && trace_dat_supported) {
		fd = trace_dat_spool(fd, in->name, head, len, in->signal_fd);
		if (fd < 0)
			return fd;
	}
	err = trace_dat_import(im, fd, in->name, in->buffer, in->signal_fd);
	if (fd != in->fd)
		close(fd);
	return err;
}

/* Reports the end of the text. Returns 0 or -errno, reported. */
static int end_of_text(const struct importer *im, const char *name, ssize_t n)
{
	if (n == -EINTR) {
		diag_warning("stopped by a signal: '%s' is read up to line "
			     "%" PRIu64,
			     name, importer_stats(im)->lines);
		return 0;
	}
	if (n < 0 && n != -EINVAL)
		diag_error("read '%s': %s", name, strerror((int)-n));
	return (int)n;
}

/* Reads to the end, or until a signal. Returns 0 or -errno, reported. */
static int read_until(struct importer *im, struct import_pool *pool,
		      const struct input *in)
{
	struct progress progress;
	ssize_t n;

	progress_start(&progress);
	while ((n = read_piece(pool, in->text, in->fd, in->signal_fd)) > 0) {
		const char *head = import_pool_buffer(pool);

		if (!progress.bytes && !log_input_is_packed(in->text) &&
		    trace_dat_recognise(head, (size_t)n))
			return read_recording(im, in, head, (size_t)n);
		if (!progress.bytes && import_rejects(in->name, head, (size_t)n,
						      "scmi-perf import -"))
			return -EINVAL;
		if (!progress.bytes)
			importer_start(im, head, (size_t)n);
		import_pool_feed(pool, (size_t)n);
		progress_step(&progress, (size_t)n, importer_stats(im));
	}
	progress_end(&progress);
	import_pool_drain(pool);
	return end_of_text(im, in->name, n);
}

/* A signal ends a stream, not the import. */
static int read_input(struct importer *im, struct input *in)
{
	struct import_pool *pool;
	int err;

	if (is_stream(in->fd)) {
		in->signal_fd = stop_signals_fd();
		if (in->signal_fd < 0)
			return in->signal_fd;
	}
	pool = import_pool_new(im);
	in->text = log_input_new(in->fd, in->name);
	err = read_until(im, pool, in);
	log_input_free(in->text);
	import_pool_free(pool);
	/* The next signal ends the program. */
	if (in->signal_fd >= 0)
		stop_signals_close(in->signal_fd);
	return err;
}

int log_file_read(struct importer *im, const char *path, const char *buffer)
{
	struct input in = {path, buffer, STDIN_FILENO, -1, NULL};
	int err;

	if (strcmp(path, "-")) {
		in.fd = open(path, O_RDONLY | O_CLOEXEC);
		if (in.fd < 0) {
			err = -errno;
			diag_error("open '%s': %s", path, strerror(-err));
			return err;
		}
	}
	err = read_input(im, &in);
	if (in.fd != STDIN_FILENO)
		close(in.fd);
	return err;
}
