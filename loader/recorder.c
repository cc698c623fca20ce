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
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "../bpf/record.h"
#include "diag.h"
#include "transfer.skel.h"

const char *const recorder_events[] = {
	"scmi_xfer_begin",
	"scmi_xfer_response_wait",
	"scmi_rx_done",
	"scmi_xfer_end",
};
const size_t n_recorder_events =
	sizeof(recorder_events) / sizeof(recorder_events[0]);

#define N_EVENTS 4

struct recorder {
	struct transfer_bpf *bpf;
	struct bpf_program *program[N_EVENTS];
	struct bpf_link *link[N_EVENTS];
	const char *hook[N_EVENTS];
};

static int print_libbpf(enum libbpf_print_level level, const char *fmt,
			va_list ap)
{
	if (level == LIBBPF_DEBUG || diag_level < DIAG_VERBOSE)
		return 0;
	return vfprintf(stderr, fmt, ap);
}

static bool btf_has_tracepoint(const struct btf *btf, const char *event)
{
	char type[64];

	snprintf(type, sizeof(type), "btf_trace_%s", event);
	return btf__find_by_name_kind(btf, type, BTF_KIND_TYPEDEF) > 0;
}

bool kernel_has_btf(void)
{
	struct btf *btf;

	libbpf_set_print(print_libbpf);
	btf = btf__load_vmlinux_btf();
	btf__free(btf);
	return btf != NULL;
}

const char *recorder_hook(const char *event)
{
	struct btf *btf;
	bool found;

	libbpf_set_print(print_libbpf);
	btf = btf__load_vmlinux_btf();
	found = btf && btf_has_tracepoint(btf, event);
	btf__free(btf);
	return found ? "tp_btf" : "raw_tp";
}

/* Of each event's pair of programs, the one that this kernel takes. */
static int choose_programs(struct recorder *r)
{
	char name[64];

	for (size_t i = 0; i < N_EVENTS; i++) {
		const char *event = recorder_events[i];
		struct bpf_program *btf_program, *raw_program;
		bool use_btf;

		snprintf(name, sizeof(name), "btf_%s", event);
		btf_program =
			bpf_object__find_program_by_name(r->bpf->obj, name);
		snprintf(name, sizeof(name), "raw_%s", event);
		raw_program =
			bpf_object__find_program_by_name(r->bpf->obj, name);
		if (!btf_program || !raw_program) {
			diag_error("no BPF program for %s in this build",
				   event);
			return -EINVAL;
		}
		r->hook[i] = recorder_hook(event);
		use_btf = !strcmp(r->hook[i], "tp_btf");
		bpf_program__set_autoload(btf_program, use_btf);
		bpf_program__set_autoload(raw_program, !use_btf);
		r->program[i] = use_btf ? btf_program : raw_program;
		diag_verbose("%s: %s", event, r->hook[i]);
	}
	return 0;
}

int recorder_open(struct recorder **out)
{
	struct recorder *r = calloc(1, sizeof(*r));
	int err = -ENOMEM;

	if (!r)
		goto fail;
	libbpf_set_print(print_libbpf);
	r->bpf = transfer_bpf__open();
	if (!r->bpf) {
		err = -errno;
		diag_error("open the BPF programs: %s", strerror(errno));
		goto fail;
	}
	err = choose_programs(r);
	if (err)
		goto fail;
	err = transfer_bpf__load(r->bpf);
	if (err) {
		diag_error("load the BPF programs into the kernel: %s",
			   strerror(-err));
		diag_hint("run it again with -v for libbpf's own words; "
			  "'scmi-perf doctor' checks the usual causes");
		goto fail;
	}
	*out = r;
	return 0;
fail:
	recorder_close(r);
	return err;
}

int recorder_attach(struct recorder *r)
{
	/* Ends first, begin last: no transfer is seen that cannot end. */
	for (size_t i = N_EVENTS; i-- > 0;) {
		r->link[i] = bpf_program__attach(r->program[i]);
		if (!r->link[i]) {
			int err = -errno;

			diag_error("attach to the tracepoint %s (%s): %s",
				   recorder_events[i], r->hook[i],
				   strerror(errno));
			if (err == -ENOENT)
				diag_hint("this kernel has no such tracepoint; "
					  "'scmi-perf doctor' says more");
			recorder_detach(r);
			return err;
		}
	}
	return 0;
}

