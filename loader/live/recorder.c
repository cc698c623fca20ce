// SPDX-License-Identifier: GPL-2.0-only
#include "recorder.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "message_filter.h"

#include "clock.h"
#include "diag.h"
#include "kernel_symbols.h"
#include "names.h"
#include "snapshot.h"
#include "recorder.skel.h"

#include "basic.skel.h"

struct recorder {
	struct recorder_bpf *all; /* one of the two: open_programs() */
	struct basic_bpf *basic;
	struct bpf_object_skeleton *skeleton; /* and what is in it */
	struct bpf_object *obj;
	struct bpf_map *ring;
	struct recorder_bpf__bss *bss;
	struct recorder_bpf__rodata *rodata;
	struct hook_choice choice[HOOKS_MAX];
	struct bpf_program *program[HOOKS_MAX]; /* NULL: not to be attached */
	struct bpf_link *link[HOOKS_MAX];
	struct snapshot memory;
	bool tracing;
	int stats; /* the kernel measures as long as this is open; < 0: not */
};

/* The program for a target; a trace has its own for some. */
static struct bpf_program *find_program(const struct recorder *r,
					const char *how,
					const struct hook_target *target,
					bool hooked)
{
	struct bpf_program *program = NULL;
	char name[64];

	hooked &= target->required;
	snprintf(name, sizeof(name), "%s_%straced_%s", how,
		 hooked ? "hooked_" : "", target->name);
	if (r->tracing)
		program = bpf_object__find_program_by_name(r->obj, name);
	if (program)
		return program;
	snprintf(name, sizeof(name), "%s_%s%s", how, hooked ? "hooked_" : "",
		 target->name);
	program = bpf_object__find_program_by_name(r->obj, name);
	if (!program)
		diag_error("no BPF program %s in this build", name);
	return program;
}

/* The programs for what was chosen; no other is loaded. */
static int choose_programs(struct recorder *r)
{
	bool hooked = false;

	for (size_t i = 0; i < n_hook_targets; i++)
		hooked |= hook_targets[i].point != HOOK_EVENT &&
			  r->choice[i].how;
	for (size_t i = 0; i < n_hook_targets; i++) {
		const char *how = r->choice[i].how;

		diag_verbose("%s: %s", hook_targets[i].name,
			     how		? how
			     : r->choice[i].why ? r->choice[i].why
						: "not asked for");
		if (!how)
			continue;
		r->program[i] = find_program(r, how, &hook_targets[i], hooked);
		if (!r->program[i])
			return -EINVAL;
		bpf_program__set_autoload(r->program[i], true);
	}
	return 0;
}

/* A ring for the events, or none. */
static int set_up_trace(struct recorder *r, const struct recorder_options *o)
{
	r->tracing = o->trace != NULL;
	if (!r->tracing)
		return bpf_map__set_autocreate(r->ring, false);
	r->rodata->trace = *o->trace;
	/* libbpf rounds it up to what the kernel takes. */
	return bpf_map__set_max_entries(r->ring, o->ring_bytes);
}

/*
 * Transports are told by the addresses of their functions. Returns 0, or -EPERM,
 * reported: the kernel hides them, and one transport is asked for.
 */
static int check_addresses(const struct recorder_options *o)
{
	if (o->level == HOOKS_CORE || !kernel_symbols_hidden())
		return 0;
	if (!o->filter.one_transport) {
		diag_warning("the kernel hides its functions' addresses: which "
			     "transport an instance has is not known");
		return 0;
	}
	diag_error(
		"transport '%s' cannot be told from others: the kernel hides "
		"its functions' addresses",
		transport_name(o->filter.transport));
	diag_hint("it takes CAP_SYSLOG, and the sysctl kernel.kptr_restrict "
		  "below 2");
	return -EPERM;
}

/* Returns 0 or -errno, reported: -ENOENT when there is no such transport here. */
static int set_filter(struct recorder *r, const struct filter *f,
		      enum hook_level level)
{
	volatile struct rec_filter *to = (void *)&r->rodata->filter;
	struct kernel_symbol symbol = {
		.name = transport_function(f->transport)};

