// SPDX-License-Identifier: GPL-2.0-only
/* A flame graph of the callers: 'scmi-perf export --folded' as a picture. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "callers.h"
#include "folded_stack.h"
#include "html_parts.h"
#include "markup.h"
#include "units.h"

#define DEPTH	    64 /* of the picture; the outermost functions of more are cut */
#define HEIGHT	    18	  /* of a frame, in pixels */
#define LEAST	    0.001 /* share of a frame that is drawn */
#define LEAST_NAMED 0.02  /* narrower frames have no room for a letter or two */

/* Classes in reports/html/html_style.c. */
enum frame_kind {
	FRAME_TASK,
	FRAME_FUNCTION,
	FRAME_DRIVER,
	FRAME_MESSAGE,
	FRAME_KINDS
};

static const char *const kind_names[FRAME_KINDS] = {
	[FRAME_TASK] = "task",
	[FRAME_FUNCTION] = "function",
	[FRAME_DRIVER] = "driver",
	[FRAME_MESSAGE] = "message",
};

/* The frames of a caller, that of the task first. */
struct flame_stack {
	char *text; /* of all frames */
	const char *frame[DEPTH];
	int n;
	int driver; /* index of its frame; 0: unknown */
	uint64_t count, sum_ns;
};

struct flame {
	struct flame_stack *stack; /* sorted by frames */
	size_t n;
	uint64_t all_ns;
	FILE *out;
	int depth; /* of the frames that were drawn */
};

/* Splits the text at its semicolons. */
static void split(struct flame_stack *s)
{
	for (char *at = s->text, *next; at; at = next) {
		next = strchr(at, ';');
		if (next)
			*next++ = '\0';
		if (s->n == DEPTH) {
			memmove(&s->frame[1], &s->frame[2],
				(DEPTH - 2) * sizeof(s->frame[0]));
			s->n--;
		}
		s->frame[s->n++] = at;
	}
}

static void find_driver(struct flame_stack *s, const char *stack)
{
	char driver[128];

	stack_driver(stack, driver, sizeof(driver));
	for (int i = 1; i < s->n - 1 && *driver; i++)
		if (!strcmp(s->frame[i], driver))
			s->driver = i;
}

static int compare_stacks(const void *a, const void *b)
{
	const struct flame_stack *x = a, *y = b;

	for (int i = 0; i < x->n && i < y->n; i++) {
		const int d = strcmp(x->frame[i], y->frame[i]);

		if (d)
			return d;
	}
	return x->n - y->n;
}

static void flame_init(struct flame *f, const struct callers *s)
{
	*f = (struct flame){0};
	f->stack = xcalloc(s->n_callers + 1, sizeof(*f->stack));
	for (size_t i = 0; i < s->n_callers; i++) {
		const struct message_caller *c = &s->callers[i];
		struct flame_stack *to = &f->stack[f->n++];

		to->text = folded_stack(s, c);
		to->count = sum_of(c->completed, c->timed_out);
		to->sum_ns = c->sum_ns;
		split(to);
		find_driver(to, callers_stack_of(s, c));
		sum_add(&f->all_ns, c->sum_ns);
	}
	qsort(f->stack, f->n, sizeof(*f->stack), compare_stacks);
}

static void flame_free(struct flame *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->stack[i].text);
	free(f->stack);
}

/* Stacks from @from to @to have one frame at @depth, after equal ones. */
struct flame_part {
	size_t from, to;
	int depth;
	uint64_t count, sum_ns;
	enum frame_kind kind;
};

static bool is_part(const struct flame_stack *s, const char *frame, int depth)
{
	return s->n > depth && !strcmp(s->frame[depth], frame);
}

/* Returns the part that starts with stack @from, which has a frame at @depth. */
static struct flame_part next_part(const struct flame *f, size_t from,
				   size_t to, int depth)
{
	struct flame_part p = {
		.from = from, .depth = depth, .kind = FRAME_FUNCTION};
	const struct flame_stack *first = &f->stack[from];

	if (!depth)
		p.kind = FRAME_TASK;
	else if (first->n == depth + 1)
		p.kind = FRAME_MESSAGE;
	for (p.to = from; p.to < to; p.to++) {
		const struct flame_stack *s = &f->stack[p.to];

		if (!is_part(s, first->frame[depth], depth))
			break;
		sum_add(&p.count, s->count);
		sum_add(&p.sum_ns, s->sum_ns);
		if (depth && s->driver == depth)
			p.kind = FRAME_DRIVER;
	}
	return p;
}

