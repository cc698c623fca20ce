/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A fault plan: faults to inject into chosen messages. docs/fault-plan.md
 * describes the text. decide.h applies a plan to a command.
 */
#ifndef SCMI_REF_PLAN_H
#define SCMI_REF_PLAN_H

#include "service.h"
#include "types.h"

#define SCMI_PLAN_MAX_FAULTS 32
#define SCMI_PLAN_MAX_LENGTH 512     /* of a reply, in bytes */
#define SCMI_PLAN_MAX_BURST  1000    /* notifications */
#define SCMI_PLAN_MAX_USED   1000000 /* length of a used entry, in bytes */
#define SCMI_PLAN_MAX_JUMP   32768   /* of a used index */

enum scmi_fault_kind {
	SCMI_FAULT_DELAY,
	SCMI_FAULT_LATE,
	SCMI_FAULT_DROP,
	SCMI_FAULT_DUPLICATE,
	SCMI_FAULT_REORDER,
	SCMI_FAULT_WRONG_TOKEN,
	SCMI_FAULT_WRONG_TYPE,
	SCMI_FAULT_SHORT,
	SCMI_FAULT_OVERSIZE,
	SCMI_FAULT_ERROR,
	SCMI_FAULT_DELAYED_FIRST,
	SCMI_FAULT_DELAYED_ERROR,
	SCMI_FAULT_UNEXPECTED_DELAYED,
	SCMI_FAULT_CONCURRENT,
	SCMI_FAULT_LOST_DOORBELL,
	SCMI_FAULT_SPURIOUS,
	SCMI_FAULT_BURST,
	SCMI_FAULT_FULL_EVENTQ,
	/* From here on faults that only a device can make. */
	SCMI_FAULT_LATE_DOORBELL,
	SCMI_FAULT_NO_INTERRUPTS,
	SCMI_FAULT_LOST_KICK,
	SCMI_FAULT_LATE_KICK,
	SCMI_FAULT_STOP_READING,
	SCMI_FAULT_USED_JUMP,
	SCMI_FAULT_USED_RANGE,
	SCMI_FAULT_USED_TWICE,
	SCMI_FAULT_USED_LENGTH,
	SCMI_FAULT_DISCONNECT,
	SCMI_FAULT_NR_KINDS
};

/* When a plan is matched: before a command is served, or after. */
enum scmi_plan_stage {
	SCMI_PLAN_REQUEST, /* most faults */
	SCMI_PLAN_SYNC,	   /* those that need a synchronous command */
	SCMI_PLAN_ASYNC,   /* those that need an accepted asynchronous one */
};

/**
 * struct scmi_fault - a line of a plan
 * @kind: its action
 * @stage: when it is matched
 * @protocol: protocol of the messages; -1: any
 * @message: identifier of the messages; -1: any
 * @resource: the sensor, clock or domain that they name; -1: any or none
 * @every: fires on each N-th of them, at least 1
 * @times: maximum number of faults; 0: without limit
 * @value: the number of the action: a length, a count, a status, a channel
 * @time: the time of the action
 * @line: in the text, from 1
 * @seen: matching messages since it last fired
 * @fired: number of faults so far
 */
struct scmi_fault {
	enum scmi_fault_kind kind;
	enum scmi_plan_stage stage;
	s32 protocol;
	s32 message;
	s32 resource;
	u32 every;
	u32 times;
	s32 value;
	struct scmi_service time;
	u32 line;
	u32 seen;
	u32 fired;
};

/*
 * Plain data: a copy is an independent plan. @stages has a bit for each enum
 * scmi_plan_stage that has a rule, so that matching skips the others. @by_resource: a
 * rule has one.
 */
struct scmi_plan {
	u32 nr_faults;
	u32 stages;
	bool by_resource;
	struct scmi_fault faults[SCMI_PLAN_MAX_FAULTS];
};

/**
 * struct scmi_plan_error - the first error in a text
 * @line: from 1
 * @column: from 1, in bytes; one beyond the line if a word is missing
 * @expected: static text, a phrase
 */
struct scmi_plan_error {
	u32 line;
	u32 column;
	const char *expected;
};

/**
 * scmi_plan_parse() - read a plan
 * @plan: filled in on success, undefined on failure
 * @text: need not end with a NUL or a newline
 * @len: bytes at @text; no byte beyond them is read
 * @seed: seed of random times; each line has its own sequence
 * @error: filled in on failure; may not be NULL
 *
 * Return: true if @text is correct. A text without a rule is.
 */
bool scmi_plan_parse(struct scmi_plan *plan, const char *text, size_t len,
		     u64 seed, struct scmi_plan_error *error);

/**
 * scmi_plan_match() - find the fault of a message, if any
 * @plan: from scmi_plan_parse(); calls must be serialised by the caller
 * @hdr: the command's header
 * @resource: that it names; -1: none
 * @stage: its current stage; a message goes through SCMI_PLAN_REQUEST and then
 * through one of the others
 * @may_fire: false if the message has a fault already
 *
 * A message has at most one fault: the first rule of the plan that is due.
 * Another rule that is due waits for its next message.
 *
 * Return: the fault, counted as fired; or NULL.
 */
struct scmi_fault *scmi_plan_match(struct scmi_plan *plan, u32 hdr,
				   s32 resource, enum scmi_plan_stage stage,
				   bool may_fire);

/* Returns the name of a kind of fault, as in the plan. */
const char *scmi_fault_name(enum scmi_fault_kind kind);

#endif
