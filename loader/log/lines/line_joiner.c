// SPDX-License-Identifier: GPL-2.0-only
#include "line_joiner.h"

#include <string.h>

#include "ftrace_span.h"
#include "line_clean.h"
#include "line_search.h"
#include "line_stamp.h"
#include "tracer_remark.h"

/* How a line and the next one belong together. */
enum seam {
	SEAM_SOFT,    /* a '=' of quoted-printable is to be removed */
	SEAM_NONE,    /* a terminal wrapped it at its width */
	SEAM_BLANK,   /* a mailer wrapped it between words */
	SEAM_QUOTED,  /* as SEAM_NONE, in a quotation */
	SEAM_STAMPED, /* as SEAM_NONE, each part after a time stamp */
	SEAMS
};

bool line_joiner_starts(const char *line, size_t len)
{
	return memmem(line, len, "scmi", 4) || memmem(line, len, "_id", 3) ||
	       memmem(line, len, " EVENTS", 7);
}

/* Forgets the @n oldest lines. Those with an event are unread. */
static void drop(struct line_joiner *j, unsigned int n, bool used)
{
	for (unsigned int i = 0; i < n && !used; i++) {
		const struct joiner_line *l = &j->line[i];

		if (l->counts)
			j->unread(j->ctx, l->cause, l->number, l->text, l->len);
	}
	j->n -= n;
	memmove(j->line, j->line + n, j->n * sizeof(j->line[0]));
}

/* Passes a new event on, unless its line is the last one and has no newline. */
static void pass(struct line_joiner *j, const struct ftrace_event *ev,
		 uint64_t number, const char *line, size_t len)
{
	if (j->last && ev->kind >= FTRACE_BEGIN && ev->kind <= FTRACE_FAST_CALL)
		j->unread(j->ctx, UNREAD_LAST, number, line, len);
	else
		j->event(j->ctx, ev, number, line, len);
}

static void release(struct line_joiner *j)
{
	if (!j->holds)
		return;
	j->holds = false;
	j->event(j->ctx, &j->held, j->held_line.number, j->held_line.text,
		 j->held_line.len);
}

void line_joiner_end(struct line_joiner *j)
{
	release(j);
	drop(j, j->n, false);
}

void line_joiner_last(struct line_joiner *j)
{
	j->last = true;
}

/* Appends @part to the text in @buf at @seam. Returns false if it is too long. */
static bool append(struct span *text, struct span part, enum seam seam,
		   const char *limit)
{
	char *to;

	if (seam == SEAM_SOFT) {
		while (text->end > text->p && is_blank(text->end[-1]))
			text->end--;
		if (text->end == text->p || text->end[-1] != '=')
			return false;
		text->end--;
	} else if (seam == SEAM_STAMPED) {
		if (line_stamp_skip(&part) == LINE_STAMP_NONE)
			return false;
	} else if (seam != SEAM_NONE) {
		part = line_unquote(part);
	}
	if (limit - text->end <= part.end - part.p)
		return false;
	to = (char *)text->end; /* in the caller's buffer */
	if (seam == SEAM_BLANK)
		*to++ = ' ';
	memcpy(to, part.p, (size_t)(part.end - part.p));
	text->end = to + (part.end - part.p);
	return true;
}

/* Returns the line without the carriage return at its end. */
static struct span text_of(const struct joiner_line *l)
{
	struct span s = {l->text, l->text + l->len};

	while (s.end > s.p && s.end[-1] == '\r')
		s.end--;
	return s;
}

struct joined {
	struct span text;
	char buf[JOINER_LINES * JOINER_BYTES + JOINER_LINES];
	struct ftrace_event ev;
};

/* Joins the lines from @first on and @last. */
static enum ftrace_kind join(const struct joiner_line *first, unsigned int n,
			     struct span last, enum seam seam,
			     struct joined *joined)
{
	const char *const limit = joined->buf + sizeof(joined->buf);
	enum unread_cause why;

	joined->text = (struct span){joined->buf, joined->buf};
	if (!append(&joined->text, text_of(first), SEAM_NONE, limit))
		return FTRACE_TEXT;
	for (unsigned int i = 1; i < n; i++)
		if (!append(&joined->text, text_of(&first[i]), seam, limit))
			return FTRACE_TEXT;
	if (!append(&joined->text, last, seam, limit))
		return FTRACE_TEXT;
	return line_search(joined->text, &joined->ev, &why);
}

static bool is_event(enum ftrace_kind kind)
{
	return kind != FTRACE_TEXT && kind != FTRACE_UNPARSED;
}

