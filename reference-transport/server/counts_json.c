// SPDX-License-Identifier: GPL-2.0-only
/* The counts of a server as JSON; docs/fault-plan.md describes the members. */
#include "counts_json.h"
#include "p2a.h"

/* 64-bit types differ between kernel and host. */
#define LLU(v) ((unsigned long long)(v))

static void show_faults(struct seq_file *seq, const struct scmi_counts *counts)
{
	const char *comma = "";
	unsigned int i;

	seq_puts(seq, "  \"faults\": {");
	for (i = 0; i < SCMI_FAULT_NR_KINDS; i++) {
		if (!counts->faults[i])
			continue;
		seq_printf(seq, "%s\"%s\": %llu", comma, scmi_fault_name(i),
			   LLU(counts->faults[i]));
		comma = ", ";
	}
	seq_puts(seq, "},\n");
}

static void show_performance(struct seq_file *seq,
			     const struct scmi_counts *counts)
{
	const char *comma = "";
	u32 i;

	seq_printf(seq, "  \"fast_rings\": %u,\n  \"levels\": [",
		   counts->fast_rings);
	for (i = 0; i < SCMI_NR_PERF_DOMAINS; i++) {
		seq_printf(seq, "%s%u", comma, counts->levels[i]);
		comma = ", ";
	}
	seq_puts(seq, "],\n");
}

static void show_cost(struct seq_file *seq, const struct server_cost *cost)
{
	if (cost->messages)
		seq_printf(seq,
			   "  \"cost\": {\"messages\": %llu, \"min_ns\": %llu, "
			   "\"max_ns\": %llu, \"sum_ns\": %llu},\n"
			   "  \"answers_ns\": %llu,\n",
			   LLU(cost->messages), LLU(cost->min), LLU(cost->max),
			   LLU(cost->sum), LLU(cost->answers));
}

static void show_rules(struct seq_file *seq, const struct scmi_plan *rules)
{
	const char *comma = "";
	u32 i;

	seq_puts(seq, "  \"rules\": [");
	for (i = 0; i < rules->nr_faults; i++) {
		const struct scmi_fault *fault = &rules->faults[i];

		seq_printf(seq,
			   "%s\n    {\"line\": %u, \"action\": \"%s\", "
			   "\"fired\": %u}",
			   comma, fault->line, scmi_fault_name(fault->kind),
			   fault->fired);
		comma = ",";
	}
	seq_puts(seq, "]\n");
}

/* Reads the counts, all of one moment. */
static void read_counts(struct scmi_server *server, struct scmi_counts *counts,
			struct server_cost *cost, struct scmi_plan *rules)
{
	if (server->ops->remote) {
		*cost = (struct server_cost){0};
		server->ops->remote->read(server->context, counts, rules);
		return;
	}
	raw_spin_lock_irq(&server->lock);
	p2a_poll_fast_locked(server);
	*counts = server->counts;
	scmi_count_levels(counts, &server->platform);
	*cost = server->cost;
	if (server->plan)
		*rules = *server->plan;
	raw_spin_unlock_irq(&server->lock);
}

int counts_show_server(struct seq_file *seq, struct scmi_server *server)
{
	struct scmi_plan *rules = kzalloc(sizeof(*rules), GFP_KERNEL);
	struct scmi_counts c;
	struct server_cost cost;

	if (!rules)
		return -ENOMEM;
	read_counts(server, &c, &cost, rules);
	seq_printf(seq,
		   "{\n  \"requests\": %llu,\n  \"replies\": %llu,\n"
		   "  \"dropped\": %llu,\n  \"in_flight\": %llu,\n"
		   "  \"delayed_responses\": %llu,\n"
		   "  \"delayed_waits\": %llu,\n"
		   "  \"notifications\": %llu,\n"
		   "  \"notifications_lost\": %llu,\n"
		   "  \"strays\": %llu,\n  \"strays_lost\": %llu,\n"
		   "  \"spurious_interrupts\": %llu,\n",
		   LLU(c.requests), LLU(c.replies), LLU(c.dropped),
		   LLU(c.requests - c.replies - c.dropped),
		   LLU(c.delayed_responses), LLU(c.delayed_waits),
		   LLU(c.notifications), LLU(c.notifications_lost),
		   LLU(c.strays), LLU(c.strays_lost), LLU(c.interrupts));
	show_performance(seq, &c);
	show_faults(seq, &c);
	show_cost(seq, &cost);
	show_rules(seq, rules);
	seq_puts(seq, "}\n");
	kfree(rules);
	return 0;
}
