// SPDX-License-Identifier: GPL-2.0-only
#include "recorder.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "alloc.h"
#include "assumed_types.h"
#include "clock.h"
#include "diag.h"
#include "kernel_symbols.h"
#include "kprobe_misses.h"
#include "program_filter.h"
#include "programs.h"
#include "raw_mode.h"
#include "record_senders.h"
#include "refused_program.h"
#include "sending_tasks.h"
#include "snapshot.h"

struct recorder {
	struct programs programs;
	bool assumed; /* the kernel has no types of SCMI */
	struct hook_choice choice[HOOKS_MAX];
	struct bpf_program *program[HOOKS_MAX]; /* NULL: not attached */
	struct bpf_link *link[HOOKS_MAX];
	struct kprobe_misses misses; /* until they were detached */
	struct snapshot memory;
	bool tracing;
	bool senders;
	struct sender_functions functions;
	int stats; /* descriptor that enables BPF statistics; < 0: none */
};

/* Selects the programs to load: those of the chosen hooks. */
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
						: "not selected");
		if (!how)
			continue;
		r->program[i] = programs_find(&r->programs, how,
					      &hook_targets[i],
					      r->tracing || r->senders, hooked);
		if (!r->program[i])
			return -EINVAL;
		bpf_program__set_autoload(r->program[i], true);
	}
	return 0;
}

/* Sets up the ring buffer for events if there is a trace. */
static int set_up_trace(struct recorder *r, const struct recorder_options *o)
{
	r->tracing = o->trace != NULL;
	if (!r->tracing)
		return bpf_map__set_autocreate(r->programs.ring, false);
	r->programs.rodata->trace = *o->trace;
	/* libbpf rounds the size up to a valid one. */
	return bpf_map__set_max_entries(r->programs.ring, o->ring_bytes);
}

/* Sets up the maps of the senders if they are recorded. */
static int set_up_senders(struct recorder *r, const struct recorder_options *o)
{
	r->senders = o->callers;
	r->programs.rodata->with_senders = r->senders;
	return record_senders_set_up(r->programs.obj, o->callers);
}

/* Recording continues without statistics. */
static void enable_stats(struct recorder *r)
{
	r->stats = bpf_enable_stats(BPF_STATS_RUN_TIME);
	if (r->stats < 0)
		diag_warning("enable BPF statistics: %s; the overhead is not "
			     "measured",
			     strerror(-r->stats));
}

static void close_programs(struct recorder *r)
{
	programs_close(&r->programs);
	memset(r->program, 0, sizeof(r->program));
}

/* Returns false if the kernel refused a program that cannot be replaced. */
static bool replace_refused(struct recorder *r)
{
	const char *program[HOOKS_MAX] = {NULL};

	for (size_t i = 0; i < n_hook_targets; i++)
		if (r->program[i])
			program[i] = bpf_program__name(r->program[i]);
	return refused_program_replace(r->choice, program,
				       !hooks_lack_registers());
}

/* Warns of the hooks of @wanted that the kernel refused. Reports show them as missing. */
static void warn_of_refused(const struct recorder *r,
			    const struct hook_choice wanted[HOOKS_MAX])
{
	for (size_t i = 0; i < n_hook_targets; i++)
		if (wanted[i].how && !r->choice[i].how)
			diag_warning("hook %s (%s): %s; unknown without it: %s",
				     hook_targets[i].name, wanted[i].how,
				     r->choice[i].why, hook_targets[i].without);
}

/*
 * Opens the programs of r->choice and loads them. Returns 0; -EAGAIN if the
 * kernel refused a program that a recording can do without, or -errno, reported.
 */
static int load_programs(struct recorder *r, const struct recorder_options *o)
{
	int err = programs_open(&r->programs, r->assumed);

	if (err) {
		diag_error("open the BPF programs: %s", strerror(-err));
		return err;
	}
	err = program_filter_set(&r->programs, o, r->assumed);
	if (!err)
		err = set_up_trace(r, o);
	if (!err)
		err = set_up_senders(r, o);
	if (!err)
		err = choose_programs(r);
	if (err)
		return err;
	err = bpf_object__load_skeleton(r->programs.skeleton);
	if (!err)
		return 0;
	if (replace_refused(r))
		return -EAGAIN;
	diag_error("load the BPF programs into the kernel: %s", strerror(-err));
	diag_hint("run it again with -v for the messages of libbpf; "
		  "'scmi-perf doctor' checks the usual causes");
	return err;
}

int recorder_open(const struct recorder_options *options, struct recorder **out)
{
	struct recorder *r = xcalloc(1, sizeof(*r));
	struct hook_choice wanted[HOOKS_MAX];
	int err;

	r->stats = -1;
	kernel_symbols_keep(true); /* until it is attached */
	r->assumed = !hooks_choose(options->level, r->choice);
	memcpy(wanted, r->choice, sizeof(wanted));
	err = program_filter_check(options, r->assumed);
	if (!err && options->self_cost)
		enable_stats(r);
	if (!err)
		err = load_programs(r, options);
	/* Each time, one program is another one or none. */
	while (err == -EAGAIN) {
		close_programs(r);
		err = load_programs(r, options);
	}
	if (err) {
		recorder_close(r);
		return err;
	}
	if (!options->is_check)
		warn_of_refused(r, wanted);
	r->memory = (struct snapshot){
		.in_flight = r->programs.bss->in_flight,
		.series = r->programs.bss->series,
		.pages = r->programs.bss->pages,
		.instances = r->programs.bss->instances,
		.names = r->programs.bss->names,
		.events = r->programs.bss->events,
		.fast_channels = r->programs.bss->fast_channels,
		.global = &r->programs.bss->global,
		.channel_in_flight =
			r->senders ? r->programs.bss->channel_in_flight : NULL,
	};
	*out = r;
	return 0;
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
		/* Reports will show this hook and its phases as missing. */
		diag_warning("attach to %s (%s): %s; unknown without it: %s",
			     target->name, r->choice[i].how, strerror(-err),
			     target->without);
		r->choice[i].how = NULL;
		r->choice[i].why = "the kernel refused it";
		return 0;
	}
	diag_error("attach to %s (%s): %s", target->name, r->choice[i].how,
		   strerror(-err));
	if (err == -ENOENT)
		diag_hint("this kernel has no such tracepoint; see "
			  "'scmi-perf doctor'");
	return err;
}

