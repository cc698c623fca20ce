// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/scmi_soft_tee/: counts of messages, and the times of the latest
 * ones. A mutex guards both; a reader delays commands, but not their own times.
 */
#include <linux/debugfs.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/seq_file.h>

#include "soft_tee.h"

void soft_tee_record(struct soft_tee *tee, const struct tee_counts *counts,
		     const struct tee_stamp *stamp)
{
	struct tee_counts *sum = &tee->counts;

	mutex_lock(&tee->record_mutex);
	sum->smt += counts->smt;
	sum->msg += counts->msg;
	sum->failed += counts->failed;
	sum->bad_lengths += counts->bad_lengths;
	sum->given_up += counts->given_up;
	sum->cut += counts->cut;
	tee->stamps[tee->nr_stamps++ % NR_STAMPS] = *stamp;
	mutex_unlock(&tee->record_mutex);
}

static int counts_show(struct seq_file *seq, void *unused)
{
	struct soft_tee *tee = seq->private;
	struct tee_counts c;

	mutex_lock(&tee->record_mutex);
	c = tee->counts;
	mutex_unlock(&tee->record_mutex);
	seq_printf(seq,
		   "{\n  \"smt\": %llu,\n  \"msg\": %llu,\n"
		   "  \"failed\": %llu,\n  \"bad_lengths\": %llu,\n"
		   "  \"given_up\": %llu,\n  \"cut\": %llu\n}\n",
		   c.smt, c.msg, c.failed, c.bad_lengths, c.given_up, c.cut);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counts);

/*
 * Prints the latest messages, oldest first, a line each, in the format of
 * devices/smc/smc_firmware.c.
 */
static int stamps_show(struct seq_file *seq, void *unused)
{
	struct soft_tee *tee = seq->private;
	u64 i;

	mutex_lock(&tee->record_mutex);
	seq_puts(seq, "protocol message interrupt exit_ns reply_ns\n");
	i = tee->nr_stamps - min_t(u64, tee->nr_stamps, NR_STAMPS);
	for (; i < tee->nr_stamps; i++) {
		const struct tee_stamp *s = &tee->stamps[i % NR_STAMPS];

		seq_printf(seq, "%u %u 0 %llu %llu\n", s->hdr >> 10 & 0xff,
			   s->hdr & 0xff, s->exit - s->entry,
			   s->reply ? s->reply - s->entry : 0);
	}
	mutex_unlock(&tee->record_mutex);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(stamps);

static void remove_directory(void *directory)
{
	debugfs_remove(directory);
}

static void free_stamps(void *stamps)
{
	kvfree(stamps);
}

int soft_tee_add_debugfs(struct soft_tee *tee)
{
	int ret;

	tee->stamps = kvcalloc(NR_STAMPS, sizeof(*tee->stamps), GFP_KERNEL);
	if (!tee->stamps)
		return -ENOMEM;
	ret = devm_add_action_or_reset(tee->dev, free_stamps, tee->stamps);
	if (ret)
		return ret;
	tee->directory = debugfs_create_dir("scmi_soft_tee", NULL);
	debugfs_create_file("counts", 0400, tee->directory, tee, &counts_fops);
	debugfs_create_file("stamps", 0400, tee->directory, tee, &stamps_fops);
	return devm_add_action_or_reset(tee->dev, remove_directory,
					tee->directory);
}
