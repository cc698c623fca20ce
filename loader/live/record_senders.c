// SPDX-License-Identifier: GPL-2.0-only
#include "record_senders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "alloc.h"
#include "callers.h"
#include "diag.h"
#include "kernel_symbols.h"
#include "phases.h"
#include "stack_frames.h"

#define CALLERS	 "sender_callers"
#define STACKS	 "sender_stacks"
#define HOLDERS	 "sender_holders"
#define CHANNELS "sender_channels"
#define SLOWEST	 "sender_slowest"

/* The maps while they are read. */
struct reading {
	struct bpf_object *obj;
	struct snapshot *m;
	struct callers *to;
	const struct kernel_functions *functions;
	uint32_t number[REC_STACKS]; /* of stacks in the profile; 0: not yet */
};

int record_senders_set_up(struct bpf_object *obj, uint32_t callers)
{
	static const char *const names[] = {CALLERS, STACKS, HOLDERS, CHANNELS,
					    SLOWEST};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct bpf_map *map =
			bpf_object__find_map_by_name(obj, names[i]);
		int err = map ? bpf_map__set_autocreate(map, callers) : -ENOENT;

		if (!err && callers && !strcmp(names[i], CALLERS))
			err = bpf_map__set_max_entries(map, callers);
		if (err)
			return err;
	}
	return 0;
}

static int map_of(const struct reading *r, const char *name)
{
	return bpf_object__find_map_fd_by_name(r->obj, name);
}

static struct series_key key_of(const struct reading *r, uint32_t series)
{
	return snapshot_key(r->m, r->m->series[series % REC_SERIES].key);
}

/* Removes the offset from "function+0x1f4 [module]". */
static void remove_offset(char *frame)
{
	char *plus = strchr(frame, '+');
	const char *module = plus ? strchr(plus, ' ') : NULL;

	if (module)
		memmove(plus, module, strlen(module) + 1);
	else if (plus)
		*plus = '\0';
}

/* Returns the stack of @ip as "outermost;…;do_xfer". The caller frees. */
static char *stack_text(const struct reading *r, const uint64_t *ip)
{
	char frame[320], *text = NULL;

	for (size_t i = 0; i < REC_FRAMES && ip[i]; i++) {
		char *more;

		kernel_functions_format(r->functions, ip[i], frame,
					sizeof(frame));
		remove_offset(frame);
		if (text && stack_frame_is_do_xfer(frame)) {
			free(text);
			text = NULL;
		}
		more = text ? xasprintf("%s;%s", frame, text) : xstrdup(frame);
		free(text);
		text = more;
	}
	return text;
}

/* Returns the number of stack @id in the profile + 1; 0: unknown. */
static uint32_t stack_number(struct reading *r, int32_t id)
{
	uint64_t ip[REC_FRAMES] = {0};
	const uint32_t index = (uint32_t)id;
	char *text;

	if (id < 0 || id >= REC_STACKS || !r->functions)
		return 0;
	if (r->number[id])
		return r->number[id];
	if (bpf_map_lookup_elem(map_of(r, STACKS), &index, ip))
		return 0;
	text = stack_text(r, ip);
	if (text)
		r->number[id] = callers_stack(r->to, text);
	free(text);
	return r->number[id];
}

static void read_latency(const struct rec_caller *from, struct hist *to)
{
	for (uint32_t i = 0; i < CALLER_BUCKETS; i++) {
		uint64_t ns = caller_lower(i);

		/* The last bucket has everything above. */
		if (i == CALLER_BUCKETS - 1 && ns < from->max_ns)
			ns = from->max_ns;
		if (from->latency[i])
			hist_add_bucket(to, caller_middle(ns),
					from->latency[i]);
	}
}

static void read_callers(struct reading *r)
{
	struct rec_caller_key key, *last = NULL;
	const int fd = map_of(r, CALLERS);
	struct rec_caller from;

	while (!bpf_map_get_next_key(fd, last, &key)) {
		struct message_caller c = {0};

		last = &key;
		if (bpf_map_lookup_elem(fd, &key, &from))
			continue;
		c.key = key_of(r, key.series);
		c.stack = stack_number(r, key.stack);
		c.completed = from.completed;
		c.timed_out = from.timed_out;
		c.sum_ns = from.sum_ns;
		c.max_ns = from.max_ns;
		callers_set_comm(c.comm, key.comm);
		read_latency(&from, &c.latency);
		if (from.completed || from.timed_out)
			callers_add_caller(r->to, &c);
		hist_free(&c.latency);
	}
}

/* A transport that carries several messages at a time has no holder. */
static bool has_holders(const struct series_key *key)
{
	return key->transport != TRANSPORT_VIRTIO &&
	       key->transport != TRANSPORT_REF_VIRTIO;
}

