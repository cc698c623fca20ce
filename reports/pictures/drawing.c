// SPDX-License-Identifier: GPL-2.0-only
#include "drawing.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "diag.h"
#include "read_file.h"
#include "stop_signals.h"
#include "templates.h"
#include "text.h"

#define PICTURE_MAX (64u << 20) /* bytes, more than any picture has */

static const char *const formats[] = {
	[DRAWING_SVG] = "svg",
	[DRAWING_PNG] = "png",
	[DRAWING_PDF] = "pdf",
};

/* gnuplot's files, where no other user can change them; empty: there is none. */
static char folder[PATH_MAX - 64];

/* Writes the templates to the folder. */
static int write_templates(void)
{
	int err = 0;

	for (const struct picture_template *t = templates; t->name && !err;
	     t++) {
		char path[PATH_MAX];
		FILE *out;

		snprintf(path, sizeof(path), "%s/%s", folder, t->name);
		out = fopen(path, "wxe");
		if (!out)
			return -errno;
		if (fputs(t->text, out) < 0)
			err = -EIO;
		if (fclose(out) && !err)
			err = -errno;
	}
	return err;
}

static int write_data(const struct figures *f, enum picture picture, bool *any)
{
	char path[PATH_MAX];
	FILE *out;
	int err;

	snprintf(path, sizeof(path), "%s/%s.dat", folder,
		 picture_kinds[picture].name);
	out = fopen(path, "wxe");
	if (!out)
		return -errno;
	*any = picture_kinds[picture].data(f, out);
	err = ferror(out) ? -EIO : 0;
	if (fclose(out) && !err)
		err = -errno;
	return err;
}

static void report_failed_start(int err)
{
	diag_error("no pictures: gnuplot: %s",
		   err == -ENOENT ? "not found" : strerror(-err));
	diag_hint("install it; on Debian: apt-get install gnuplot-nox");
}

int drawing_try(void)
{
	if (child_finds("gnuplot"))
		return 0;
	report_failed_start(-ENOENT);
	return -ENOENT;
}

static int run_gnuplot(enum drawing_format format, const struct figures *f,
		       const char *names)
{
	/* Programs do not change what these point to. */
	char *const argv[] = {(char *)"gnuplot",
			      (char *)"--default-settings",
			      (char *)"-c",
			      (char *)"pictures.gp",
			      (char *)(uintptr_t)formats[format],
			      (char *)(uintptr_t)f->unit,
			      (char *)(uintptr_t)f->bar_unit,
			      (char *)(uintptr_t)names,
			      NULL};
	/* Settings and locale of the user must not change a picture. */
	char *const env[] = {(char *)"LC_ALL=C.UTF-8", (char *)"HOME=/", NULL};
	const struct child_options options = {.folder = folder,
					      .env = env,
					      .no_stdin = true,
					      .to_stderr = true};
	int status, err = child_run(&options, argv, &status);

	if (err && err != -EINTR)
		report_failed_start(err);
	if (err || !status)
		return err;
	diag_error("no pictures: gnuplot %s %d",
		   WIFSIGNALED(status) ? "was killed by signal"
				       : "exited with status",
		   WIFSIGNALED(status) ? WTERMSIG(status)
				       : WEXITSTATUS(status));
	return -ECHILD;
}

static int draw(struct drawing *d, const struct figures *f,
		enum drawing_format format)
{
	char names[PICTURES * 32] = "", path[PATH_MAX];
	bool any[PICTURES] = {false}, first = true;
	int err = write_templates();

	for (int i = 0; i < PICTURES && !err; i++) {
		err = write_data(f, i, &any[i]);
		if (any[i])
			text_append(names, sizeof(names), "%s ",
				    picture_kinds[i].name);
	}
	if (err)
		diag_error("no pictures: write %s: %s", folder, strerror(-err));
	if (err || !*names)
		return err;
	err = run_gnuplot(format, f, names);
	for (int i = 0; i < PICTURES && !err; i++) {
		const bool pdf = format == DRAWING_PDF;

		if (!any[i] || (pdf && !first))
			continue;
		snprintf(path, sizeof(path), "%s/%s.%s", folder,
			 pdf ? "pictures" : picture_kinds[i].name,
			 formats[format]);
		err = read_file(path, PICTURE_MAX, &d->data[i], &d->len[i]);
		if (!err && (!d->len[i] || d->len[i] > PICTURE_MAX))
			err = -EIO;
		first = false;
		if (err)
			diag_error("no pictures: gnuplot wrote no %s: %s", path,
				   strerror(-err));
	}
	return err;
}

/* Removes our files only: rmdir() fails and reports if there are others. */
static void remove_folder(void)
{
	static const char *const endings[] = {"dat", "svg", "png", "pdf"};
	char path[PATH_MAX];

	if (!*folder)
		return;
	for (int i = 0; i <= PICTURES; i++)
		for (size_t j = 0; j < 4; j++) {
			snprintf(path, sizeof(path), "%s/%s.%s", folder,
				 i < PICTURES ? picture_kinds[i].name
					      : "pictures",
				 endings[j]);
			unlink(path);
		}
	for (const struct picture_template *t = templates; t->name; t++) {
		snprintf(path, sizeof(path), "%s/%s", folder, t->name);
		unlink(path);
	}
	if (rmdir(folder))
		diag_warning("remove %s: %s", folder, strerror(errno));
	*folder = '\0';
}

int drawing_make(struct drawing *d, const struct figures *f,
		 enum drawing_format format)
{
	const char *temp = getenv("TMPDIR");
	static bool registered;
	sigset_t mask;
	int err = 0;

	*d = (struct drawing){0};
	/* Without memory, the program ends anywhere. */
	if (!registered)
		atexit(remove_folder);
	registered = true;
	snprintf(folder, sizeof(folder), "%s/scmi-perf-XXXXXX",
		 temp && *temp ? temp : "/tmp");
	/* A signal must not leave the folder behind. */
	stop_signals_block(&mask);
	if (!mkdtemp(folder)) {
		err = -errno;
		diag_error("no pictures: create folder %s: %s", folder,
			   strerror(-err));
		*folder = '\0';
	} else {
		err = draw(d, f, format);
		remove_folder();
	}
	stop_signals_unblock(&mask);
	if (err)
		drawing_free(d);
	return err;
}

void drawing_free(struct drawing *d)
{
	for (int i = 0; i < PICTURES; i++)
		free(d->data[i]);
	*d = (struct drawing){0};
}
