// SPDX-License-Identifier: GPL-2.0-only
#include "output_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "atomic_file.h"
#include "cli.h"
#include "diag.h"
#include "gzip.h"
#include "output_path.h"
#include "profile_json.h"

/* Bytes at the start of a profile, enough for its schema. */
#define PROFILE_HEAD 4096

/* Bytes at the start of a file in which a log must have an SCMI event. */
#define HEAD (1u << 20)

const char *(*output_recognise)(const char *head, size_t len, bool *is_text);

bool is_stdout(const char *path)
{
	return path && !strcmp(path, "-");
}

static bool stat_of(const char *path, int stream, struct stat *st)
{
	return !(strcmp(path, "-") ? stat(path, st) : fstat(stream, st)) &&
	       S_ISREG(st->st_mode);
}

int output_refuse_input(const char *path, char *const *inputs, size_t n)
{
	struct stat out, in;

	if (!path || !stat_of(path, STDOUT_FILENO, &out))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (!stat_of(inputs[i], STDIN_FILENO, &in) ||
		    in.st_dev != out.st_dev || in.st_ino != out.st_ino)
			continue;
		diag_error("%s: not written: it is an input of this command",
			   atomic_file_name(path));
		diag_hint("name another file for the output");
		return -EEXIST;
	}
	return 0;
}

/* Returns true for the start of a profile, a damaged one included. */
static bool is_profile(const char *head, size_t len)
{
	char text[PROFILE_HEAD];
	size_t n = gzip_head(head, len < sizeof(text) ? len : sizeof(text),
			     text, sizeof(text));

	if (!n && *head == '{') {
		n = len < sizeof(text) ? len : sizeof(text);
		memcpy(text, head, n);
	}
	return memmem(text, n, PROFILE_FORMAT, strlen(PROFILE_FORMAT));
}

/* Returns true for a text to which output_refuse_recording() permits additions. */
static bool accepts_text(const char *path, enum output_kind kind,
			 const char *head, size_t len)
{
	return output_path_descriptor(path) >= 0 ||
	       (kind == OUTPUT_APPENDED && memmem(head, len, "```", 3));
}

/* Returns what the file at @path is, with these bytes, or NULL if it may be written. */
static const char *recording_of(const char *path, enum output_kind kind,
				const char *head, size_t len)
{
	const char *description;
	bool is_text = false;

	if (is_profile(head, len))
		return kind == OUTPUT_PROFILE &&
				       output_path_descriptor(path) < 0
			       ? NULL
			       : "a profile";
	if (len >= 2 && !memcmp(head, "\x1f\x8b", 2))
		return "compressed with gzip";
	if (!output_recognise)
		return NULL;
	description = output_recognise(head, len, &is_text);
	return is_text && accepts_text(path, kind, head, len) ? NULL
							      : description;
}

/* Reads the start of the regular file at @path into *@head. Returns its length. */
static size_t read_head(const char *path, char **head)
{
	struct stat st;
	ssize_t n;
	int fd;

	if (!stat_of(path, STDOUT_FILENO, &st) || !st.st_size)
		return 0;
	fd = open(is_stdout(path) ? "/proc/self/fd/1" : path,
		  O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return 0;
	*head = xmalloc(HEAD);
	n = read(fd, *head, HEAD);
	close(fd);
	return n > 0 ? (size_t)n : 0;
}

int output_refuse_recording(const char *path, enum output_kind kind)
{
	const char *description = NULL;
	char *head = NULL;
	const size_t len = path ? read_head(path, &head) : 0;

	if (len)
		description = recording_of(path, kind, head, len);
	free(head);
	if (!description)
		return 0;
	diag_error("%s: not written: it is %s, which this would destroy",
		   atomic_file_name(path), description);
	if (is_stdout(path))
		diag_hint("redirect it to another file");
	else
		diag_hint("give the option a FILE of its own before the "
			  "inputs, or remove %s first",
			  path);
	return -EEXIST;
}

int output_write(const char *path, const void *data, size_t len)
{
	int err = output_refuse_recording(path, OUTPUT_REPORT);

	if (err)
		return err;
	err = atomic_file_write(path, data, len);
	if (err)
		diag_error("write %s: %s", atomic_file_name(path),
			   strerror(-err));
	return err;
}

int output_append(const char *path, const void *data, size_t len)
{
	int err;

	if (is_stdout(path)) {
		fwrite(data, 1, len, stdout);
		return stdout_finish();
	}
	err = output_refuse_recording(path, OUTPUT_APPENDED);
	if (err)
		return err;
	err = atomic_file_append(path, data, len);
	if (err)
		diag_error("write %s: %s", path, strerror(-err));
	return err;
}