static void read_holders(struct reading *r)
{
	struct rec_holder_key key, *last = NULL;
	const int fd = map_of(r, HOLDERS);
	struct rec_holder from;

	while (!bpf_map_get_next_key(fd, last, &key)) {
		struct message_holder h = {0};

		last = &key;
		if (bpf_map_lookup_elem(fd, &key, &from))
			continue;
		h.waiter = key_of(r, key.waiter);
		h.holder = key_of(r, key.holder);
		h.count = from.count;
		h.sum_ns = from.sum_ns;
		h.max_ns = from.max_ns;
		callers_set_comm(h.waiter_comm, key.waiter_comm);
		callers_set_comm(h.holder_comm, key.holder_comm);
		if (h.count && has_holders(&h.waiter))
			callers_add_holder(r->to, &h);
	}
}

/* Returns the number of the channel with this index, see rec_channel_index(). */
static uint8_t channel_number(uint32_t index)
{
	return (uint8_t)(index < REC_PROTOCOLS
				 ? REC_FIRST_PROTOCOL + index
				 : REC_FIRST_VENDOR + index - REC_PROTOCOLS);
}

static void read_channels(struct reading *r)
{
	const int fd = map_of(r, CHANNELS);
	struct lc_channel_use from;

	for (uint32_t i = 0; i < REC_USES; i++) {
		const uint32_t instance = i / REC_CHANNELS;
		const struct series_key key = snapshot_key(
			r->m, rec_key(instance, REC_FIRST_PROTOCOL, 0));
		struct channel_load u = {.instance = key.instance,
					 .transport = key.transport};

		if (bpf_map_lookup_elem(fd, &i, &from) || !from.begun)
			continue;
		/* 0: the kernel's channels are not known. */
		if (key.channel)
			u.channel = channel_number(i % REC_CHANNELS);
		u.sum = from.sum;
		u.max = from.max;
		for (int l = 0; l < LC_LEVELS; l++) {
			u.level[l] = from.level[l];
			u.begun += from.level[l];
		}
		callers_add_use(r->to, &u);
	}
}

static void add_slow(struct reading *r, const struct rec_slow *from)
{
	struct slow_transfer t = {
		.key = key_of(r, lc_tag_series(from->t.tag)),
		.pid = from->pid,
		.token = from->token & (LC_TOKENS - 1),
		.status = from->status,
		.total_ns = from->total_ns,
	};
	struct lc_ended e;

	if (from->t.begin_ns > r->m->start_ns)
		t.time_ns = from->t.begin_ns - r->m->start_ns;
	lc_split_phases(&from->t, from->status, &e);
	t.phases = e.phases;
	for (int i = 0; i < LC_PHASES; i++)
		if (e.phases & 1u << i)
			t.ns[i] = e.ns[i];
	callers_set_comm(t.comm, from->comm);
	callers_add_slow(r->to, &t);
}

static void read_slowest(struct reading *r)
{
	const int cpus = libbpf_num_possible_cpus();
	struct rec_slowest *all;
	const uint32_t zero = 0;

	if (cpus <= 0)
		return;
	all = xcalloc((size_t)cpus, sizeof(*all));
	if (!bpf_map_lookup_elem(map_of(r, SLOWEST), &zero, all))
		for (int cpu = 0; cpu < cpus; cpu++)
			for (int i = 0; i < REC_SLOWEST; i++)
				if (all[cpu].transfer[i].total_ns)
					add_slow(r, &all[cpu].transfer[i]);
	free(all);
}

/* Loads the functions at the first reading, which takes as long as all others. */
static void load_functions(struct sender_functions *f)
{
	if (f->loaded)
		return;
	f->loaded = true;
	f->functions = kernel_functions_load();
	if (!f->functions)
		diag_warning("cannot read /proc/kallsyms: callers have no "
			     "stacks");
}

/* Returns the state of a reading into @to, to be freed. */
static struct reading *start_reading(struct bpf_object *obj, struct snapshot *m,
				     struct sender_functions *functions,
				     struct callers *to)
{
	struct reading *r = xcalloc(1, sizeof(*r));

	load_functions(functions);
	r->obj = obj;
	r->m = m;
	r->to = to;
	r->functions = functions->functions;
	return r;
}

void record_senders_read_callers(struct bpf_object *obj, struct snapshot *m,
				 struct sender_functions *functions,
				 struct callers *to)
{
	struct reading *r = start_reading(obj, m, functions, to);

	read_callers(r);
	free(r);
}

void record_senders_read(struct bpf_object *obj, struct snapshot *m,
			 const struct rec_sender_losses *losses,
			 struct sender_functions *functions, struct profile *p)
{
	struct reading *r =
		start_reading(obj, m, functions, profile_callers(p));

	read_callers(r);
	read_holders(r);
	read_channels(r);
	read_slowest(r);
	r->to->lost_callers += losses->callers;
	r->to->lost_stacks += losses->stacks;
	r->to->lost_holders += losses->holders;
	callers_sort(r->to);
	free(r);
}
