// SPDX-License-Identifier: GPL-2.0-only
#include "actions.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "action_run.h"
#include "diag.h"
#include "names.h"
#include "sums.h"
#include "units.h"

int actions_add_condition(struct actions *a, const char *text, char *why,
			  size_t why_len)
{
	int err;

	if (a->n_conditions == ACTIONS_MAX) {
		snprintf(why, why_len, "more than %d conditions", ACTIONS_MAX);
		return -EINVAL;
	}
	err = condition_parse(&a->condition[a->n_conditions], text, why,
			      why_len);
	if (!err)
		a->n_conditions++;
	return err;
}

int actions_add_action(struct actions *a, const char *text, char *why,
		       size_t why_len)
{
	static const char *const names[ACTION_KINDS] = {
		[ACTION_SNAPSHOT] = "snapshot",
		[ACTION_TRACE_OFF] = "trace-off",
		[ACTION_EXEC] = "exec",
		[ACTION_STOP] = "stop",
	};
	const size_t len = strcspn(text, "=");
	struct action action = {.value = text[len] ? text + len + 1 : NULL};

	while (action.kind < ACTION_KINDS &&
	       (strlen(names[action.kind]) != len ||
		strncmp(names[action.kind], text, len) != 0))
		action.kind++;
	if (a->n_actions == ACTIONS_MAX)
		snprintf(why, why_len, "more than %d actions", ACTIONS_MAX);
	else if (action.kind == ACTION_KINDS)
		snprintf(why, why_len,
			 "expected snapshot, snapshot=FILE, trace-off, stop or "
			 "exec=COMMAND");
	else if (action.value && (action.kind == ACTION_TRACE_OFF ||
				  action.kind == ACTION_STOP))
		snprintf(why, why_len, "'%s' has no value", names[action.kind]);
	else if (action.value ? !*action.value : action.kind == ACTION_EXEC)
		snprintf(why, why_len,
			 "'%s' needs a value behind =", names[action.kind]);
	else {
		a->action[a->n_actions++] = action;
		return 0;
	}
	return -EINVAL;
}

bool actions_have(const struct actions *a, enum action_kind kind)
{
	for (size_t i = 0; i < a->n_actions; i++)
		if (a->action[i].kind == kind)
			return true;
	return false;
}

int actions_try(const struct actions *a)
{
	int err = 0;

	for (size_t i = 0; i < a->n_actions && !err; i++)
		err = action_try(&a->action[i]);
	return err;
}

/* Reports a condition, and takes the actions. @line is NULL at the end. */
static void act(struct actions *a, const struct condition *c, uint64_t value,
		uint64_t now_ns, const struct trace_line *line)
{
	char number[CONDITION_TEXT], stamp[24], title[KEY_TITLE_LEN];
	const struct trigger t = {
		.condition = c->text,
		.value = value,
		.time_ns = now_ns,
		.message = line ? key_title(&line->key, title) : "",
	};

	a->taken++;
	stamp_text(now_ns, stamp, sizeof(stamp));
	if (c->value == CONDITION_ANOMALY || c->value == CONDITION_LATENCY)
		diag_warning("%s at %s s: %s, after %s", c->text, stamp,
			     t.message,
			     value ? condition_value_text(c, value, number)
				   : "an unknown time");
	else
		diag_warning("%s at %s s: %s", c->text, stamp,
			     condition_value_text(c, value, number));
	for (size_t i = 0; i < a->n_actions; i++)
		action_run(a, &a->action[i], &t);
}

/* Lines of two processors come in another order by far less than this. */
#define RESTART_NS 1000000000u

/*
 * Notes the time of a line. A log may have another one behind it, of another boot: its
 * times have nothing to do with those before.
 */
static void set_time(struct actions *a, uint64_t now_ns)
{
	if (sum_of(now_ns, RESTART_NS) < a->now_ns) {
		for (size_t i = 0; i < a->n_conditions; i++) {
			condition_restart(&a->condition[i]);
			a->ready_ns[i] = 0;
		}
		a->flight.n = 0;
		a->now_ns = now_ns;
	}
	if (now_ns > a->now_ns)
		a->now_ns = now_ns;
}

void actions_line(struct actions *a, const struct trace_line *line)
{
	const uint64_t now_ns = line->event->t.end_ns;

	if (a->stopped || !a->n_conditions)
		return;
	set_time(a, now_ns);
	flight_add(&a->flight, line);
	for (size_t i = 0; i < a->n_conditions; i++) {
		uint64_t value;

		if (!condition_applies(&a->condition[i], line, &value))
			continue;
		if (now_ns < a->ready_ns[i]) {
			a->quiet++;
			continue;
		}
		a->ready_ns[i] = sum_of(now_ns, a->every_ns);
		act(a, &a->condition[i], value, now_ns, line);
	}
}

void actions_end(struct actions *a)
{
	uint64_t value;

	for (size_t i = 0; !a->stopped && i < a->n_conditions; i++)
		if (a->now_ns >= a->ready_ns[i] &&
		    condition_applies_at_end(&a->condition[i], &value))
			act(a, &a->condition[i], value, a->now_ns, NULL);
	action_wait(a);
	if (a->now_ns)
		diag_info("conditions applied %" PRIu64 " time%s, and %" PRIu64
			  " more within --every",
			  a->taken, plural(a->taken), a->quiet);
	if (a->missed)
		diag_warning("%" PRIu64 " command%s of exec not run, because "
			     "the one before was still running",
			     a->missed, plural(a->missed));
}

void actions_free(struct actions *a)
{
	for (size_t i = 0; i < a->n_conditions; i++)
		condition_free(&a->condition[i]);
	flight_free(&a->flight);
	free(a->snapshot);
	*a = (struct actions){0};
}