int recorder_attach(struct recorder *r)
{
	kernel_symbols_keep(false);
	/* The hook of the start comes last, so that each end is seen. */
	for (size_t i = n_hook_targets; i-- > 0;) {
		int err = r->program[i] ? attach(r, i) : 0;

		if (err) {
			recorder_detach(r);
			return err;
		}
	}
	/* Transfers that ended until now could not be seen starting. */
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
	kprobe_misses_read(r->choice, r->link, &r->misses);
	for (size_t i = 0; i < n_hook_targets; i++) {
		bpf_link__destroy(r->link[i]);
		r->link[i] = NULL;
	}
	r->memory.nothing_is_sent = no_task_is_sending();
	/* Waits for an RCU grace period, so for the end of running programs. */
	syscall(__NR_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

/* Reads the cost of the programs, and the runs that the kernel skipped. */
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

static void read_misses(struct recorder *r, struct profile *p)
{
	kprobe_misses_read(r->choice, r->link, &r->misses);
	p->gap[LC_GAP_MISSED_PROBE] += r->misses.hits;
	p->runs[0].misses_counted = r->misses.counted;
}

/* True if the assumed offsets are wrong. Raw mode never calls do_xfer(), either. */
static bool hooks_are_useless(const struct recorder *r)
{
	uint64_t begun = 0;

	for (size_t i = 0; i < REC_SERIES; i++)
		begun += r->memory.series[i].counter[LC_BEGUN];
	return r->assumed && !raw_mode_is_on("") &&
	       assumed_types_are_wrong(
		       begun, r->memory.global->gap[LC_GAP_UNANNOUNCED]);
}

/* Adds the attach method of each target to the run. */
static void read_hooks(const struct recorder *r, struct run *run)
{
	const bool useless = hooks_are_useless(r);

	if (useless)
		diag_warning("the kernel has no types (BTF), and the assumed "
			     "ones are wrong: no function was hooked");
	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *target = &hook_targets[i];
		const char *how = hook_way(&r->choice[i]);
		char name[64];

		if (!r->choice[i].how && !r->choice[i].why)
			continue;
		snprintf(name, sizeof(name), "%s%s", target->name,
			 target->point == HOOK_EXIT ? "/exit" : "");
		if (useless && target->point != HOOK_EVENT)
			how = "none";
		run_add_hook(run, name, how);
	}
}

void recorder_read(struct recorder *r, struct profile *p)
{
	snapshot_read(&r->memory, monotonic_ns(), p);
	snapshot_add_vendors(&r->memory, &p->runs[0]);
	read_hooks(r, &p->runs[0]);
	read_programs(r, p);
	read_misses(r, p);
	if (r->senders)
		record_senders_read(r->programs.obj, &r->memory,
				    &r->programs.bss->sender_losses,
				    &r->functions, p);
}

void recorder_read_callers(struct recorder *r, struct callers *to)
{
	if (r->senders)
		record_senders_read_callers(r->programs.obj, &r->memory,
					    &r->functions, to);
}

static int report_timeline(int err)
{
	if (err == -ERANGE)
		diag_error("time series: a counter decreased: this is a bug");
	else if (err)
		diag_error("time series: %s", strerror(-err));
	return err;
}

void recorder_start_timeline(struct timeline *t, uint64_t interval_ns)
{
	timeline_init(t, interval_ns, REC_SERIES);
}

int recorder_end_interval(struct recorder *r, struct timeline *t,
			  uint64_t end_ns)
{
	snapshot_expire(&r->memory, monotonic_ns());
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
	uint64_t events;
	int err;

	snapshot_expire(&r->memory, monotonic_ns());
	/* Events that are added from now on may be incomplete. */
	events = r->memory.global->events;
	err = snapshot_update(&r->memory, t);
	if (!err)
		snapshot_read_events(&r->memory, event, events, p);
	snapshot_read_fast(&r->memory, p);
	snapshot_read_names(&r->memory, p);
	snapshot_read_losses(&r->memory, p);
	read_programs(r, p);
	read_misses(r, p);
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
	return bpf_map__fd(r->programs.ring);
}

uint64_t recorder_lost_events(const struct recorder *r, enum trace_type type)
{
	return r->programs.bss->global.lost_trace[type];
}

struct series_key recorder_key(struct recorder *r, uint64_t key)
{
	return snapshot_key(&r->memory, key);
}

void recorder_close(struct recorder *r)
{
	if (!r)
		return;
	kernel_symbols_keep(false);
	recorder_detach(r);
	if (r->stats >= 0)
		close(r->stats);
	close_programs(r);
	kernel_functions_free(r->functions.functions);
	free(r);
}
