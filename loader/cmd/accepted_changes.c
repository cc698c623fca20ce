// SPDX-License-Identifier: GPL-2.0-only
#include "accepted_changes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "diag.h"
#include "read_file.h"
#include "run_label.h"
#include "text.h"

/* Largest file, in bytes. */
#define SIZE_MAX_BYTES (1u << 20)

static int add_line(struct accepted_changes *a, char *line, unsigned int number,
		    const char *path)
{
	const char *why;

	line = text_trim(line);
	if (!*line || *line == '#')
		return 0;
	why = run_label_error(line);
	if (why) {
		diag_error("%s:%u: the label %s", path, number, why);
		return -EINVAL;
	}
	array_reserve(a->label, a->n, a->cap);
	a->label[a->n++] = line;
	return 0;
}

int accepted_changes_read(struct accepted_changes *a, const char *path)
{
	unsigned int number = 0;
	size_t len;
	int err;

	*a = (struct accepted_changes){0};
	err = read_file(path, SIZE_MAX_BYTES, &a->text, &len);
	if (!err) {
		a->text = xreallocarray(a->text, len + 1, 1);
		a->text[len] = '\0';
		if (len > SIZE_MAX_BYTES || strlen(a->text) != len)
			err = -EINVAL;
	}
	if (err) {
		diag_error("read %s: %s", path,
			   err == -EINVAL ? "not a text of at most 1 MiB"
					  : strerror(-err));
		return err;
	}
	for (char *line = a->text, *next; line && !err; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		err = add_line(a, line, ++number, path);
	}
	return err;
}

void accepted_changes_free(struct accepted_changes *a)
{
	free(a->label);
	free(a->text);
	*a = (struct accepted_changes){0};
}