static void store(struct joiner_line *l, uint64_t number, struct span text,
		  size_t raw_len)
{
	l->number = number;
	l->raw_len = raw_len;
	l->len = (size_t)(text.end - text.p);
	if (l->len > JOINER_BYTES)
		l->len = JOINER_BYTES;
	memcpy(l->text, text.p, l->len);
	l->counts = false;
}

/* An event with a payload at its end, which can be any text. */
static bool is_dump(const struct ftrace_event *ev)
{
	return ev->kind == FTRACE_DUMP || ev->kind == FTRACE_BAD;
}

static bool ends_in_soft_break(struct span s)
{
	while (s.end > s.p && is_blank(s.end[-1]))
		s.end--;
	return s.end > s.p && s.end[-1] == '=';
}

/*
 * Returns true if an event can continue in the next line: its last field, or a part
 * that it lacks.
 */
static bool may_continue(const struct line_joiner *j,
			 const struct ftrace_event *ev, struct span text,
			 size_t raw_len)
{
	if (j->last || text.end - text.p > JOINER_BYTES)
		return false;
	return ev->partial || (is_dump(ev) && ends_in_soft_break(text)) ||
	       ((raw_len == JOINER_WIDTH || raw_len == j->width) &&
		(ev->kind == FTRACE_END || is_dump(ev) ||
		 ev->kind == FTRACE_FAST_CALL));
}

/* Passes an event on when the next line has come. */
static void hold(struct line_joiner *j, const struct ftrace_event *ev,
		 uint64_t number, struct span text, size_t raw_len)
{
	j->holds = true;
	j->held = *ev;
	store(&j->held_line, number, text, raw_len);
}

/* Passes an event on, now or when the next line has come. */
static void pass_or_hold(struct line_joiner *j, const struct ftrace_event *ev,
			 uint64_t number, struct span text, size_t raw_len)
{
	if (may_continue(j, ev, text, raw_len))
		hold(j, ev, number, text, raw_len);
	else
		pass(j, ev, number, text.p, (size_t)(text.end - text.p));
}

/*
 * Finds the seam at which @n lines and @last are an event, if possible with all of its
 * parts. *@cut becomes true if they are a part of one.
 */
static bool find_seam(const struct joiner_line *first, unsigned int n,
		      struct span last, enum seam *seam, struct joined *joined,
		      bool *cut)
{
	enum seam partial = SEAMS;

	for (*seam = 0; *seam < SEAMS; ++*seam) {
		const enum ftrace_kind kind =
			join(first, n, last, *seam, joined);

		*cut |= kind == FTRACE_UNPARSED;
		if (!is_event(kind))
			continue;
		if (!joined->ev.partial)
			return true;
		if (partial == SEAMS)
			partial = *seam;
	}
	*seam = partial;
	return partial < SEAMS &&
	       is_event(join(first, n, last, partial, joined));
}

/* Counts an event once whose name is in none of the lines, but in two of them. */
static void count_cut(struct line_joiner *j)
{
	for (unsigned int i = 0; i < j->n; i++)
		if (j->line[i].counts)
			return;
	j->line[j->n - 1].counts = true;
	j->line[j->n - 1].cause = UNREAD_CUT;
}

/*
 * Joins the line, in which @found was found, with those before it. Returns true if that
 * gives an event.
 */
static bool join_with_earlier(struct line_joiner *j, uint64_t number,
			      struct span text, size_t raw_len,
			      enum ftrace_kind found)
{
	struct joined joined;
	enum seam seam;
	bool cut = false;

	for (unsigned int n = 1; n <= j->n; n++) {
		const struct joiner_line *first = &j->line[j->n - n];

		if (!find_seam(first, n, text, &seam, &joined, &cut))
			continue;
		if (seam == SEAM_NONE || seam == SEAM_STAMPED)
			j->width = first->raw_len;
		drop(j, j->n - n, false);
		drop(j, n, true);
		pass_or_hold(j, &joined.ev, number, joined.text, raw_len);
		return true;
	}
	if (cut && found == FTRACE_TEXT)
		count_cut(j);
	return false;
}

/* Keeps the line for the next one to join, if it is short enough. */
static void keep(struct line_joiner *j, uint64_t number, struct span text,
		 size_t raw_len, enum ftrace_kind kind, enum unread_cause why)
{
	struct joiner_line *l;

	if (text.end - text.p > JOINER_BYTES) {
		drop(j, j->n, false);
		if (kind == FTRACE_UNPARSED)
			j->unread(j->ctx, why, number, text.p,
				  (size_t)(text.end - text.p));
		return;
	}
	if (j->n == JOINER_LINES - 1)
		drop(j, 1, false);
	l = &j->line[j->n++];
	store(l, number, text, raw_len);
	l->counts = kind == FTRACE_UNPARSED;
	l->cause = why;
}

