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
#include "cpu_parts.h"
#include "diag.h"
#include "import_messages.h"
#include "import_pool.h"
#include "log_input.h"
#include "perf_data.h"
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

/* An input whose rest is copied to a file, through the buffer of the pool. */
struct rest {
	struct import_pool *pool;
	const struct input *in;
};

static ssize_t read_rest(void *ctx, const char **piece)
{
	const struct rest *rest = ctx;

	*piece = import_pool_buffer(rest->pool);
	return read_piece(rest->pool, rest->in->text, rest->in->fd,
			  rest->in->signal_fd);
}

/*
 * Returns a descriptor of a regular file with the content of the input, of which
 * the first @len bytes are in the buffer of the pool; or -errno, reported.
 */
static int open_regular(struct import_pool *pool, const struct input *in,
			size_t len)
{
	struct rest rest = {pool, in};

	if (in->signal_fd < 0 && !log_input_is_packed(in->text))
		return in->fd;
	return trace_dat_spool(in->name, import_pool_buffer(pool), len,
			       read_rest, &rest);
}

/*
 * Reads a trace.dat, which starts with the @len bytes in the buffer of the pool.
 * Returns 0 or -errno, reported.
 */
static int read_recording(struct importer *im, struct import_pool *pool,
			  const struct input *in, size_t len)
{
	const int fd = trace_dat_supported ? open_regular(pool, in, len)
					   : in->fd;
	int err;

	if (fd < 0)
		return fd;
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

static int read_until(struct importer *im, struct import_pool *pool,
		      const struct input *in);

/* The same for a perf.data, through perf. */
static int read_perf_data(struct importer *im, struct import_pool *pool,
			  const struct input *in, size_t len)
{
	const int fd = open_regular(pool, in, len);
	struct input text = *in;
	pid_t pid;
	int err;

	if (fd < 0)
		return fd;
	text.fd = perf_data_open(fd, &pid);
	if (fd != in->fd)
		close(fd);
	if (text.fd < 0) {
		import_rejects(in->name, PERF_DATA_MAGIC,
			       sizeof(PERF_DATA_MAGIC) - 1,
			       "scmi-perf import -");
		return -EINVAL;
	}
	text.text = log_input_new(text.fd, in->name);
	err = read_until(im, pool, &text);
	log_input_free(text.text);
	return perf_data_close(text.fd, pid, in->name, err);
}

/*
 * Reads a recording, which starts with the @len bytes in the buffer of the pool.
 * Returns 0 or -errno, reported; or 1 if it is none.
 */
static int read_binary(struct importer *im, struct import_pool *pool,
		       const struct input *in, size_t len)
{
	const char *head = import_pool_buffer(pool);

	if (trace_dat_recognise(head, len))
		return read_recording(im, pool, in, len);
	if (in->buffer) {
		diag_error("'%s' has no buffer '%s': it is not a trace.dat",
			   in->name, in->buffer);
		return -EINVAL;
	}
	if (perf_data_recognise(head, len))
		return read_perf_data(im, pool, in, len);
	return 1;
}

/*
 * Reads a compressed file that can consist of the traces of single processors, and
 * starts with the @len bytes in the buffer of the pool.
 */
static int read_parts(struct importer *im, struct import_pool *pool,
		      const struct input *in, size_t len)
{
	struct input text = *in;
	int err = 0;

	text.fd = open_regular(pool, in, len);
	if (text.fd < 0)
		return text.fd;
	if (!cpu_parts_import(im, text.fd)) {
		lseek(text.fd, 0, SEEK_SET);
		text.text = log_input_new(text.fd, in->name);
		err = read_until(im, pool, &text);
		log_input_free(text.text);
	}
	close(text.fd);
	return err;
}

/* Returns true if a compressed file must be unpacked to be read in parts. */
static bool can_have_parts(const struct input *in, const char *head, size_t len)
{
	return in->signal_fd < 0 && log_input_is_packed(in->text) &&
	       cpu_parts_recognise(head, len);
}

/* Reads to the end, or until a signal. Returns 0 or -errno, reported. */
static int read_until(struct importer *im, struct import_pool *pool,
		      const struct input *in)
{
	struct progress progress;
	ssize_t n;
	int err;

	progress_start(&progress);
	while ((n = read_piece(pool, in->text, in->fd, in->signal_fd)) > 0) {
		const char *head = import_pool_buffer(pool);

		if (!progress.bytes &&
		    (err = read_binary(im, pool, in, (size_t)n)) <= 0)
			return err;
		if (!progress.bytes && import_rejects(in->name, head, (size_t)n,
						      "scmi-perf import -"))
			return -EINVAL;
		if (!progress.bytes && can_have_parts(in, head, (size_t)n))
			return read_parts(im, pool, in, (size_t)n);
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
	if (in->signal_fd < 0 && !in->buffer && cpu_parts_import(im, in->fd))
		return 0;
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
