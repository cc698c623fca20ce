/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the text of a log from a file that may be compressed or recoded. */
#ifndef SCMI_PERF_LOG_INPUT_H
#define SCMI_PERF_LOG_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct log_input;

/* @fd, called @name in messages, stays the caller's. */
struct log_input *log_input_new(int fd, const char *name);
void log_input_free(struct log_input *in);

/* Returns true if log_input_read() would read the file. */
bool log_input_is_empty(const struct log_input *in);

/* Returns true if the file is compressed. */
bool log_input_is_packed(const struct log_input *in);

/*
 * Reads at most @size bytes of text into @buf, more than 64 KiB. Returns their
 * number, 0 at the end of the file, -EAGAIN if the next call will return some, or
 * another -errno. -EINVAL is reported, others are not.
 */
ssize_t log_input_read(struct log_input *in, char *buf, size_t size);

#endif
