/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gnuplot's templates, the *.gp files of this folder. They are part of the
 * program, because gnuplot executes them: a file beside it could be anybody's.
 */
#ifndef SCMI_PERF_TEMPLATES_H
#define SCMI_PERF_TEMPLATES_H

struct picture_template {
	const char *name; /* of its file, NULL behind the last */
	const char *text;
};

extern const struct picture_template templates[];

#endif
