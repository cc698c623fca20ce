// SPDX-License-Identifier: GPL-2.0-only
#include "profile_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "atomic_file.h"
#include "diag.h"
#include "gzip.h"
#include "output_guard.h"
#include "profile_json.h"
#include "read_file.h"
#include "too_large.h"

/* A file longer than this unpacks to more than PROFILE_JSON_MAX. */
#define FILE_MAX (PROFILE_JSON_MAX + PROFILE_JSON_MAX / 64)

int profile_pack(const struct profile *p, void **data, size_t *len)
{
	char *json;
	int err = profile_encode(p, &json, len);

	if (err)
		return err;
	gzip_pack(json, *len, data, len);
	free(json);
	return 0;
}

static int refuse_terminal(const char *path)
{
	if (strcmp(path, "-") || !isatty(STDOUT_FILENO))
		return 0;
	diag_error("a profile is binary data, not for a terminal");
	diag_hint("name a file, or redirect standard output");
	return -ENOTTY;
}

static int refuse(const char *path)
{
	const int err = output_refuse_recording(path, OUTPUT_PROFILE);

	return err ? err : refuse_terminal(path);
}

int profile_write_try(const char *path)
{
	int err = refuse(path);

	if (err)
		return err;
	err = atomic_file_try(path);
	if (err) {
		diag_error("write %s: %s", atomic_file_name(path),
			   strerror(-err));
		diag_hint("choose another file with -o");
	}
	return err;
}

static void report_not_written(const char *path, int err)
{
	if (err == -EOVERFLOW)
		diag_error("%s: not written: a number in it is more than a "
			   "profile can have",
			   atomic_file_name(path));
	else
		diag_error("%s: not written: the profile is larger than any "
			   "file: %u MiB, or %d series",
			   atomic_file_name(path), PROFILE_JSON_MAX >> 20,
			   PROFILE_SERIES_MAX);
}

static int write_file(struct profile *p, const char *path)
{
	void *data;
	size_t len;
	int err = refuse(path);

	if (err)
		return err;
	err = profile_pack(p, &data, &len);
	if (err == -EOVERFLOW) {
		remove_too_large(p, atomic_file_name(path));
		err = profile_pack(p, &data, &len);
	}
	if (err == -ERANGE && remove_long_stacks(p, atomic_file_name(path)))
		err = profile_pack(p, &data, &len);
	if (err) {
		report_not_written(path, err);
		return -ERANGE;
	}
	err = atomic_file_write(path, data, len);
	free(data);
	if (err)
		diag_error("write %s: %s", atomic_file_name(path),
			   strerror(-err));
	return err;
}

int profile_write(struct profile *p, const char *path)
{
	int err = write_file(p, path);

	if (err && err != -ERANGE && err != -ENOTTY)
		diag_hint("the profile was not written; choose another "
			  "file");
	return err;
}

/* Makes a new file that nothing else names. Returns its path, or NULL, reported. */
static char *make_fallback(void)
{
	const char *temp = getenv("TMPDIR");
	char *path = xasprintf("%s/scmi-perf-XXXXXX.scmi",
			       temp && *temp ? temp : "/tmp");
	int fd = mkostemps(path, strlen(".scmi"), O_CLOEXEC);

	if (fd < 0) {
		diag_error("write %s: %s", path, strerror(errno));
		free(path);
		return NULL;
	}
	atomic_file_own(fd);
	close(fd);
	return path;
}

/* Reports that the file was written, or removes it after an error. */
static void end_fallback(char *path, int err)
{
	if (err)
		unlink(path);
	else
		diag_warning("the recording was written to %s instead", path);
	free(path);
}

static void write_fallback(struct profile *p)
{
	char *path = make_fallback();

	if (path)
		end_fallback(path, write_file(p, path));
}

void profile_keep(const void *data, size_t len)
{
	char *path = make_fallback();
	int err;

	if (!path)
		return;
	err = atomic_file_write(path, data, len);
	if (err)
		diag_error("write %s: %s", path, strerror(-err));
	end_fallback(path, err);
}

