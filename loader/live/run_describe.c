// SPDX-License-Identifier: GPL-2.0-only
#include "run_describe.h"

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "diag.h"

int run_describe(struct run *run)
{
	struct utsname u;

	uname(&u);
	run->source = SOURCE_BPF;
	run->kernel = strdup(u.release);
	run->arch = strdup(u.machine);
	run->host = strdup(u.nodename);
	run->tool = strdup("scmi-perf " SCMI_PERF_VERSION);
	run->start_unix_s = (uint64_t)time(NULL);
	run->resolution_ns = 1;
	if (run->kernel && run->arch && run->host && run->tool)
		return 0;
	diag_error("out of memory");
	return -ENOMEM;
}
