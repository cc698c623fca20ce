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

/* Adds the format in a file, if it is one. Returns true if it is. */
static bool add_format(struct tep_handle *tep, const char *path,
		       const char *system)
{
	char *text;
	size_t len;
	bool ok;

	if (read_file(path, 65536, &text, &len))
		return false;
	ok = !tep_parse_event(tep, text, len, system);
	if (!ok)
		diag_warning("'%s' has an unknown format", path);
	free(text);
	return ok;
}

struct tep_handle *event_formats_read(const char *dir)
{
	char *folder = xasprintf("%s/events/scmi", dir);
	struct tep_handle *tep = tep_alloc();
	DIR *events = opendir(folder);
	unsigned int n = 0;
	struct dirent *d;

	if (!tep)
		out_of_memory();
	tep_set_loglevel(TEP_LOG_NONE);
	while (events && (d = readdir(events))) {
		char *path = xasprintf("%s/%s/format", folder, d->d_name);

		n += *d->d_name != '.' && add_format(tep, path, "scmi");
		free(path);
	}
	if (!n) {
		diag_error("%s has no SCMI events", folder);
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
	struct tep_event *event = NULL;

	if (add_format(tep, path, probes))
		event = tep_find_event_by_name(tep, probes,
					       strrchr(name, '/') + 1);
	free(path);
	return event;
}
