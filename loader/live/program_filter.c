// SPDX-License-Identifier: GPL-2.0-only
#include "program_filter.h"

#include <errno.h>

#include "diag.h"
#include "kernel_symbols.h"
#include "kernel_types.h"
#include "names.h"
#include "resource_layout.h"
#include "snapshot.h"

int program_filter_check(const struct recorder_options *o, bool assumed)
{
	if (o->level == HOOKS_CORE || !assumed || !kernel_symbols_hidden())
		return 0;
	if (!o->filter.one_transport) {
		if (!o->is_check)
			diag_warning("the kernel hides its functions' "
				     "addresses, and has no types (BTF): "
				     "transports of instances are unknown");
		return 0;
	}
	diag_error("transport '%s' cannot be recognised: the kernel hides its "
		   "functions' addresses",
		   transport_names[o->filter.transport]);
	diag_hint("this needs CAP_SYSLOG and the sysctl kernel.kptr_restrict "
		  "below 2");
	return -EPERM;
}

/* Sets where the kernel keeps names of resources, if it has types. */
static void set_layout(struct programs *p)
{
	struct btf *types = kernel_types_load();

	if (types)
		resource_layout_find(types, (void *)p->rodata->names_at);
	kernel_types_free(types);
}

int program_filter_set(struct programs *p, const struct recorder_options *o,
		       bool assumed)
{
	const struct filter *f = &o->filter;
	const bool by_resource = o->by_resource || f->n_resources;
	volatile struct rec_filter *to = (void *)&p->rodata->filter;
	struct kernel_symbol symbol = {
		.name = transport_function(f->transport)};
	const char *what = f->one_transport || f->one_instance
				   ? "distinguish transports and instances"
			   : by_resource ? "show resources"
					 : NULL;

	p->rodata->filtering = filter_is_set(f);
	p->rodata->by_resource = by_resource;
	if (by_resource && !assumed)
		set_layout(p);
	to->n_messages = f->n_messages;
	for (uint32_t i = 0; i < f->n_messages; i++)
		to->message[i] = f->message[i];
	to->n_resources = f->n_resources;
	for (uint32_t i = 0; i < f->n_resources; i++)
		to->resource[i] = f->resource[i];
	if (o->level == HOOKS_CORE && what) {
		diag_error("tracepoints alone do not %s; use --hooks transport",
			   what);
		return -EINVAL;
	}
	if (f->one_instance)
		to->instance_plus = f->instance + 1u;
	if (!f->one_transport)
		return 0;
	for (size_t i = 0; symbol.name[i]; i++)
		to->function[i] = symbol.name[i];
	kernel_symbols_find(&symbol, 1);
	if (symbol.address)
		return 0;
	diag_error("this kernel has no transport '%s' loaded",
		   transport_names[f->transport]);
	diag_hint("'scmi-perf record' without --transport shows which are "
		  "in use");
	return -ENOENT;
}
