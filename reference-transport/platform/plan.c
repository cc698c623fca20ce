// SPDX-License-Identifier: GPL-2.0-only
/* Fault plans: parse the text, and match messages with faults. */
#include "plan.h"
#include "platform.h"

#define WORD_MAX 64

/* The argument of an action. */
enum argument {
	ARG_NONE,
	ARG_TIME,
	ARG_TYPE,
	ARG_SHORT_LENGTH,
	ARG_LONG_LENGTH,
	ARG_STATUS,
	ARG_CHANNEL,
	ARG_COUNT,
	ARG_JUMP,
	ARG_USED_LENGTH,
};

static const struct {
	const char *name;
	enum argument argument;
	enum scmi_plan_stage stage;
} actions[SCMI_FAULT_NR_KINDS] = {
	[SCMI_FAULT_DELAY] = {"delay", ARG_TIME, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_LATE] = {"late", ARG_TIME, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_DROP] = {"drop", ARG_NONE, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_DUPLICATE] = {"duplicate", ARG_NONE, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_REORDER] = {"reorder", ARG_TIME, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_WRONG_TOKEN] = {"wrong-token", ARG_NONE, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_WRONG_TYPE] = {"wrong-type", ARG_TYPE, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_SHORT] = {"short", ARG_SHORT_LENGTH, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_OVERSIZE] = {"oversize", ARG_LONG_LENGTH,
				 SCMI_PLAN_REQUEST},
	[SCMI_FAULT_ERROR] = {"error", ARG_STATUS, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_DELAYED_FIRST] = {"delayed-first", ARG_NONE,
				      SCMI_PLAN_ASYNC},
	[SCMI_FAULT_DELAYED_ERROR] = {"delayed-error", ARG_STATUS,
				      SCMI_PLAN_ASYNC},
	[SCMI_FAULT_UNEXPECTED_DELAYED] = {"unexpected-delayed", ARG_NONE,
					   SCMI_PLAN_SYNC},
	[SCMI_FAULT_CONCURRENT] = {"concurrent", ARG_NONE, SCMI_PLAN_ASYNC},
	[SCMI_FAULT_LOST_DOORBELL] = {"lost-doorbell", ARG_NONE,
				      SCMI_PLAN_REQUEST},
	[SCMI_FAULT_SPURIOUS] = {"spurious", ARG_CHANNEL, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_BURST] = {"burst", ARG_COUNT, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_FULL_EVENTQ] = {"full-eventq", ARG_TIME, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_LATE_DOORBELL] = {"late-doorbell", ARG_TIME,
				      SCMI_PLAN_REQUEST},
	[SCMI_FAULT_NO_INTERRUPTS] = {"no-interrupts", ARG_TIME,
				      SCMI_PLAN_REQUEST},
	[SCMI_FAULT_LOST_KICK] = {"lost-kick", ARG_NONE, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_LATE_KICK] = {"late-kick", ARG_TIME, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_STOP_READING] = {"stop-reading", ARG_TIME,
				     SCMI_PLAN_REQUEST},
	[SCMI_FAULT_USED_JUMP] = {"used-jump", ARG_JUMP, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_USED_RANGE] = {"used-range", ARG_NONE, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_USED_TWICE] = {"used-twice", ARG_NONE, SCMI_PLAN_REQUEST},
	[SCMI_FAULT_USED_LENGTH] = {"used-length", ARG_USED_LENGTH,
				    SCMI_PLAN_REQUEST},
	[SCMI_FAULT_DISCONNECT] = {"disconnect", ARG_TIME, SCMI_PLAN_REQUEST},
};

struct plan_name {
	const char *name;
	s32 value;
};

static const struct plan_name protocols[] = {
	{"*", -1},
	{"base", SCMI_ID_BASE},
	{"power", SCMI_ID_POWER},
	{"performance", SCMI_ID_PERFORMANCE},
	{"clock", SCMI_ID_CLOCK},
	{"sensor", SCMI_ID_SENSOR},
	{"reset", SCMI_ID_RESET},
	{"voltage", SCMI_ID_VOLTAGE},
	{NULL, 0},
};

