// SPDX-License-Identifier: GPL-2.0-only
#include "programs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "assumed_types.h"
#include "basic.skel.h"
#include "diag.h"
#include "kernel_symbols.h"
#include "snapshot.h"

/*
 * Sets the addresses by which the programs check assumed offsets. Hidden addresses
 * are 1, which matches nothing.
 */
static void set_functions(struct programs *p)
{
	struct rec_functions *to = (void *)&p->rodata->functions;
	struct kernel_symbol s[TRANSPORTS + REC_QUEUES] = {{.name = ""}};

	_Static_assert((int)TRANSPORTS <= REC_TRANSPORTS, "REC_TRANSPORTS");
	for (int i = TRANSPORT_UNKNOWN + 1; i < TRANSPORTS; i++)
		s[i].name = transport_function(i);
	s[TRANSPORTS].name = "scmi_vio_complete_cb";
	s[TRANSPORTS + 1].name = "ref_virtio_done";
	kernel_symbols_find(s, sizeof(s) / sizeof(s[0]));
	for (int i = TRANSPORT_UNKNOWN + 1; i < TRANSPORTS; i++)
		to->send_message[i] = s[i].address;
	to->completes_on_return = 1u << TRANSPORT_SMC | 1u << TRANSPORT_OPTEE;
	for (int i = 0; i < REC_QUEUES; i++)
		to->queue_callback[i] = s[TRANSPORTS + i].address;
	p->rodata->assumed = true;
}

/* Without types libbpf refuses some programs even if they are not loaded. */
static int open_basic(struct programs *p)
{
	LIBBPF_OPTS(bpf_object_open_opts, opts);
	int fd = assumed_types_open(kernel_has_transport_drivers());
	char path[32];

	_Static_assert(sizeof(struct recorder_bpf__bss) ==
			       sizeof(struct basic_bpf__bss),
		       "their maps differ");
	_Static_assert(sizeof(struct recorder_bpf__rodata) ==
			       sizeof(struct basic_bpf__rodata),
		       "their settings differ");
	if (fd < 0)
		return fd;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	opts.btf_custom_path = path;
	p->basic = basic_bpf__open_opts(&opts);
	p->types = fd;
	if (!p->basic)
		return -errno;
	p->skeleton = p->basic->skeleton;
	p->obj = p->basic->obj;
	p->ring = p->basic->maps.trace_ring;
	p->bss = (void *)p->basic->bss;
	p->rodata = (void *)p->basic->rodata;
	set_functions(p);
	return 0;
}

int programs_open(struct programs *p, bool assumed)
{
	*p = (struct programs){.types = -1};
	if (assumed)
		return open_basic(p);
	p->all = recorder_bpf__open();
	if (!p->all)
		return -errno;
	p->skeleton = p->all->skeleton;
	p->obj = p->all->obj;
	p->ring = p->all->maps.trace_ring;
	p->bss = p->all->bss;
	p->rodata = p->all->rodata;
	return 0;
}

struct bpf_program *programs_find(const struct programs *p, const char *how,
				  const struct hook_target *target, bool traced,
				  bool hooked)
{
	const char *of_hooked = hooked && target->required ? "hooked_" : "";
	struct bpf_program *program = NULL;
	char name[64];

	snprintf(name, sizeof(name), "%s_%straced_%s", how, of_hooked,
		 target->name);
	if (traced)
		program = bpf_object__find_program_by_name(p->obj, name);
	snprintf(name, sizeof(name), "%s_resource_%s", how, target->name);
	if (!program && p->rodata->by_resource)
		program = bpf_object__find_program_by_name(p->obj, name);
	if (program)
		return program;
	snprintf(name, sizeof(name), "%s_%s%s", how, of_hooked, target->name);
	program = bpf_object__find_program_by_name(p->obj, name);
	if (!program)
		diag_error("this build has no BPF program %s", name);
	return program;
}

void programs_close(struct programs *p)
{
	recorder_bpf__destroy(p->all);
	basic_bpf__destroy(p->basic);
	if (p->basic && p->types >= 0)
		close(p->types);
	*p = (struct programs){.types = -1};
}