static double share_of(const struct flame *f, uint64_t ns)
{
	return (double)ns / (double)f->all_ns;
}

/* A picture of its own, because that cuts off a name which is too long. */
static void write_part(struct flame *f, const struct flame_part *p,
		       uint64_t start_ns)
{
	const char *name = f->stack[p->from].frame[p->depth];
	const double share = share_of(f, p->sum_ns);

	if (f->depth <= p->depth)
		f->depth = p->depth + 1;
	fprintf(f->out, "<g class=\"%s\"><title>", kind_names[p->kind]);
	markup_text(name, f->out);
	fprintf(f->out,
		"&#58; %.3f ms, %.1f %%, %" PRIu64
		" transfer%s</title><svg x=\"%.3f%%\" y=\"%d\" "
		"width=\"%.3f%%\" "
		"height=\"%d\"><rect width=\"100%%\" height=\"100%%\"/>",
		(double)p->sum_ns / 1e6, 100 * share, p->count,
		plural(p->count), 100 * share_of(f, start_ns),
		p->depth * HEIGHT, 100 * share, HEIGHT);
	if (share >= LEAST_NAMED) {
		fputs("<text x=\"4\" y=\"13\">", f->out);
		markup_text(name, f->out);
		fputs("</text>", f->out);
	}
	fputs("</svg></g>\n", f->out);
}

/* Draws the frames from @depth on of stacks that are equal before. */
static void write_parts(struct flame *f, size_t from, size_t to, int depth,
			uint64_t start_ns)
{
	while (from < to) {
		struct flame_part p;

		/* It ends before. */
		if (f->stack[from].n <= depth) {
			start_ns += f->stack[from++].sum_ns;
			continue;
		}
		p = next_part(f, from, to, depth);
		if (share_of(f, p.sum_ns) >= LEAST) {
			write_part(f, &p, start_ns);
			write_parts(f, p.from, p.to, depth + 1, start_ns);
		}
		start_ns += p.sum_ns;
		from = p.to;
	}
}

static void write_legend(FILE *out)
{
	static const char *const words[FRAME_KINDS] = {
		"task", "function", "driver, which uses SCMI", "message"};

	fputs("<ul class=\"legend row\">\n", out);
	for (int i = 0; i < FRAME_KINDS; i++)
		fprintf(out, "<li><i class=\"%s\"></i>%s</li>\n", kind_names[i],
			words[i]);
	fputs("</ul>\n", out);
}

static char *explanation(const struct flame *f)
{
	return xasprintf("The wider a frame, the longer its transfers took, "
			 "%.3f ms in all; a frame is below its caller. Hover "
			 "over a frame for its time, share and number. Frames "
			 "below %.1f %% are left out.",
			 (double)f->all_ns / 1e6, 100 * LEAST);
}

/* Writes the picture of @parts, as high as the deepest of them. */
static void write_picture(const struct flame *f, const char *parts, FILE *out)
{
	html_sentence("<h2>Flame graph of the callers</h2>\n"
		      "<p class=\"soft\">",
		      explanation(f), "</p>\n", out);
	write_legend(out);
	fprintf(out,
		"<div class=\"scroll\" role=\"region\" aria-label=\"Callers\" "
		"tabindex=\"0\">\n"
		"<svg class=\"flame\" xmlns=\"http://www.w3.org/2000/svg\" "
		"role=\"img\" aria-label=\"Flame graph of the callers\" "
		"width=\"100%%\" height=\"%d\">\n%s</svg>\n</div>\n",
		f->depth * HEIGHT, parts);
}

void html_flame(const struct profile *p, FILE *out)
{
	struct flame f;
	char *parts;
	size_t len;

	if (!p->senders || !p->senders->n_stacks)
		return;
	flame_init(&f, p->senders);
	f.out = xopen_memstream(&parts, &len);
	if (f.all_ns && sum_is_known(f.all_ns))
		write_parts(&f, 0, f.n, 0, 0);
	if (fclose(f.out))
		out_of_memory();
	if (f.depth)
		write_picture(&f, parts, out);
	free(parts);
	flame_free(&f);
}
