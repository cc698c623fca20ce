// SPDX-License-Identifier: GPL-2.0-only
#include "log_input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "diag.h"
#include "log_recode.h"
#include "log_unpack.h"

#define RAW_BYTES (64 * 1024)

struct log_input {
	int fd;
	const char *name;
	bool started, text_started;
	const struct unpacker *unpacker; /* NULL: the file is not compressed */
	void *state;			 /* of the unpacker */
	struct packed packed;
	struct log_recode recode;
	char raw[RAW_BYTES]; /* compressed */
};

struct log_input *log_input_new(int fd, const char *name)
{
	struct log_input *in = xcalloc(1, sizeof(*in));

	in->fd = fd;
	in->name = name;
	return in;
}

void log_input_free(struct log_input *in)
{
	if (in->state)
		in->unpacker->end(in->state);
	free(in);
}

bool log_input_is_empty(const struct log_input *in)
{
	return !in->packed.len && !in->packed.ended;
}

bool log_input_is_packed(const struct log_input *in)
{
	return in->unpacker;
}

static ssize_t read_file(struct log_input *in, char *buf, size_t size)
{
	ssize_t n;

	do
		n = read(in->fd, buf, size);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

/* Starts to unpack the file if its first @len bytes are those of a format. */
static int start(struct log_input *in, const char *head, size_t len)
{
	in->started = true;
	in->unpacker = unpacker_of(head, len);
	if (!in->unpacker)
		return 0;
	if (!in->unpacker->start) {
		diag_error("'%s' is compressed with %s, and this scmi-perf was "
			   "built without its library",
			   in->name, in->unpacker->name);
		diag_hint("%s FILE | scmi-perf import -",
			  in->unpacker->command);
		return -EINVAL;
	}
	in->state = in->unpacker->start();
	memcpy(in->raw, head, len);
	in->packed = (struct packed){in->raw, len, false};
	return 0;
}

/* Unpacks some text. Returns as log_input_read(). */
static ssize_t unpack(struct log_input *in, char *buf, size_t size)
{
	ssize_t n;

	if (log_input_is_empty(in)) {
		n = read_file(in, in->raw, sizeof(in->raw));
		if (n < 0)
			return n;
		in->packed = (struct packed){in->raw, (size_t)n, !n};
	}
	n = in->unpacker->run(in->state, &in->packed, buf, size);
	if (n < 0) {
		diag_warning("'%s' is damaged, or ends in the middle of its "
			     "%s data: the text before that is read",
			     in->name, in->unpacker->name);
		return 0;
	}
	return n || (in->packed.ended && !in->packed.len) ? n : -EAGAIN;
}

ssize_t log_input_read(struct log_input *in, char *buf, size_t size)
{
	const size_t limit = in->started ? size : sizeof(in->raw);
	ssize_t n;

	n = in->unpacker ? unpack(in, buf, size) : read_file(in, buf, limit);
	if (!in->started && n > 0) {
		const int err = start(in, buf, (size_t)n);

		if (err)
			return err;
		if (in->unpacker)
			return -EAGAIN;
	}
	if (n <= 0)
		return n;
	if (!in->text_started)
		log_recode_start(&in->recode, buf, (size_t)n);
	in->text_started = true;
	n = (ssize_t)log_recode_run(&in->recode, buf, (size_t)n);
	return n ? n : -EAGAIN;
}