static const struct plan_name messages[] = {{"*", -1}, {NULL, 0}};

static const struct plan_name statuses[] = {
	{"NOT_SUPPORTED", SCMI_STATUS_NOT_SUPPORTED},
	{"INVALID_PARAMETERS", SCMI_STATUS_INVALID_PARAMETERS},
	{"DENIED", SCMI_STATUS_DENIED},
	{"NOT_FOUND", SCMI_STATUS_NOT_FOUND},
	{"OUT_OF_RANGE", SCMI_STATUS_OUT_OF_RANGE},
	{"BUSY", SCMI_STATUS_BUSY},
	{"COMMS_ERROR", SCMI_STATUS_COMMS_ERROR},
	{"GENERIC_ERROR", SCMI_STATUS_GENERIC_ERROR},
	{"HARDWARE_ERROR", SCMI_STATUS_HARDWARE_ERROR},
	{"PROTOCOL_ERROR", SCMI_STATUS_PROTOCOL_ERROR},
	{NULL, 0},
};

/* As enum scmi_server_channel of the server. */
static const struct plan_name channels[] = {{"a2p", 0}, {"p2a", 1}, {NULL, 0}};

static const char expected_protocol[] =
	"a protocol (one of: *, base, power, performance, clock, sensor, "
	"reset, voltage, a number up to 0xff)";
static const char expected_message[] =
	"a message (* or a number up to 0xff, such as 6 or 0x6)";
static const char expected_action[] =
	"of N, every N, times N, or an action (one of: delay, late, drop, "
	"duplicate, "
	"reorder, wrong-token, wrong-type, short, oversize, error, "
	"delayed-first, delayed-error, unexpected-delayed, concurrent, "
	"lost-doorbell, spurious, burst, full-eventq, late-doorbell, "
	"no-interrupts, lost-kick, late-kick, stop-reading, used-jump, "
	"used-range, used-twice, used-length, disconnect)";

/* The state of the parser: the text, the position, and the last word. */
struct plan_parser {
	const char *text;
	size_t len;
	size_t at;
	u32 line;
	size_t line_start;
	char word[WORD_MAX];
	size_t word_start;
	struct scmi_plan_error *error;
};

static bool parse_error_at(const struct plan_parser *r, size_t at,
			   const char *expected)
{
	r->error->line = r->line;
	r->error->column = (u32)(at - r->line_start) + 1;
	r->error->expected = expected;
	return false;
}

static bool parse_error(const struct plan_parser *r, const char *expected)
{
	return parse_error_at(r, r->word_start, expected);
}

