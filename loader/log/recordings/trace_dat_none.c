// SPDX-License-Identifier: GPL-2.0-only
/* For builds without libtracecmd, instead of trace_dat_reader.c. */
#include "trace_dat_reader.h"

const bool trace_dat_supported = false;

void trace_dat_read(int fd, const char *buffer, int out)
{
	(void)fd;
	(void)buffer;
	(void)out;
}
