// SPDX-License-Identifier: GPL-2.0-only
#include "live_source.h"

#include <errno.h>

#include "bpf_probe.h"
#include "diag.h"
#include "hooks.h"
#include "instances.h"
#include "kernel_kprobes.h"
#include "names.h"
#include "support.h"
#include "trace_instance.h"

const char *const live_source_names[LIVE_SOURCES] = {
	[LIVE_AUTO] = "auto",
	[LIVE_BPF] = "bpf",
	[LIVE_TRACEFS] = "tracefs",
};

#define WITHOUT                                                                \
	"through tracefs instead, which costs a transfer more and shows less " \
	"of it"

/* Returns the first option that only BPF programs can serve, or NULL. */
static const char *needs_bpf(const struct live_options *o)
{
	if (o->needs_bpf)
		return o->needs_bpf;
	if (o->recorder.filter.one_transport)
		return "transport";
	if (o->recorder.filter.one_instance)
		return "instance";
	return o->recorder.self_cost ? "self-cost" : NULL;
}

static int check_options(const struct live_options *o)
{
	const char *option = needs_bpf(o);

	if (!option)
		return 0;
	diag_error("--%s needs BPF (--source bpf)", option);
	return -EINVAL;
}

const char *live_lacks_tracefs(void)
{
	int err;
	const char *root = tracefs_folder(&err);
	const struct trace_instance top = {.dir = (char *)(uintptr_t)root};

	if (!tracefs_supported)
		return "scmi-perf was built without libtraceevent";
	if (!root)
		return err == -EACCES ? "this user may not read it"
				      : "not mounted: mount -t tracefs nodev "
					"/sys/kernel/tracing";
	if (!trace_instance_has_event(&top, "scmi_xfer_begin"))
		return "it has no SCMI events";
	return NULL;
}

static bool has_tracefs(void)
{
	return !live_lacks_tracefs();
}

bool live_tracefs_is_better(void)
{
	return hooks_lack_registers() && !kernel_lacks_kprobes("") &&
	       has_tracefs();
}

int live_source_choose(const struct live_options *o, const char *command,
		       enum live_source *source)
{
	*source = o->source == LIVE_TRACEFS ? LIVE_TRACEFS : LIVE_BPF;
	if (o->source == LIVE_TRACEFS)
		return check_options(o);
	if (o->source == LIVE_AUTO && !needs_bpf(o) &&
	    o->recorder.level != HOOKS_CORE && live_tracefs_is_better()) {
		*source = LIVE_TRACEFS;
		diag_info("%s: events come through tracefs, with phases",
			  hooks_lack_registers());
		return 0;
	}
	if (o->source == LIVE_BPF || needs_bpf(o) || bpf_is_available() ||
	    !has_tracefs())
		return support_refuses(command) ? -ENOTSUP : 0;
	*source = LIVE_TRACEFS;
	diag_warning("BPF is not available: events come " WITHOUT);
	diag_hint("'scmi-perf doctor' shows what BPF lacks");
	return 0;
}

bool live_source_falls_back(const struct live_options *o)
{
	if (o->source != LIVE_AUTO || needs_bpf(o) || !has_tracefs())
		return false;
	diag_warning("events come " WITHOUT);
	return true;
}

/* Returns the transport of the only instance; that of several is unknown. */
static enum transport only_transport(void)
{
	struct doctor_instance instance[DOCTOR_INSTANCES_MAX];
	const size_t n = instances_find("", instance);
	const int transport = n == 1 ? name_index(transport_names, TRANSPORTS,
						  instance[0].transport)
				     : TRANSPORTS;

	return transport == TRANSPORTS ? TRANSPORT_UNKNOWN
				       : (enum transport)transport;
}

struct tracefs_options live_tracefs_options(const struct live_options *o)
{
	return (struct tracefs_options){
		.filter = o->recorder.filter,
		.ring_bytes = o->recorder.ring_bytes,
		.transport = only_transport(),
		.hooks = o->recorder.level != HOOKS_CORE,
	};
}