static bool at_end_of_line(const struct plan_parser *r)
{
	return r->at == r->len || r->text[r->at] == '\n' ||
	       r->text[r->at] == '#';
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* Reads the next word of the line, an empty one at its end. */
static bool read_word(struct plan_parser *r)
{
	size_t used = 0;

	while (r->at < r->len && is_space(r->text[r->at]))
		r->at++;
	r->word_start = r->at;
	for (; !at_end_of_line(r) && !is_space(r->text[r->at]); r->at++) {
		if (r->text[r->at] < '!' || r->text[r->at] > '~')
			return parse_error_at(
				r, r->at,
				"a printable ASCII character, a space, a "
				"tab or a newline");
		if (used == WORD_MAX - 1)
			return parse_error(r,
					   "a word of at most 63 characters");
		r->word[used++] = r->text[r->at];
	}
	r->word[used] = 0;
	return true;
}

static bool is_word(const struct plan_parser *r, const char *name)
{
	size_t i;

	for (i = 0; name[i] && r->word[i] == name[i]; i++)
		;
	return !name[i] && !r->word[i];
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

/* Parses the word as a number from @min to @max, decimal or with 0x. */
static bool parse_number(const struct plan_parser *r, u32 min, u32 max,
			 s32 *value)
{
	const char *p = r->word;
	int base = 10;
	u64 n = 0;

	if (p[0] == '0' && p[1] == 'x') {
		base = 16;
		p += 2;
	}
	if (!*p)
		return false;
	for (; *p; p++) {
		if (digit(*p) >= base)
			return false;
		n = n * (u64)base + (u64)digit(*p);
		if (n > max)
			return false;
	}
	if (n < min)
		return false;
	*value = (s32)n;
	return true;
}

static bool parse_name(const struct plan_parser *r,
		       const struct plan_name *names, s32 *value)
{
	for (; names->name; names++) {
		if (!is_word(r, names->name))
			continue;
		*value = names->value;
		return true;
	}
	return false;
}

/* Reads "@option N" if it comes next, and then the word after it. */
static bool read_option(struct plan_parser *r, const char *option, u32 *value)
{
	s32 n;

	if (!is_word(r, option))
		return true;
	if (!read_word(r))
		return false;
	if (!parse_number(r, 1, 1000000, &n))
		return parse_error(r, "a number from 1 to 1000000");
	*value = (u32)n;
	return read_word(r);
}

/* Reads "of N" if it comes next, and then the word after it. */
static bool read_resource(struct plan_parser *r, struct scmi_fault *fault)
{
	if (!is_word(r, "of"))
		return true;
	if (!read_word(r))
		return false;
	if (!parse_number(r, 0, 0xffff, &fault->resource))
		return parse_error(r, "a resource (a number up to 0xffff)");
	return read_word(r);
}

static bool read_time(struct plan_parser *r, struct scmi_service *time,
		      u64 seed)
{
	struct scmi_service_error error;

	if (!scmi_service_parse(time, r->word, seed, &error))
		return parse_error_at(
			r, r->word_start + error.at,
			"a time (such as 5ms, uniform:1ms..5ms or "
			"exp:5ms; in ns, us or ms; at most 4000ms)");
	return true;
}

static bool read_argument(struct plan_parser *r, struct scmi_fault *fault,
			  u64 seed)
{
	enum argument argument = actions[fault->kind].argument;

	if (argument != ARG_NONE && !read_word(r))
		return false;
	switch (argument) {
	case ARG_NONE:
		return true;
	case ARG_TIME:
		return read_time(r, &fault->time, seed);
	case ARG_TYPE:
		return parse_number(r, 1, 3, &fault->value) ||
		       parse_error(r, "a message type (1: reserved, 2: delayed "
				      "response, 3: notification)");
	case ARG_SHORT_LENGTH:
		return parse_number(r, 0, 127, &fault->value) ||
		       parse_error(r, "a length from 0 to 127 bytes");
	case ARG_LONG_LENGTH:
		return parse_number(r, 4, SCMI_PLAN_MAX_LENGTH,
				    &fault->value) ||
		       parse_error(r, "a length from 4 to 512 bytes");
	case ARG_STATUS:
		return parse_name(r, statuses, &fault->value) ||
		       parse_error(
			       r, "a status (one of: NOT_SUPPORTED, "
				  "INVALID_PARAMETERS, "
				  "DENIED, NOT_FOUND, OUT_OF_RANGE, BUSY, "
				  "COMMS_ERROR, GENERIC_ERROR, HARDWARE_ERROR, "
				  "PROTOCOL_ERROR)");
	case ARG_CHANNEL:
		return parse_name(r, channels, &fault->value) ||
		       parse_error(r, "a channel (one of: a2p, p2a)");
	case ARG_COUNT:
		return parse_number(r, 1, SCMI_PLAN_MAX_BURST, &fault->value) ||
		       parse_error(r,
				   "a number of notifications from 1 to 1000");
	case ARG_JUMP:
		return parse_number(r, 1, SCMI_PLAN_MAX_JUMP, &fault->value) ||
		       parse_error(r, "a number of entries from 1 to 32768");
	case ARG_USED_LENGTH:
		return parse_number(r, 0, SCMI_PLAN_MAX_USED, &fault->value) ||
		       parse_error(r, "a length from 0 to 1000000 bytes");
	}
	return false;
}

static bool find_action(const struct plan_parser *r, enum scmi_fault_kind *kind)
{
	unsigned int i;

	for (i = 0; i < SCMI_FAULT_NR_KINDS; i++) {
		if (!is_word(r, actions[i].name))
			continue;
		*kind = (enum scmi_fault_kind)i;
		return true;
	}
	return false;
}

/* Reads a rule, whose first word has been read already. */
static bool read_rule(struct plan_parser *r, struct scmi_fault *fault, u64 seed)
{
	if (!parse_name(r, protocols, &fault->protocol) &&
	    !parse_number(r, 0, 0xff, &fault->protocol))
		return parse_error(r, expected_protocol);
	if (!read_word(r))
		return false;
	if (!parse_name(r, messages, &fault->message) &&
	    !parse_number(r, 0, 0xff, &fault->message))
		return parse_error(r, expected_message);
	if (!read_word(r) || !read_resource(r, fault) ||
	    !read_option(r, "every", &fault->every) ||
	    !read_option(r, "times", &fault->times))
		return false;
	if (!find_action(r, &fault->kind))
		return parse_error(r, expected_action);
	if (!read_argument(r, fault, seed) || !read_word(r))
		return false;
	if (r->word[0])
		return parse_error(r, "the end of the line");
	return true;
}

static void skip_line(struct plan_parser *r)
{
	while (r->at < r->len && r->text[r->at] != '\n')
		r->at++;
	if (r->at < r->len)
		r->at++;
	r->line++;
	r->line_start = r->at;
}

bool scmi_plan_parse(struct scmi_plan *plan, const char *text, size_t len,
		     u64 seed, struct scmi_plan_error *error)
{
	static const struct scmi_fault no_fault = {.resource = -1, .every = 1};
	struct plan_parser r = {
		.text = text, .len = len, .line = 1, .error = error};

	plan->nr_faults = 0;
	plan->stages = 0;
	plan->by_resource = false;
	for (; r.at < len; skip_line(&r)) {
		struct scmi_fault *fault;

		if (!read_word(&r))
			return false;
		if (!r.word[0])
			continue;
		if (plan->nr_faults == SCMI_PLAN_MAX_FAULTS)
			return parse_error(&r, "at most 32 rules");
		fault = &plan->faults[plan->nr_faults];
		*fault = no_fault;
		fault->line = r.line;
		if (!read_rule(&r, fault, seed + r.line))
			return false;
		fault->stage = actions[fault->kind].stage;
		plan->nr_faults++;
		plan->stages |= 1U << fault->stage;
		plan->by_resource |= fault->resource >= 0;
	}
	return true;
}

static bool rule_matches(const struct scmi_fault *fault, u32 hdr, s32 resource,
			 enum scmi_plan_stage stage)
{
	return fault->stage == stage &&
	       (fault->resource < 0 || fault->resource == resource) &&
	       (fault->protocol < 0 ||
		fault->protocol == (s32)SCMI_HDR_PROTOCOL(hdr)) &&
	       (fault->message < 0 ||
		fault->message == (s32)SCMI_HDR_MESSAGE(hdr)) &&
	       (!fault->times || fault->fired < fault->times);
}

struct scmi_fault *scmi_plan_match(struct scmi_plan *plan, u32 hdr,
				   s32 resource, enum scmi_plan_stage stage,
				   bool may_fire)
{
	struct scmi_fault *found = NULL;
	u32 i;

	if (!(plan->stages & 1U << stage))
		return NULL;
	for (i = 0; i < plan->nr_faults; i++) {
		struct scmi_fault *fault = &plan->faults[i];

		if (!rule_matches(fault, hdr, resource, stage))
			continue;
		/*
		 * A rule that is due stays due and counts no further messages.
		 */
		if (fault->seen < fault->every)
			fault->seen++;
		if (fault->seen == fault->every && may_fire && !found)
			found = fault;
	}
	if (found) {
		found->seen = 0;
		found->fired++;
	}
	return found;
}

const char *scmi_fault_name(enum scmi_fault_kind kind)
{
	return actions[kind].name;
}
