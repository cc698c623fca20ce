/* SPDX-License-Identifier: GPL-2.0-only */
/* Profiles on disk: gzip-compressed JSON, see docs/profile-format.md. */
#ifndef SCMI_PERF_PROFILE_FILE_H
#define SCMI_PERF_PROFILE_FILE_H

#include <stddef.h>

#include "profile.h"

/*
 * Writes @p to @path whole or not at all: a temporary file beside it, fsync,
 * rename, fsync of the folder. "-" is standard output. Series with counts beyond
 * the limits of the format are removed from @p, and named. On failure reports
 * through diag (errors name the file) and returns -errno.
 */
int profile_write(struct profile *p, const char *path);

/*
 * Returns 0 if profile_write() to @path can be expected to succeed, else -errno,
 * reported. For use before a long recording.
 */
int profile_write_try(const char *path);

/*
 * Writes a recording that cannot be repeated. If that fails, writes it to a new
 * file scmi-perf-XXXXXX.scmi in $TMPDIR or /tmp, and reports its name. If @p is
 * beyond the limits of the format, removes the time series first. Returns 0 if
 * @path was written, else -errno, reported.
 */
int profile_write_with_fallback(struct profile *p, const char *path);

/*
 * Packs @p as a file has it; the caller frees *@data. Returns 0, or -ERANGE, not
 * reported, if @p is beyond the limits of the format.
 */
int profile_pack(const struct profile *p, void **data, size_t *len);

/*
 * Writes a packed recording, of which the report has failed, to a new file as
 * profile_write_with_fallback() does, and reports its name.
 */
void profile_keep(const void *data, size_t len);

/*
 * Reads @path ("-": standard input) into @p, which must be
 * empty. A truncated, corrupt, foreign, old or future file is an error with a
 * message of its kind. Returns 0 or -errno, reported.
 */
int profile_read(struct profile *p, const char *path);

/* Reads from memory; @name is for messages. Also for the fuzzer and the tests. */
int profile_parse(struct profile *p, const void *data, size_t len,
		  const char *name);

#endif
