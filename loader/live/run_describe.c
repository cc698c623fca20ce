// SPDX-License-Identifier: GPL-2.0-only
#include <sys/utsname.h>
#include <time.h>

#include "alloc.h"
#include "platform_vendor.h"
#include "recorder.h"

void run_describe(struct run *run)
{
	struct utsname u;

	uname(&u);
	run->kernel = xstrdup(u.release);
	run->arch = xstrdup(u.machine);
	run->host = xstrdup(u.nodename);
	run->tool = xstrdup("scmi-perf " SCMI_PERF_VERSION);
	run->start_unix_s = (uint64_t)time(NULL);
	run->resolution_ns = 1;
	platform_vendor_read(&run->vendor, &run->sub_vendor);
}