void recorder_detach(struct recorder *r)
{
	for (size_t i = 0; i < N_EVENTS; i++) {
		bpf_link__destroy(r->link[i]);
		r->link[i] = NULL;
	}
	/* An RCU grace period: programs that were running have ended. */
	syscall(__NR_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

/* The counters of a page of a histogram's buckets. */
static int read_page(const struct rec_page *counters, uint32_t first_bucket,
		     struct hist *h)
{
	for (uint32_t i = 0; i < HIST_PAGE_BUCKETS; i++) {
		int err;

		if (!counters->bucket[i])
			continue;
		err = hist_add_bucket(h, first_bucket + i, counters->bucket[i]);
		if (err)
			return err;
	}
	return 0;
}

static int read_hist(const struct recorder *r, const struct rec_hist *from,
		     struct hist *to)
{
	struct hist h = {0};
	int err = 0;

	for (uint32_t page = 0; page < HIST_PAGES && !err; page++) {
		uint32_t n = from->page[page];

		if (n && n < REC_PAGES)
			err = read_page(&r->bpf->bss->pages[n],
					page * HIST_PAGE_BUCKETS, &h);
	}
	h.sum = from->sum;
	h.max = from->max;
	h.min = ~from->max_of_inverse;
	if (!err)
		err = hist_merge(to, &h);
	hist_free(&h);
	return err;
}

static struct series_key rec_series_key(uint64_t key)
{
	return (struct series_key){.protocol = (uint8_t)(key >> 8),
				   .message = (uint8_t)key};
}

static int read_series(const struct recorder *r, struct profile *p)
{
	for (size_t i = 0; i < REC_SERIES; i++) {
		const struct rec_series *from = &r->bpf->bss->series[i];
		struct series *to;
		int err;

		if (!from->key)
			continue;
		to = profile_series(p, rec_series_key(from->key));
		if (!to)
			return -ENOMEM;
		for (size_t c = 0; c < LC_COUNTERS; c++)
			to->counter[c] += from->counter[c];
		for (size_t ph = 0; ph < LC_PHASES; ph++) {
			err = read_hist(r, &from->phase[ph], &to->phase[ph]);
			if (err)
				return err;
		}
	}
	return 0;
}

/* Transfers that have begun and not ended: in flight, or given up. */
static int read_in_flight(const struct recorder *r, struct profile *p)
{
	struct timespec ts;
	uint64_t now;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	now = (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
	for (size_t i = 0; i < LC_SLOTS; i++) {
		const struct lc_slot *slot = &r->bpf->bss->in_flight[i];
		enum lc_counter fate;
		struct series *s;
		uint64_t place;

		if (!slot->tag)
			continue;
		place = lc_tag_series(slot->tag);
		if (place >= REC_SERIES)
			continue;
		s = profile_series(
			p, rec_series_key(r->bpf->bss->series[place].key));
		if (!s)
			return -ENOMEM;
		fate = lc_fate(now > slot->begin_ns ? now - slot->begin_ns : 0,
			       slot->wait, true);
		if (fate == LC_BEGUN)
			s->in_flight++;
		else
			s->counter[fate]++;
	}
	return 0;
}

/* Runs that the kernel skipped because the program was running already. */
static uint64_t missed_runs(const struct recorder *r)
{
	uint64_t missed = 0;

	for (size_t i = 0; i < N_EVENTS; i++) {
		struct bpf_prog_info info = {0};
		__u32 len = sizeof(info);

		if (!bpf_obj_get_info_by_fd(bpf_program__fd(r->program[i]),
					    &info, &len))
			missed += info.recursion_misses;
	}
	return missed;
}

int recorder_read(struct recorder *r, struct profile *p)
{
	const struct rec_global *global = &r->bpf->bss->global;
	int err = read_series(r, p);

	if (!err)
		err = read_in_flight(r, p);
	for (size_t i = 0; i < N_EVENTS && !err; i++)
		err = run_add_hook(&p->runs[0], recorder_events[i], r->hook[i]);
	if (err) {
		diag_error("read the measurements: %s", strerror(-err));
		return err;
	}
	p->untracked += global->untracked;
	p->lost[LOST_IN_FLIGHT] += global->lost_in_flight;
	p->lost[LOST_SERIES] += global->lost_series;
	p->lost[LOST_HISTOGRAM] += global->lost_histogram;
	p->lost[LOST_MISSED_RUN] += missed_runs(r);
	return 0;
}

void recorder_close(struct recorder *r)
{
	if (!r)
		return;
	recorder_detach(r);
	transfer_bpf__destroy(r->bpf);
	free(r);
}
