// SPDX-License-Identifier: GPL-2.0-only
#include "output_files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "alloc.h"
#include "atomic_file.h"
#include "diag.h"
#include "drawing.h"
#include "html_parts.h"
#include "output_guard.h"
#include "svg_clean.h"

static int write_page(const struct page *page, const char *path)
{
	char *html = NULL;
	size_t len;
	FILE *out = xopen_memstream(&html, &len);
	int err;

	html_page(page, out);
	fclose(out);
	err = output_write(path, html, len);
	free(html);
	return err;
}

/* Adds the colours, because the file of a picture has no page around it. */
static int clean(struct drawing *d, enum picture picture)
{
	char *svg = NULL;
	size_t len;
	FILE *out = xopen_memstream(&svg, &len);
	int err = svg_clean(d->data[picture], d->len[picture],
			    picture_kinds[picture].title, svg_colors, out);

	fclose(out);
	free(d->data[picture]);
	d->data[picture] = svg;
	d->len[picture] = len;
	return err;
}

/* Returns the name of a picture's file in its folder. The caller frees. */
static char *picture_file(enum picture picture, enum drawing_format format)
{
	return xasprintf("%s.%s", picture_kinds[picture].name,
			 format == DRAWING_SVG ? "svg" : "png");
}

static int write_picture(struct drawing *d, enum picture picture,
			 enum drawing_format format, const char *folder)
{
	char *name, *path;
	int err = format == DRAWING_SVG ? clean(d, picture) : 0;

	if (err) {
		diag_error("%s: gnuplot wrote an SVG that cannot be parsed",
			   picture_kinds[picture].name);
		return err;
	}
	name = picture_file(picture, format);
	path = xasprintf("%s/%s", folder, name);
	err = output_write(path, d->data[picture], d->len[picture]);
	free(path);
	free(name);
	return err;
}

static int write_pictures(const struct figures *f, enum drawing_format format,
			  const char *path)
{
	struct drawing d;
	int err;

	if (!f->n_curves) {
		diag_error("%s: not written: there is nothing to draw, "
			   "because no transfer was completed",
			   atomic_file_name(path));
		return -ENODATA;
	}
	err = drawing_make(&d, f, format);
	if (err)
		return err;
	if (format == DRAWING_PDF) {
		for (int i = 0; i < PICTURES && !err; i++)
			if (d.data[i])
				err = output_write(path, d.data[i], d.len[i]);
	} else if (mkdir(path, 0777) && errno != EEXIST) {
		err = -errno;
		diag_error("create folder %s: %s", path, strerror(-err));
	} else {
		for (int i = 0; i < PICTURES && !err; i++)
			if (d.data[i])
				err = write_picture(&d, i, format, path);
	}
	drawing_free(&d);
	return err;
}

bool output_files_any(const struct output_files *o)
{
	return o->html || o->svg || o->png || o->pdf;
}

static void add_pictures(const char *folder, enum drawing_format format,
			 struct command_files *f)
{
	for (int i = 0; folder && i < PICTURES; i++) {
		char *name = picture_file(i, format);

		command_files_write_in(f, folder, name);
		free(name);
	}
}

void output_files_add(const struct output_files *o, struct command_files *f)
{
	command_files_write(f, OUTPUT_REPORT, o->html);
	add_pictures(o->svg, DRAWING_SVG, f);
	add_pictures(o->png, DRAWING_PNG, f);
	command_files_write(f, OUTPUT_REPORT, o->pdf);
}

int output_files_try(const struct output_files *o)
{
	return o->svg || o->png || o->pdf ? drawing_try() : 0;
}

int output_files_write(const struct output_files *o, struct page page)
{
	int err = 0;

	if (o->html)
		err = write_page(&page, o->html);
	if (!err && o->svg)
		err = write_pictures(&page.figures, DRAWING_SVG, o->svg);
	if (!err && o->png)
		err = write_pictures(&page.figures, DRAWING_PNG, o->png);
	if (!err && o->pdf)
		err = write_pictures(&page.figures, DRAWING_PDF, o->pdf);
	return err;
}