/* Returns true if a line has nothing but bytes of a payload. */
static bool is_payload(struct span s)
{
	uint64_t byte;

	s = line_unquote(s);
	while (s.end > s.p && (is_blank(s.end[-1]) || s.end[-1] == '='))
		s.end--;
	if (s.p == s.end)
		return false;
	SKIP(&s, "=");
	for (; s.end - s.p >= 2; s.p += 2)
		if (!read_number((struct span){s.p, s.p + 2}, 16, UINT8_MAX,
				 &byte))
			return false;
	return s.p == s.end || digit(*s.p) < 16;
}

/* Returns the line without what @seam removes from its start. */
static struct span rest_at(struct span line, enum seam seam)
{
	if (seam == SEAM_STAMPED)
		line_stamp_skip(&line);
	return line;
}

/* Joins the event that is held, whose last part may follow at @seam, and a line. */
static bool join_held(const struct line_joiner *j, struct span text,
		      enum seam seam, struct joined *joined)
{
	const bool partial = j->held.partial;

	if (!partial && (seam == SEAM_BLANK || seam == SEAM_QUOTED))
		return false;
	/* Any text can follow a payload. */
	if (is_dump(&j->held) && !partial && !is_payload(rest_at(text, seam)))
		return false;
	return join(&j->held_line, 1, text, seam, joined) == j->held.kind &&
	       !joined->ev.partial;
}

/* Continues the event that is held. Returns true if the line belonged to it. */
static bool continue_held(struct line_joiner *j, uint64_t number,
			  struct span text, size_t raw_len)
{
	struct joined joined;

	if (!j->holds)
		return false;
	for (enum seam seam = 0; seam < SEAMS; seam++) {
		if (number != j->held_line.number + 1 ||
		    !join_held(j, text, seam, &joined))
			continue;
		j->holds = false;
		pass_or_hold(j, &joined.ev, number, joined.text, raw_len);
		return true;
	}
	release(j);
	return false;
}

/* Returns what is wrong with a line in which no event's name was found. */
static enum unread_cause cause_of_unnamed(struct span text)
{
	return memmem(text.p, (size_t)(text.end - text.p), "scmi_", 5)
		       ? UNREAD_MIXED
		       : UNREAD_WRONG_COUNT;
}

/* Finds a remark of lost events that a service has put into JSON, for example. */
static enum ftrace_kind find_lost(struct span text, struct ftrace_event *ev)
{
	const size_t len = (size_t)(text.end - text.p);

	if (memmem(text.p, len, " EVENTS", 7) &&
	    tracer_remark_parse(text, ev) == FTRACE_LOST)
		return ev->kind = FTRACE_LOST;
	return FTRACE_TEXT;
}

void line_joiner_text(struct line_joiner *j, enum ftrace_kind kind,
		      uint64_t number, const char *line, size_t len)
{
	const uint64_t last = j->n ? j->line[j->n - 1].number : 0;
	enum unread_cause why = UNREAD_MIXED;
	char buf[JOINER_LINE];
	struct ftrace_event ev;
	enum ftrace_kind found;
	struct span text;
	bool starts;

	if (len > JOINER_LINE) {
		line_joiner_end(j);
		if (kind == FTRACE_UNPARSED)
			j->unread(j->ctx, UNREAD_TOO_LONG, number, line,
				  JOINER_LINE);
		return;
	}
	starts = kind == FTRACE_UNPARSED || line_joiner_starts(line, len);
	text = line_clean((struct span){line, line + len}, buf, sizeof(buf));
	if (last + 1 != number)
		drop(j, j->n, false);
	if (continue_held(j, number, text, len))
		return;
	found = line_search(text, &ev, &why);
	if (found == FTRACE_TEXT)
		found = find_lost(text, &ev);
	if (kind == FTRACE_UNPARSED && found == FTRACE_TEXT) {
		found = FTRACE_UNPARSED;
		why = cause_of_unnamed(text);
	}
	if (is_event(found)) {
		drop(j, j->n, false);
		if (may_continue(j, &ev, text, len))
			hold(j, &ev, number, text, len);
		else
			pass(j, &ev, number, line, len);
		return;
	}
	if (starts)
		j->active_until = number + JOINER_LINES - 1;
	if (number <= j->active_until &&
	    join_with_earlier(j, number, text, len, found))
		return;
	keep(j, number, text, len, found, why);
}

void line_joiner_event(struct line_joiner *j, const struct ftrace_event *ev,
		       uint64_t number, const char *line, size_t len)
{
	if (j->n || j->holds)
		line_joiner_end(j);
	pass_or_hold(j, ev, number, (struct span){line, line + len}, len);
}