int profile_write_with_fallback(struct profile *p, const char *path)
{
	/* The reader of a pipe may have ended: that is an error as any other. */
	void (*const pipe_action)(int) = signal(SIGPIPE, SIG_IGN);
	int err = write_file(p, path);

	if (err == -ERANGE && p->n_intervals) {
		diag_warning("the profile is written without its time series");
		profile_drop_intervals(p);
		err = write_file(p, path);
	}
	if (err && err != -ERANGE)
		write_fallback(p);
	signal(SIGPIPE, pipe_action);
	return err;
}

static void report_unreadable(const char *name, int err)
{
	switch (-err) {
	case ENOENT:
		diag_error("%s: no such file", name);
		diag_hint("'scmi-perf record -o FILE' and 'scmi-perf import "
			  "LOG -o FILE' make profiles");
		break;
	case EACCES:
	case EPERM:
		diag_error("%s: no permission to read it", name);
		diag_hint("a recording made as root belongs to root: chmod it, "
			  "or read it as root");
		break;
	default:
		diag_error("read %s: %s", name, strerror(-err));
	}
}

int profile_read(struct profile *p, const char *path)
{
	const char *name = strcmp(path, "-") ? path : "standard input";
	char *data;
	size_t len;
	int err = read_file(path, FILE_MAX, &data, &len);

	if (err)
		report_unreadable(name, err);
	else
		err = profile_parse(p, data, len, name);
	free(data);
	return err;
}

static int report_foreign(const char *name, const char *why)
{
	diag_error("%s: not an scmi-perf profile: %s", name, why);
	diag_hint("profiles come from 'scmi-perf record' and, out of ftrace "
		  "logs, from 'scmi-perf import'");
	return -EINVAL;
}

static int report_damaged(const char *name, const char *how, const char *why)
{
	diag_error("%s: %s profile: %s", name, how, why);
	diag_hint("copy it again from where it was made, or record again");
	return -EINVAL;
}

static int unpack(const void *data, size_t len, const char *name, char **json,
		  size_t *json_len)
{
	if (!len) {
		diag_error("%s: empty", name);
		diag_hint("its writer failed; record again");
		return -EINVAL;
	}
	switch (gzip_unpack(data, len, PROFILE_JSON_MAX, json, json_len)) {
	case GZIP_OK:
		return 0;
	case GZIP_FOREIGN:
		return report_foreign(name, "it is not gzip-compressed");
	case GZIP_TRUNCATED:
		return report_damaged(name, "truncated",
				      "its compressed data end in the middle");
	case GZIP_CORRUPT:
		return report_damaged(name, "corrupt",
				      "its compressed data are damaged");
	case GZIP_TOO_LARGE:
		return report_foreign(name, "it unpacks to more than any "
					    "profile (16 MiB)");
	}
	return -EINVAL;
}

int profile_parse(struct profile *p, const void *data, size_t len,
		  const char *name)
{
	char *json, why[160];
	size_t json_len;
	int err = unpack(data, len, name, &json, &json_len);

	if (err)
		return err;
	switch (profile_decode(p, json, json_len, why, sizeof(why))) {
	case PROFILE_JSON_OK:
		break;
	case PROFILE_JSON_FOREIGN:
		err = report_foreign(name, why);
		break;
	case PROFILE_JSON_OLD:
		diag_error("%s: %s, a development format that no release can "
			   "read",
			   name, why);
		diag_hint("record again, or import the log again");
		err = -EINVAL;
		break;
	case PROFILE_JSON_FUTURE:
		diag_error("%s: written by a later scmi-perf: %s, this one "
			   "reads " PROFILE_FORMAT "%d",
			   name, why, PROFILE_VERSION);
		diag_hint("upgrade scmi-perf");
		err = -EINVAL;
		break;
	case PROFILE_JSON_CORRUPT:
		err = report_damaged(name, "corrupt", why);
		break;
	}
	free(json);
	return err;
}
