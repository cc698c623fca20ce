// SPDX-License-Identifier: GPL-2.0-only
#include "command_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "atomic_file.h"
#include "diag.h"
#include "output_path.h"
#include "profile_file.h"

void command_files_read(struct command_files *f, const char *path)
{
	if (!path)
		return;
	array_reserve(f->input, f->n_inputs, f->cap_inputs);
	f->input[f->n_inputs++] = (char *)(uintptr_t)path;
}

void command_files_read_all(struct command_files *f, char *const *paths,
			    size_t n)
{
	for (size_t i = 0; i < n; i++)
		command_files_read(f, paths[i]);
}

static struct output_file *add_output(struct command_files *f)
{
	struct output_file *o;

	array_reserve(f->output, f->n_outputs, f->cap_outputs);
	o = &f->output[f->n_outputs++];
	*o = (struct output_file){.kind = OUTPUT_REPORT};
	return o;
}

void command_files_write(struct command_files *f, enum output_kind kind,
			 const char *path)
{
	struct output_file *o;

	if (!path)
		return;
	o = add_output(f);
	o->kind = kind;
	o->path = xstrdup(path);
}

void command_files_write_in(struct command_files *f, const char *folder,
			    const char *name)
{
	struct output_file *o = add_output(f);
	size_t len = strlen(folder);

	while (len > 1 && folder[len - 1] == '/')
		len--;
	o->folder = xasprintf("%.*s", (int)len, folder);
	o->path = xasprintf("%s/%s", o->folder, name);
}

/* Returns true if there is a file at @path, which is that of descriptor @fd if >= 0. */
static bool stat_of(const char *path, int fd, struct stat *st)
{
	return !(fd < 0 ? stat(path, st) : fstat(fd, st));
}

/* Returns true if both lead to the same file, which exists or not. */
static bool is_same(const char *a, const char *b)
{
	const int fd_a = output_path_descriptor(a);
	const int fd_b = output_path_descriptor(b);
	struct stat st_a, st_b;
	char *to_a, *to_b;
	bool same;

	if (fd_a >= 0 && fd_a == fd_b)
		return true;
	if (stat_of(a, fd_a, &st_a))
		/* A device such as /dev/null accepts several outputs. */
		return stat_of(b, fd_b, &st_b) && S_ISREG(st_a.st_mode) &&
		       st_a.st_dev == st_b.st_dev && st_a.st_ino == st_b.st_ino;
	to_a = output_path_target(a);
	to_b = output_path_target(b);
	same = to_a && to_b && !strcmp(to_a, to_b);
	free(to_a);
	free(to_b);
	return same;
}

static int refuse_twice(const struct command_files *f,
			const struct output_file *o)
{
	const char *path = o->path, *folder = o->folder;

	for (size_t i = 0; f->output[i].path != path; i++) {
		const struct output_file *other = &f->output[i];

		if (!is_same(other->path, path) &&
		    !(other->folder && is_same(other->folder, path)) &&
		    !(folder && is_same(other->path, folder)))
			continue;
		diag_error("%s: not written: two outputs of this command "
			   "go there",
			   atomic_file_name(path));
		diag_hint("name another file for one of them");
		return -EEXIST;
	}
	return 0;
}

/* Refuses the file of standard output, unless both are appended to it. */
static int refuse_stdout(const struct output_file *o)
{
	const int flags = fcntl(STDOUT_FILENO, F_GETFL);
	struct stat st;

	if (output_path_descriptor(o->path) >= 0 || fstat(STDOUT_FILENO, &st) ||
	    !S_ISREG(st.st_mode) || !is_same("-", o->path) ||
	    (o->kind == OUTPUT_APPENDED && flags >= 0 && (flags & O_APPEND)))
		return 0;
	diag_error("%s: not written: standard output goes there, too", o->path);
	diag_hint("redirect one of them to another file");
	return -EEXIST;
}

/* Tries to make the folder of an output. Returns 1 if it exists. */
static int try_folder(const char *folder)
{
	struct stat st;
	int err;

	if (!folder || !lstat(folder, &st) || errno != ENOENT)
		return 1;
	err = atomic_file_try(folder);
	if (err)
		diag_error("create folder %s: %s", folder, strerror(-err));
	return err;
}

static int try_output(const struct output_file *o)
{
	int err;

	if (o->kind == OUTPUT_PROFILE)
		return profile_write_try(o->path);
	err = output_refuse_recording(o->path, o->kind);
	if (err)
		return err;
	err = try_folder(o->folder);
	if (err <= 0)
		return err;
	err = atomic_file_try(o->path);
	if (err)
		diag_error("write %s: %s", atomic_file_name(o->path),
			   strerror(-err));
	return err;
}

static int check(const struct command_files *f)
{
	int err = 0;

	for (size_t i = 0; i < f->n_outputs && !err; i++) {
		const struct output_file *o = &f->output[i];

		err = output_refuse_input(o->path, f->input, f->n_inputs);
		if (!err)
			err = refuse_twice(f, o);
		if (!err)
			err = refuse_stdout(o);
	}
	for (size_t i = 0; i < f->n_outputs && !err; i++)
		err = try_output(&f->output[i]);
	return err;
}

int command_files_check(struct command_files *f)
{
	const int err = check(f);

	for (size_t i = 0; i < f->n_outputs; i++) {
		free(f->output[i].path);
		free(f->output[i].folder);
	}
	free(f->output);
	free(f->input);
	*f = (struct command_files){0};
	return err;
}
