// SPDX-License-Identifier: GPL-2.0-only
#include "event_formats.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "diag.h"
#include "read_file.h"
#include "trace_dat_layout.h"

/*
 * Adds the format in a file. Returns the event; or NULL, and sets *@err: reported, or
 * -ENOENT or -ENOTDIR if there is no file.
 */
static struct tep_event *add_format(struct tep_handle *tep, const char *path,
				    const char *system, int *err)
{
	struct tep_event *event = NULL;
	enum tep_errno result;
	char *text;
	size_t len;

	*err = read_file(path, 65536, &text, &len);
	if (*err == -ENOENT || *err == -ENOTDIR)
		return NULL;
	if (*err) {
		diag_warning("'%s': %s", path, strerror(-*err));
		return NULL;
	}
	errno = 0;
	result = tep_parse_format(tep, &event, text, len, system);
	free(text);
	/* The library's own number of that error is also that of other ones. */
	if (errno == ENOMEM)
		out_of_memory();
	/* An error in the fields is kept in the event only. */
	if (!result && event && dat_has_fields(event))
		return event;
	diag_warning("'%s' has an unknown format", path);
	*err = -EINVAL;
	return NULL;
}

/*
 * Adds the format of an SCMI event, if @name is one. Returns 1 if it is, 0 if it is not
 * used, or -errno, reported: its records would be lost in silence.
 */
static int add_scmi_format(struct tep_handle *tep, const char *folder,
			   const char *name)
{
	char *path = xasprintf("%s/%s/format", folder, name);
	int err = 0;
	const bool found = *name != '.' && add_format(tep, path, "scmi", &err);

	free(path);
	return found ? 1 : err && dat_uses(name) ? err : 0;
}

struct tep_handle *event_formats_read(const char *dir)
{
	char *folder = xasprintf("%s/events/scmi", dir);
	struct tep_handle *tep = tep_alloc();
	DIR *events = opendir(folder);
	struct dirent *d;
	int n = 0, one = 0;

	if (!tep)
		out_of_memory();
	tep_set_loglevel(TEP_LOG_NONE);
	while (one >= 0 && events && (d = readdir(events))) {
		one = add_scmi_format(tep, folder, d->d_name);
		n += one;
	}
	if (one < 0)
		diag_error("%s: events without a known format", folder);
	else if (!n)
		diag_error("%s has no SCMI events", folder);
	if (one < 0 || !n) {
		diag_hint("'scmi-perf doctor' checks what this kernel lacks");
		tep_free(tep);
		tep = NULL;
	}
	if (events)
		closedir(events);
	free(folder);
	return tep;
}

struct tep_event *event_formats_add(struct tep_handle *tep, const char *dir,
				    const char *name)
{
	static const char probes[] = "kprobes";
	char *path = xasprintf("%s/events/%s/format", dir, name);
	int err;
	struct tep_event *event = add_format(tep, path, probes, &err);

	free(path);
	return event;
}