	r->rodata->filtering = filter_is_set(f);
	to->n_messages = f->n_messages;
	for (uint32_t i = 0; i < f->n_messages; i++)
		to->message[i] = f->message[i];
	if ((f->one_transport || f->one_instance) && level == HOOKS_CORE) {
		diag_error("transports and instances are not told apart by "
			   "the tracepoints alone; use --hooks transport");
		return -EINVAL;
	}
	if (f->one_instance)
		to->instance_plus = f->instance + 1u;
	if (!f->one_transport)
		return 0;
	kernel_symbols_find(&symbol, 1);
	to->send_message = symbol.address;
	if (symbol.address)
		return 0;
	diag_error("this kernel has no transport '%s' now",
		   transport_name(f->transport));
	diag_hint("'scmi-perf record' without --transport tells which there "
		  "are");
	return -ENOENT;
}

/*
 * Opens all programs or, on a kernel without types, those that need none: libbpf
 * refuses the others even where they are not to be loaded. The memory is the
 * same. Returns 0 or -errno.
 */
static int open_programs(struct recorder *r)
{
	_Static_assert(sizeof(struct recorder_bpf__bss) ==
			       sizeof(struct basic_bpf__bss),
		       "their memory differs");
	_Static_assert(sizeof(struct recorder_bpf__rodata) ==
			       sizeof(struct basic_bpf__rodata),
		       "their settings differ");
	if (kernel_has_btf()) {
		r->all = recorder_bpf__open();
		if (!r->all)
			return -errno;
		r->skeleton = r->all->skeleton;
		r->obj = r->all->obj;
		r->ring = r->all->maps.trace_ring;
		r->bss = r->all->bss;
		r->rodata = r->all->rodata;
	} else {
		r->basic = basic_bpf__open();
		if (!r->basic)
			return -errno;
		r->skeleton = r->basic->skeleton;
		r->obj = r->basic->obj;
		r->ring = r->basic->maps.trace_ring;
		r->bss = (void *)r->basic->bss;
		r->rodata = (void *)r->basic->rodata;
	}
	return 0;
}

/* Not having it is no reason not to record. */
static void enable_stats(struct recorder *r)
{
	r->stats = bpf_enable_stats(BPF_STATS_RUN_TIME);
	if (r->stats < 0)
		diag_warning("have the kernel measure the programs: %s; what "
			     "the measuring costs is not known",
			     strerror(-r->stats));
}

int recorder_open(const struct recorder_options *options, struct recorder **out)
{
	struct recorder *r = calloc(1, sizeof(*r));
	int err = -ENOMEM;

	if (!r)
		goto fail;
	r->stats = -1;
	err = open_programs(r);
	if (err) {
		diag_error("open the BPF programs: %s", strerror(-err));
		goto fail;
	}
	hooks_choose(options->level, r->choice);
	r->rodata->key_mask = (options->keys ?: RECORDER_KEYS_DEFAULT) - 1;
	err = check_addresses(options);
	if (!err)
		err = set_filter(r, &options->filter, options->level);
	if (err)
		goto fail;
	if (options->self_cost)
		enable_stats(r);
	err = set_up_trace(r, options);
	if (!err)
		err = choose_programs(r);
	if (err)
		goto fail;
	err = bpf_object__load_skeleton(r->skeleton);
	if (err) {
		diag_error("load the BPF programs into the kernel: %s",
			   strerror(-err));
		diag_hint("run it again with -v for libbpf's own words; "
			  "'scmi-perf doctor' checks the usual causes");
		goto fail;
	}
	r->memory = (struct snapshot){
		.in_flight = r->bss->in_flight,
		.series = r->bss->series,
		.pages = r->bss->pages,
		.instances = r->bss->instances,
		.events = r->bss->events,
		.global = &r->bss->global,
	};
	*out = r;
	return 0;
fail:
	recorder_close(r);
	return err;
}

void recorder_find_transports(struct recorder *r)
{
	snapshot_find_transports(&r->memory);
}

/* Attaches target @i. Returns 0 or -errno. */
static int attach(struct recorder *r, size_t i)
{
	const struct hook_target *target = &hook_targets[i];
	int err;

	r->link[i] = bpf_program__attach(r->program[i]);
	if (r->link[i])
		return 0;
	err = -errno;
	if (!target->required) {
		/* The phases that it bounds will be absent, and that is said. */
		diag_warning("attach to %s (%s): %s; not known then: %s",
			     target->name, r->choice[i].how, strerror(-err),
			     target->without);
		r->choice[i].how = NULL;
		r->choice[i].why = "the kernel refused it";
		return 0;
	}
	diag_error("attach to %s (%s): %s", target->name, r->choice[i].how,
		   strerror(-err));
	if (err == -ENOENT)
		diag_hint("this kernel has no such tracepoint; 'scmi-perf "
			  "doctor' says more");
	return err;
}

