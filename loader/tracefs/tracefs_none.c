// SPDX-License-Identifier: GPL-2.0-only
#include "tracefs_source.h"

#include <errno.h>

#include "diag.h"

const bool tracefs_supported;

int tracefs_source_open(const struct tracefs_options *o, struct importer *im,
			struct run *run, struct tracefs_source **out)
{
	(void)o;
	(void)im;
	(void)run;
	(void)out;
	diag_error("this scmi-perf was built without libtraceevent (meson "
		   "option traceevent)");
	return -ENOTSUP;
}

bool tracefs_source_has_dumps(const struct tracefs_source *s)
{
	(void)s;
	return false;
}

int tracefs_source_start(struct tracefs_source *s)
{
	(void)s;
	return -ENOTSUP;
}

int tracefs_source_read(struct tracefs_source *s)
{
	(void)s;
	return -ENOTSUP;
}

int tracefs_source_stop(struct tracefs_source *s)
{
	(void)s;
	return -ENOTSUP;
}

const __u64 *tracefs_source_stack(const struct tracefs_source *s,
				  uint32_t transfer_id, size_t *n)
{
	(void)s;
	(void)transfer_id;
	(void)n;
	return NULL;
}

void tracefs_source_close(struct tracefs_source *s)
{
	(void)s;
}
