// SPDX-License-Identifier: GPL-2.0-only
#include "relay.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

static enum hrtimer_restart pass_late(struct hrtimer *timer)
{
	const struct relay_way *way =
		container_of(timer, struct relay_way, late);

	if (way->to >= 0)
		eventfd_write(way->to, 1);
	return HRTIMER_NORESTART;
}

static void open_way(struct relay_way *way)
{
	*way = (struct relay_way){.from = -1, .to = -1};
	hrtimer_setup(&way->late, pass_late, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
}

void relay_open(struct relay *relay)
{
	unsigned int i;

	memset(relay, 0, sizeof(*relay));
	for (i = 0; i < RELAY_RINGS; i++) {
		open_way(&relay->kicks[i]);
		open_way(&relay->calls[i]);
	}
	relay->kicks[0].plan = &relay->kick_plan;
	relay->calls[0].plan = &relay->call_plan;
}

/* The rules of @plan for this direction; NULL: not possible in any. */
static struct scmi_plan *plan_of(struct relay *relay, enum scmi_fault_kind kind)
{
	switch (kind) {
	case SCMI_FAULT_LOST_KICK:
	case SCMI_FAULT_LATE_KICK:
		return &relay->kick_plan;
	case SCMI_FAULT_LOST_DOORBELL:
	case SCMI_FAULT_LATE_DOORBELL:
	case SCMI_FAULT_NO_INTERRUPTS:
	case SCMI_FAULT_DISCONNECT:
		return &relay->call_plan;
	default:
		return NULL;
	}
}

static const char *unsupported(struct relay *relay,
			       const struct scmi_fault *fault)
{
	if (!plan_of(relay, fault->kind))
		return "sees no messages";
	if (fault->protocol >= 0 || fault->message >= 0 || fault->resource >= 0)
		return "sees no messages, so a rule has to be for * *";
	return NULL;
}

static void add_rule(struct scmi_plan *plan, const struct scmi_fault *fault)
{
	plan->faults[plan->nr_faults++] = *fault;
	plan->stages |= 1u << fault->stage;
}

const struct scmi_fault *relay_set_plan(struct relay *relay,
					const struct scmi_plan *plan,
					const char **why)
{
	u32 i;

	for (i = 0; i < plan->nr_faults; i++) {
		*why = unsupported(relay, &plan->faults[i]);
		if (*why)
			return &plan->faults[i];
	}
	memset(&relay->kick_plan, 0, sizeof(relay->kick_plan));
	memset(&relay->call_plan, 0, sizeof(relay->call_plan));
	for (i = 0; i < plan->nr_faults; i++)
		add_rule(plan_of(relay, plan->faults[i].kind),
			 &plan->faults[i]);
	return NULL;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void forget_way(struct relay_way *way)
{
	hrtimer_cancel(&way->late);
	close_fd(&way->from);
	close_fd(&way->to);
}

void relay_forget(struct relay *relay)
{
	unsigned int i;

	for (i = 0; i < RELAY_RINGS; i++) {
		forget_way(&relay->kicks[i]);
		forget_way(&relay->calls[i]);
	}
	relay->mute_until = 0;
}

/*
 * Sets both ends of a direction: the front end's eventfd at @mine, and a new one at
 * @other, of which the message gets a copy.
 */
static bool join(struct relay_way *way, int *mine, int *other,
		 struct vhost_message *message)
{
	forget_way(way);
	*mine = vhost_keep_fd(message);
	*other = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	message->fds[0] = fcntl(*other, F_DUPFD_CLOEXEC, 0);
	message->nr_fds = message->fds[0] >= 0;
	return message->nr_fds;
}

bool relay_message(struct relay *relay, struct vhost_message *message)
{
	const u64 index = message->number & VHOST_VRING_INDEX;
	const bool kick = message->request == VHOST_SET_VRING_KICK;
	struct relay_way *way;

	if ((!kick && message->request != VHOST_SET_VRING_CALL) ||
	    message->size != 8 || index >= RELAY_RINGS)
		return true;
	way = kick ? &relay->kicks[index] : &relay->calls[index];
	if (message->nr_fds != 1) {
		forget_way(way);
		return true;
	}
	return kick ? join(way, &way->from, &way->to, message)
		    : join(way, &way->to, &way->from, message);
}

static bool is_mute(const struct relay *relay, const struct relay_way *way)
{
	return way->plan == &relay->call_plan && relay->mute_until &&
	       ktime_get_ns() < relay->mute_until;
}

/* Returns false if the event does not pass now. */
static bool carry_out(struct relay *relay, struct relay_way *way,
		      struct scmi_fault *fault)
{
	const u64 ns = scmi_service_draw(&fault->time);

	relay->faults[fault->kind]++;
	switch (fault->kind) {
	case SCMI_FAULT_LATE_KICK:
	case SCMI_FAULT_LATE_DOORBELL:
		hrtimer_start(&way->late, ns_to_ktime(ns), HRTIMER_MODE_REL);
		return false;
	case SCMI_FAULT_NO_INTERRUPTS:
		relay->mute_until = ktime_get_ns() + ns;
		return false;
	case SCMI_FAULT_DISCONNECT:
		relay->leave_ns = max(ns, 1ULL);
		return true;
	default:
		return false;
	}
}

void relay_event(struct relay *relay, struct relay_way *way)
{
	struct scmi_fault *fault = NULL;
	eventfd_t count;

	if (way->from < 0 || eventfd_read(way->from, &count))
		return;
	if (is_mute(relay, way))
		return;
	if (way->plan)
		fault = scmi_plan_match(way->plan, 0, -1, SCMI_PLAN_REQUEST,
					true);
	if (fault && !carry_out(relay, way, fault))
		return;
	way->passed++;
	if (way->to >= 0)
		eventfd_write(way->to, 1);
}

static void show_rules(struct seq_file *seq, const struct scmi_plan *plan,
		       const char **comma)
{
	u32 i;

	for (i = 0; i < plan->nr_faults; i++) {
		const struct scmi_fault *fault = &plan->faults[i];

		seq_printf(seq,
			   "%s\n    {\"line\": %u, \"action\": \"%s\", "
			   "\"fired\": %u}",
			   *comma, fault->line, scmi_fault_name(fault->kind),
			   fault->fired);
		*comma = ",";
	}
}

void relay_show(struct seq_file *seq, void *context)
{
	const struct relay *relay = context;
	const char *comma = "";
	unsigned int i;

	seq_printf(seq, "{\n  \"kicks\": [%llu, %llu],\n",
		   (unsigned long long)relay->kicks[0].passed,
		   (unsigned long long)relay->kicks[1].passed);
	seq_printf(seq, "  \"interrupts\": [%llu, %llu],\n  \"faults\": {",
		   (unsigned long long)relay->calls[0].passed,
		   (unsigned long long)relay->calls[1].passed);
	for (i = 0; i < SCMI_FAULT_NR_KINDS; i++) {
		if (!relay->faults[i])
			continue;
		seq_printf(seq, "%s\"%s\": %llu", comma, scmi_fault_name(i),
			   (unsigned long long)relay->faults[i]);
		comma = ", ";
	}
	seq_puts(seq, "},\n  \"rules\": [");
	comma = "";
	show_rules(seq, &relay->kick_plan, &comma);
	show_rules(seq, &relay->call_plan, &comma);
	seq_puts(seq, "]\n}\n");
}
