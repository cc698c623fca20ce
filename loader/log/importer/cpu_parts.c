// SPDX-License-Identifier: GPL-2.0-only
#include "cpu_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "importer_state.h"
#include "log_part.h"
#include "part_ids.h"

#define PARTS_MAX   256
#define EDGE_BYTES  65536	  /* at the start and the end of the file */
#define EDGE	    16		  /* events there, of one processor */
#define PART_GAP_NS 1000000000ull /* between parts of one boot */

struct cpus {
	uint64_t bits[ORDER_CPUS / 64];
};

/*
 * A range of the file in the order of time. The parts of one boot have a group; those
 * of a set have different processors.
 */
struct found_part {
	struct log_range range;
	struct cpus cpus;
	unsigned int set, group;
	uint64_t first_ns, last_ns;
	struct part_ids ids;
};

struct found {
	struct found_part part[PARTS_MAX];
	unsigned int n;
	struct id_table ids;
};

static bool has_cpu(const struct cpus *c, unsigned int cpu)
{
	return c->bits[cpu / 64] >> cpu % 64 & 1;
}

/* Returns the processor of an event, or -1. */
static int cpu_of(const struct ftrace_event *ev)
{
	return ev->cpu_plus && ev->cpu_plus <= ORDER_CPUS ? ev->cpu_plus - 1
							  : -1;
}

/* Returns true if another part of the set, but not @part, has the processor. */
static bool is_in_set(const struct found *f, const struct found_part *part,
		      unsigned int cpu)
{
	for (unsigned int i = 0; i < f->n; i++)
		if (&f->part[i] != part && f->part[i].set == part->set &&
		    has_cpu(&f->part[i].cpus, cpu))
			return true;
	return false;
}

/* Starts a part with an event before which another part ends. */
static bool start_part(struct found *f, const struct log_part *text,
		       const struct ftrace_event *ev)
{
	struct found_part *last = f->n ? &f->part[f->n - 1] : NULL;

	if (f->n == PARTS_MAX)
		return false;
	f->part[f->n] = (struct found_part){
		.range.start = last ? text->before
				    : (struct log_position){0, 0},
		.set = last ? last->set : 0,
		.first_ns = ev->time_ns,
	};
	if (last)
		last->range.end = text->before.at;
	f->n++;
	return true;
}

/* Returns the processor of the @n events if it is the only one, or -1. */
static int only_cpu(const int *cpu, unsigned int n)
{
	for (unsigned int i = 1; i < n; i++)
		if (cpu[i] != cpu[0])
			return -1;
	return n ? cpu[0] : -1;
}

/* Returns the only processor of the first or last events of a range, or -1. */
static int edge_cpu(int fd, off_t start, off_t end, bool first)
{
	struct log_part *text =
		log_part_open(fd, (struct log_range){{start, 0}, end}, NULL);
	const struct part_event *e;
	unsigned int n = 0;
	int cpu[EDGE];

	while ((e = log_part_head(text)) && (!first || n < EDGE)) {
		if (cpu_of(&e->event) >= 0)
			cpu[n++ % EDGE] = cpu_of(&e->event);
		log_part_next(text);
	}
	log_part_close(text);
	return only_cpu(cpu, n < EDGE ? n : EDGE);
}

/* Returns false for almost all logs that are not traces of single processors. */
static bool can_be_parts(int fd, off_t size)
{
	const off_t edge = size < EDGE_BYTES ? size : EDGE_BYTES;
	const int first = edge_cpu(fd, 0, edge, true);
	const int last = first < 0 ? -1
				   : edge_cpu(fd, size - edge, size, false);

	return first >= 0 && last >= 0 && first != last;
}

bool cpu_parts_recognise(const char *head, size_t len)
{
	const char *const end = head + len, *newline;
	unsigned int n = 0;
	int cpu[EDGE];

	for (; n < EDGE && (newline = memchr(head, '\n', (size_t)(end - head)));
	     head = newline + 1) {
		struct ftrace_event ev;

		if (import_line_parse(head, (size_t)(newline - head), &ev) >=
			    FTRACE_BEGIN &&
		    ev.kind <= FTRACE_FAST_CALL && cpu_of(&ev) >= 0)
			cpu[n++] = cpu_of(&ev);
	}
	return only_cpu(cpu, n) >= 0;
}

