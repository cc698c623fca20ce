// SPDX-License-Identifier: GPL-2.0-only
#include "live_source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "bpf_probe.h"
#include "diag.h"
#include "hooks.h"
#include "instances.h"
#include "kernel_kprobes.h"
#include "names.h"
#include "platform_vendor.h"
#include "resource_sysfs.h"
#include "sender_arguments.h"
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

/* Returns true if only BPF programs can serve the options. */
static bool needs_bpf(const struct live_options *o)
{
	return o->recorder.self_cost || o->recorder.filter.n_resources;
}

static int check_options(const struct live_options *o)
{
	if (!needs_bpf(o))
		return 0;
	if (o->recorder.self_cost)
		diag_error("--self-cost needs BPF (--source bpf): it is the "
			   "time of BPF programs");
	else
		diag_error("--resource needs BPF (--source bpf)");
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

/* Why this kernel cannot run the BPF programs; NULL: none is known. */
static const char *lacks_bpf(void)
{
	const char *why = support_lacks_event();

	return why ? why : bpf_lacks();
}

/* Returns true, and reports it, if nothing can be recorded by BPF programs. */
static bool refuses_bpf(const char *command, const char *why)
{
	if (support_refuses(command))
		return true;
	if (why)
		diag_error("cannot %s: %s", command, why);
	return why;
}

int live_source_choose(const struct live_options *o, const char *command,
		       enum live_source *source)
{
	const char *why;

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
	why = lacks_bpf();
	if (o->source == LIVE_BPF || needs_bpf(o) || !why || !has_tracefs())
		return refuses_bpf(command, why) ? -ENOTSUP : 0;
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

static void set_vendor(struct tracefs_instance *instance)
{
	char *vendor, *sub_vendor;

	platform_vendor_of(instance->name, &vendor, &sub_vendor);
	snprintf(instance->vendor, sizeof(instance->vendor), "%s",
		 vendor ? vendor : "");
	snprintf(instance->sub_vendor, sizeof(instance->sub_vendor), "%s",
		 sub_vendor ? sub_vendor : "");
	free(vendor);
	free(sub_vendor);
}

/* Finds the SCMI instances, which the core numbers as they are probed. */
static size_t
find_instances(struct tracefs_instance instance[TRACEFS_INSTANCES])
{
	struct doctor_instance found[DOCTOR_INSTANCES_MAX];
	size_t n = instances_find("", found);

	if (n > TRACEFS_INSTANCES)
		n = TRACEFS_INSTANCES;
	for (size_t i = 0; i < n; i++) {
		struct import_instance *is = &instance[i].is;
		const int transport = name_index(transport_names, TRANSPORTS,
						 found[i].transport);

		snprintf(instance[i].name, sizeof(instance[i].name), "%.63s",
			 found[i].name);
		is->number = (uint8_t)i;
		is->transport = transport == TRANSPORTS
					? TRANSPORT_UNKNOWN
					: (enum transport)transport;
		instances_channels("", found[i].name, is->transport,
				   is->channel);
		set_vendor(&instance[i]);
	}
	return n;
}

static void find_names(const struct tracefs_instance *instance,
		       struct resource_names *names)
{
	resource_sysfs_add(names, "", instance->name, instance->is.number);
}

struct tracefs_options live_tracefs_options(const struct live_options *o)
{
	return (struct tracefs_options){
		.filter = o->recorder.filter,
		.ring_bytes = o->recorder.ring_bytes,
		.find_instances = find_instances,
		.find_names = find_names,
		.make_arguments = sender_arguments_make,
		.by_resource = o->recorder.by_resource,
		.hooks = o->recorder.level != HOOKS_CORE,
		.no_kprobes = kernel_lacks_kprobes(""),
	};
}
