// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/scmi_platform/: the fault plan of all present and future
 * servers, and a folder for each server with its counts and a plan of its own,
 * which replaces the common plan until that is written again.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "counts_json.h"
#include "debugfs.h"
#include "fault.h"

#define TEXT_MAX 16384

static struct dentry *top;
static u64 plan_seed;

static DEFINE_MUTEX(servers_mutex); /* guards the variables below */
static LIST_HEAD(servers);
static struct scmi_plan plan;
static char *plan_text; /* the text of @plan, or NULL */

/* Returns a copy of the plan, NULL if it has no rule, or ERR_PTR(-ENOMEM). */
static struct scmi_plan *copy_plan(const struct scmi_plan *from)
{
	struct scmi_plan *copy;

	if (!from->nr_faults)
		return NULL;
	copy = kmemdup(from, sizeof(*from), GFP_KERNEL);
	return copy ?: ERR_PTR(-ENOMEM);
}

/* Does all that can fail. cancel_plan() or set_plan() must follow. */
static int prepare_plan(struct scmi_server *server, const struct scmi_plan *new)
{
	const struct scmi_fault *fault;
	struct scmi_plan *copy;
	const char *why;

	fault = fault_unsupported(server->ops, new, &why);
	if (fault) {
		pr_err("plan: line %u: %s: front end %s %s\n", fault->line,
		       scmi_fault_name(fault->kind), server->name, why);
		return -EOPNOTSUPP;
	}
	if (server->ops->remote)
		return 0;
	copy = copy_plan(new);
	if (IS_ERR(copy))
		return PTR_ERR(copy);
	server->next_plan = copy;
	return 0;
}

static void cancel_plan(struct scmi_server *server)
{
	kfree(server->next_plan);
	server->next_plan = NULL;
}

static void set_plan(struct scmi_server *server, const struct scmi_plan *new)
{
	unsigned long flags;

	if (server->ops->remote) {
		server->ops->remote->set_plan(server->context, new);
		return;
	}
	raw_spin_lock_irqsave(&server->lock, flags);
	swap(server->plan, server->next_plan);
	raw_spin_unlock_irqrestore(&server->lock, flags);
	cancel_plan(server);
}

/*
 * Sets the plan of all servers, or of none. Owns @text, and frees it on
 * failure.
 */
static int use_plan(const struct scmi_plan *new, char *text)
{
	struct scmi_server *server;
	int ret = 0;

	mutex_lock(&servers_mutex);
	list_for_each_entry(server, &servers, all)
		ret = ret ?: prepare_plan(server, new);
	list_for_each_entry(server, &servers, all) {
		if (ret)
			cancel_plan(server);
		else
			set_plan(server, new);
	}
	if (!ret) {
		plan = *new;
		swap(plan_text, text);
	}
	mutex_unlock(&servers_mutex);
	kfree(text);
	return ret;
}

static int use_plan_of(struct scmi_server *server, const struct scmi_plan *new)
{
	int ret;

	mutex_lock(&servers_mutex);
	ret = prepare_plan(server, new);
	if (!ret)
		set_plan(server, new);
	mutex_unlock(&servers_mutex);
	return ret;
}

/* Reads the plan of one server or, if that is NULL, of all. Owns @text. */
static int read_plan(struct scmi_server *server, char *text, size_t len)
{
	struct scmi_plan *new = kmalloc(sizeof(*new), GFP_KERNEL);
	struct scmi_plan_error error;
	int ret;

	if (!new) {
		ret = -ENOMEM;
	} else if (!scmi_plan_parse(new, text, len, plan_seed, &error)) {
		pr_err("plan: line %u, column %u: expected %s\n", error.line,
		       error.column, error.expected);
		ret = -EINVAL;
	} else if (server) {
		ret = use_plan_of(server, new);
	} else {
		ret = use_plan(new, text);
		text = NULL;
	}
	kfree(text);
	kfree(new);
	return ret;
}

/* The server of a file; NULL: the common plan. */
static struct scmi_server *server_of(const struct file *file)
{
	return file_inode(file)->i_private;
}

/* Accepts a whole plan in one write. */
static ssize_t plan_write(struct file *file, const char __user *buf, size_t len,
			  loff_t *pos)
{
	char *text;
	int ret;

	file->private_data = NULL;
	if (*pos || len > TEXT_MAX) {
		pr_err("plan: expected one write of at most %d bytes\n",
		       TEXT_MAX);
		return -EFBIG;
	}
	text = memdup_user_nul(buf, len);
	if (IS_ERR(text))
		return PTR_ERR(text);
	ret = read_plan(server_of(file), text, len);
	if (ret)
		return ret;
	*pos += len;
	return len;
}

static ssize_t plan_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	ssize_t ret = 0;

	mutex_lock(&servers_mutex);
	if (plan_text)
		ret = simple_read_from_buffer(buf, len, pos, plan_text,
					      strlen(plan_text));
	mutex_unlock(&servers_mutex);
	return ret;
}

/*
 * A plan without a rule is an empty file, which causes no write(). So a file
 * that was opened with O_TRUNC and not written to removes all rules.
 */
static int plan_open(struct inode *inode, struct file *file)
{
	file->private_data = file->f_flags & O_TRUNC ? &plan : NULL;
	return 0;
}

static int plan_release(struct inode *inode, struct file *file)
{
	static const struct scmi_plan no_plan;
	struct scmi_server *server = server_of(file);

	if (!file->private_data)
		return 0;
	return server ? use_plan_of(server, &no_plan)
		      : use_plan(&no_plan, NULL);
}

static const struct file_operations plan_fops = {
	.owner = THIS_MODULE,
	.open = plan_open,
	.read = plan_read,
	.write = plan_write,
	.release = plan_release,
};

static int counts_show(struct seq_file *seq, void *unused)
{
	return counts_show_server(seq, seq->private);
}
DEFINE_SHOW_ATTRIBUTE(counts);

static bool name_is_used(const char *name)
{
	const struct scmi_server *server;

	list_for_each_entry(server, &servers, all)
		if (!strcmp(server->name, name))
			return true;
	return false;
}

static void make_name_unique(struct scmi_server *server)
{
	size_t len = min(strlen(server->name), NAME_LEN - 8UL);
	unsigned int n;

	for (n = 2; name_is_used(server->name); n++)
		snprintf(server->name + len, NAME_LEN - len, "-%u", n);
}

int debugfs_add_server(struct scmi_server *server)
{
	int ret;

	mutex_lock(&servers_mutex);
	make_name_unique(server);
	ret = prepare_plan(server, &plan);
	if (!ret) {
		set_plan(server, &plan);
		list_add_tail(&server->all, &servers);
		server->directory = debugfs_create_dir(server->name, top);
		debugfs_create_file("counts", 0400, server->directory, server,
				    &counts_fops);
		debugfs_create_file("plan", 0200, server->directory, server,
				    &plan_fops);
	}
	mutex_unlock(&servers_mutex);
	return ret;
}

void debugfs_remove_server(struct scmi_server *server)
{
	/* Waits for writers of the plan, which need the mutex. */
	debugfs_remove(server->directory);
	mutex_lock(&servers_mutex);
	list_del(&server->all);
	mutex_unlock(&servers_mutex);
}

void debugfs_start(u64 seed)
{
	plan_seed = seed;
	top = debugfs_create_dir("scmi_platform", NULL);
	debugfs_create_file("plan", 0600, top, NULL, &plan_fops);
}

void debugfs_stop(void)
{
	debugfs_remove(top);
	kfree(plan_text);
}