/* Adds an event, in the order of the file. Returns false if it has no parts. */
static bool add(struct found *f, const struct log_part *text,
		const struct ftrace_event *ev)
{
	const int cpu = cpu_of(ev);
	struct found_part *part = f->n ? &f->part[f->n - 1] : NULL;

	if (cpu < 0 || !ev->time_ns)
		return true;
	if (!part || ev->time_ns + ORDER_BACK_NS < part->last_ns) {
		if (!start_part(f, text, ev))
			return false;
		part = &f->part[f->n - 1];
	}
	/* A processor that is back shows another boot. */
	if (is_in_set(f, part, (unsigned int)cpu))
		part->set = f->n;
	part->cpus.bits[cpu / 64] |= 1ull << cpu % 64;
	if (ev->kind == FTRACE_BEGIN)
		part_ids_add(&part->ids, &f->ids, part->set, f->n, ev);
	if (ev->time_ns > part->last_ns)
		part->last_ns = ev->time_ns;
	return true;
}

/* Returns true if the transfer_ids of a part show another boot than those before. */
static bool has_other_ids(const struct found *f, unsigned int start,
			  unsigned int n)
{
	for (unsigned int i = start; i < n; i++)
		if (part_ids_conflict(&f->part[i].ids, &f->part[n].ids))
			return true;
	return false;
}

/*
 * A part of which all times are before those of the others is of another boot, and so
 * is one with the same transfer_ids.
 */
static void split_sets(struct found *f)
{
	unsigned int start = 0;
	uint64_t first_ns = UINT64_MAX;

	for (unsigned int i = 0; i < f->n; i++) {
		struct found_part *part = &f->part[i];

		if (i && part->set == f->part[i - 1].set &&
		    part->last_ns + PART_GAP_NS < first_ns)
			start = i;
		else if (i && part->set != f->part[i - 1].set)
			start = i;
		else if (has_other_ids(f, start, i))
			start = i;
		if (start == i)
			first_ns = UINT64_MAX;
		part->group = start;
		if (part->first_ns < first_ns)
			first_ns = part->first_ns;
	}
}

/* Finds the parts. Returns false if no two have different processors of one time. */
static bool find(int fd, off_t size, struct found *f)
{
	struct log_part *text =
		log_part_open(fd, (struct log_range){{0, 0}, size}, NULL);
	const struct part_event *e;
	bool more = true;

	while (more && (e = log_part_head(text))) {
		more = add(f, text, &e->event);
		log_part_next(text);
	}
	log_part_close(text);
	if (!more || f->n < 2)
		return false;
	f->part[f->n - 1].range.end = size;
	split_sets(f);
	for (unsigned int i = 1; i < f->n; i++)
		if (f->part[i].group == f->part[i - 1].group ||
		    part_ids_conflict(&f->part[i - 1].ids, &f->part[i].ids))
			return true;
	return false;
}

/* Returns the part with the earliest event, or NULL if all are at their end. */
static struct log_part *earliest(struct log_part **part, unsigned int n)
{
	struct log_part *min = NULL;

	for (unsigned int i = 0; i < n; i++) {
		const struct part_event *e = log_part_head(part[i]);

		if (e && (!min || e->time_ns < log_part_head(min)->time_ns))
			min = part[i];
	}
	return min;
}

/* Adds the events of @n parts of one boot in the order of time. */
static void merge(struct importer *im, int fd, const struct found_part *found,
		  unsigned int n)
{
	struct log_part *part[PARTS_MAX], *p;

	for (unsigned int i = 0; i < n; i++)
		part[i] = log_part_open(fd, found[i].range, im);
	while ((p = earliest(part, n)) && !im->err) {
		const struct part_event *e = log_part_head(p);

		importer_note_line(im, &e->event, e->text, e->len);
		importer_add_event(im, &e->event, e->number, e->text, e->len);
		log_part_next(p);
	}
	for (unsigned int i = 0; i < n; i++)
		log_part_close(part[i]);
}

bool cpu_parts_import(struct importer *im, int fd)
{
	struct found *f;
	struct stat st;
	bool found;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) ||
	    !can_be_parts(fd, st.st_size))
		return false;
	f = xcalloc(1, sizeof(*f));
	found = find(fd, st.st_size, f);
	for (unsigned int i = 0, n; found && i < f->n; i += n) {
		for (n = 1;
		     i + n < f->n && f->part[i + n].group == f->part[i].group;)
			n++;
		importer_end_log(im);
		merge(im, fd, &f->part[i], n);
	}
	free(f);
	return found;
}