int recorder_attach(struct recorder *r)
{
	/* Ends first, begin last: no transfer is seen that cannot end. */
	for (size_t i = n_hook_targets; i-- > 0;) {
		int err = r->program[i] ? attach(r, i) : 0;

		if (err) {
			recorder_detach(r);
			return err;
		}
	}
	/* Until now transfers ended whose begin could not be seen. */
	r->memory.start_untracked = r->memory.global->untracked;
	r->memory.start_ns = monotonic_ns();
	return 0;
}

const struct hook_choice *recorder_hooks(const struct recorder *r)
{
	return r->choice;
}

void recorder_detach(struct recorder *r)
{
	for (size_t i = 0; i < n_hook_targets; i++) {
		bpf_link__destroy(r->link[i]);
		r->link[i] = NULL;
	}
	/* An RCU grace period: programs that were running have ended. */
	syscall(__NR_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

/* What the programs cost, and how often the kernel skipped one because it was
 * running already. */
static void read_programs(const struct recorder *r, struct profile *p)
{
	struct run *run = &p->runs[0];

	for (size_t i = 0; i < n_hook_targets; i++) {
		struct bpf_prog_info info = {0};
		__u32 len = sizeof(info);

		if (!r->program[i] ||
		    bpf_obj_get_info_by_fd(bpf_program__fd(r->program[i]),
					   &info, &len))
			continue;
		p->lost[LOST_MISSED_RUN] += info.recursion_misses;
		run->self_runs += info.run_cnt;
		run->self_ns += info.run_time_ns;
	}
}

/* What was attached to each target; a target has one entry, exit or not. */
static int read_hooks(const struct recorder *r, struct run *run)
{
	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *target = &hook_targets[i];
		const char *how = r->choice[i].how;
		char name[64];
		int err;

		if (!how && !r->choice[i].why)
			continue;
		snprintf(name, sizeof(name), "%s%s", target->name,
			 target->point == HOOK_EXIT ? "/exit" : "");
		err = run_add_hook(run, name, how ? how : "none");
		if (err)
			return err;
	}
	return 0;
}

int recorder_read(struct recorder *r, struct profile *p)
{
	int err = snapshot_read(&r->memory, monotonic_ns(), p);

	if (!err)
		err = read_hooks(r, &p->runs[0]);
	if (err) {
		diag_error("read the measurements: %s", strerror(-err));
		return err;
	}
	read_programs(r, p);
	return 0;
}

static int report_timeline(int err)
{
	if (err == -ERANGE)
		diag_error("time series: a count went back, which is a bug");
	else if (err)
		diag_error("time series: %s", strerror(-err));
	return err;
}

int recorder_start_timeline(struct timeline *t, uint64_t interval_ns)
{
	return report_timeline(timeline_init(t, interval_ns, REC_SERIES));
}

int recorder_end_interval(struct recorder *r, struct timeline *t,
			  uint64_t end_ns)
{
	return report_timeline(snapshot_end_interval(&r->memory, t, end_ns));
}

int recorder_finish_timeline(struct recorder *r, struct timeline *t,
			     uint64_t end_ns, struct profile *p)
{
	return report_timeline(snapshot_finish(&r->memory, t, end_ns, p));
}

int recorder_update(struct recorder *r, struct timeline *t, uint64_t *event,
		    struct profile *p)
{
	/* Those that are noted meanwhile may not be whole yet. */
	const uint64_t events = r->memory.global->events;
	int err = snapshot_update(&r->memory, t);

	if (!err)
		err = snapshot_read_events(&r->memory, event, events, p);
	snapshot_read_losses(&r->memory, p);
	read_programs(r, p);
	return report_timeline(err);
}

struct series_key recorder_series_key(struct recorder *r, size_t number)
{
	return snapshot_key(&r->memory, r->memory.series[number].key);
}

uint64_t recorder_in_flight(const struct recorder *r)
{
	return snapshot_in_flight(&r->memory, monotonic_ns());
}

int recorder_ring(const struct recorder *r)
{
	return bpf_map__fd(r->ring);
}

uint64_t recorder_lost_events(const struct recorder *r, enum trace_type type)
{
	return r->bss->global.lost_trace[type];
}

struct series_key recorder_key(struct recorder *r, uint64_t key)
{
	return snapshot_key(&r->memory, key);
}

void recorder_close(struct recorder *r)
{
	if (!r)
		return;
	recorder_detach(r);
	if (r->stats >= 0)
		close(r->stats);
	recorder_bpf__destroy(r->all);
	basic_bpf__destroy(r->basic);
	free(r);
}
