// SPDX-License-Identifier: GPL-2.0-only
/*
 * The SCMI instances of events, on a machine whose tracefs is a folder. The formats of
 * the probes' events are those of Linux 6.12.
 */
#include "unit_test.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "senders.h"

#define SENDER_EVENT   1001
#define NOTIFIER_EVENT 1002

#define COMMON                                                                 \
	"format:\n"                                                            \
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n" \
	"\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n" \
	"\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;"      \
	"\tsigned:0;\n"                                                        \
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"           \
	"\tfield:unsigned long __probe_ip;\toffset:8;\tsize:8;\tsigned:0;\n"

static const char sender_format[] =
	"name: sender\nID: 1001\n" COMMON
	"\tfield:u32 id;\toffset:16;\tsize:4;\tsigned:0;\n"
	"\tfield:__data_loc char[] name;\toffset:20;\tsize:4;\tsigned:1;\n"
	"\tfield:s32 number;\toffset:24;\tsize:4;\tsigned:1;\n\n"
	"print fmt: \"(%lx) id=%u name=\\\"%s\\\" number=%d\", "
	"REC->__probe_ip, "
	"REC->id, __get_str(name), REC->number\n";

static const char notifier_format[] =
	"name: notifier\nID: 1002\n" COMMON
	"\tfield:__data_loc char[] name;\toffset:16;\tsize:4;\tsigned:1;\n"
	"\tfield:s32 number;\toffset:20;\tsize:4;\tsigned:1;\n\n"
	"print fmt: \"(%lx) name=\\\"%s\\\" number=%d\", REC->__probe_ip, "
	"__get_str(name), REC->number\n";

static char root[64];
static size_t n_instances;
static unsigned int searches;

static void put(const char *path, const char *text)
{
	char name[256];
	FILE *f;

	snprintf(name, sizeof(name), "%s/%s", root, path);
	for (char *p = name + strlen(root) + 1; (p = strchr(p, '/'));
	     *p++ = '/') {
		*p = '\0';
		mkdir(name, 0700);
	}
	f = fopen(name, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* The same for a file of a probe of this process. */
static void put_probe(const char *name, const char *file, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "events/scmi_perf_%d/%s/%s", getpid(),
		 name, file);
	put(path, text);
}

static int set_up(void **state)
{
	strcpy(root, "/tmp/scmi-perf-senders.XXXXXX");
	assert_non_null(mkdtemp(root));
	put("kprobe_events", "");
	put_probe("sender", "id", "1001\n");
	put_probe("sender", "format", sender_format);
	put_probe("notifier", "id", "1002\n");
	put_probe("notifier", "format", notifier_format);
	n_instances = 2;
	searches = 0;
	return 0;
}

static int remove_file(const char *path, const struct stat *st, int type,
		       struct FTW *where)
{
	return remove(path);
}

static int tear_down(void **state)
{
	return nftw(root, remove_file, 8, FTW_DEPTH | FTW_PHYS);
}

static size_t
find_instances(struct tracefs_instance instance[TRACEFS_INSTANCES])
{
	searches++;
	for (size_t i = 0; i < n_instances; i++) {
		struct import_instance *is = &instance[i].is;

		snprintf(instance[i].name, sizeof(instance[i].name),
			 "arm-scmi.%zu.auto", i);
		is->number = (uint8_t)i;
		is->transport = i ? TRANSPORT_MAILBOX : TRANSPORT_SMC;
		strcpy(instance[i].vendor, i ? "second" : "first");
		memset(is->channel, 0x10 + (int)i, sizeof(is->channel));
	}
	return n_instances;
}

static bool make_arguments(char **sender, char **notifier)
{
	*sender = strdup("id=sender");
	*notifier = strdup("name=notifier");
	return true;
}

static struct tracefs_options options(void)
{
	return (struct tracefs_options){.find_instances = find_instances,
					.make_arguments = make_arguments,
					.hooks = true};
}

struct machine {
	struct profile profile;
	struct importer *im;
	struct function_probes probes;
	struct tep_handle *tep;
	struct senders senders;
};

static int open_machine(struct machine *m, const struct tracefs_options *o)
{
	*m = (struct machine){.tep = tep_alloc()};
	m->im = importer_new(&m->profile);
	return senders_open(&m->senders, o, m->im, &m->profile.runs[0],
			    &m->probes, m->tep, root);
}

static void close_machine(struct machine *m)
{
	importer_free(m->im);
	tep_free(m->tep);
	profile_free(&m->profile);
}

/* A record with words at an offset, and a name behind them. */
static void note(struct machine *m, enum ftrace_kind kind, uint32_t pid,
		 uint32_t id, const char *name, int32_t number)
{
	uint32_t data[16] = {0, pid};
	uint32_t *at = data + 4, words = 0;
	struct tep_record record = {.data = data, .cpu = 1};

	if (kind == FTRACE_SENDER)
		at[words++] = id;
	at[words] = (uint32_t)(strlen(name) + 1) << 16 | 4 * (4 + words + 2);
	at[words + 1] = (uint32_t)number;
	words += 2;
	strcpy((char *)(at + words), name);
	record.size = (int)(4 * (4 + words) + strlen(name) + 1);
	senders_note(&m->senders, kind, &record);
}

static struct ftrace_event event(enum ftrace_kind kind, uint32_t id)
{
	return (struct ftrace_event){.kind = kind,
				     .transfer_id = id,
				     .protocol = 0x15,
				     .message = 6,
				     .context = {.cpu = 1, .pid = 7}};
}

/* Returns the number + 1 of the instance that an event gets; -1: not selected. */
static int selected(struct machine *m, struct ftrace_event ev)
{
	return senders_select(&m->senders, &ev) ? ev.instance : -1;
}

static void transfers_are_those_of_their_senders(void **state)
{
	const struct tracefs_options o = options();
	struct machine m;

	assert_int_equal(open_machine(&m, &o), 0);
	assert_true(m.senders.several);
	/* The kernel's own numbers are the other way round. */
	note(&m, FTRACE_SENDER, 7, 100, "arm-scmi.0.auto", 1);
	note(&m, FTRACE_SENDER, 8, 101, "arm-scmi.1.auto", 0);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), 2);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 101)), 1);
	assert_int_equal(selected(&m, event(FTRACE_END, 100)), 2);
	assert_int_equal(m.profile.runs[0].n_vendors, 2);
	assert_int_equal(m.profile.runs[0].vendors[0].instance, 0);
	assert_string_equal(m.profile.runs[0].vendors[0].vendor, "second");
	assert_null(m.profile.runs[0].vendors[0].sub_vendor);
	/* It began before the recording. */
	assert_int_equal(selected(&m, event(FTRACE_END, 99)), 0);
	/* A record that the kernel could not complete. */
	note(&m, FTRACE_SENDER, 7, 102, "(fault)", 1);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 102)), 0);
	assert_int_equal(m.senders.unknown, 1);
	close_machine(&m);
}

static void notifications_are_those_of_their_handler(void **state)
{
	const struct tracefs_options o = options();
	struct ftrace_event ev = event(FTRACE_RX_DONE, 100);
	struct machine m;

	ev.msg_type = LC_MSG_NOTIFICATION;
	assert_int_equal(open_machine(&m, &o), 0);
	note(&m, FTRACE_NOTIFIER, 7, 0, "arm-scmi.1.auto", 1);
	assert_int_equal(selected(&m, ev), 2);
	ev.context.pid = 8;
	assert_int_equal(selected(&m, ev), 0);
	close_machine(&m);
}

static void filters_need_a_known_instance(void **state)
{
	struct tracefs_options o = options();
	struct machine m;

	o.filter = (struct filter){.one_instance = true, .instance = 1};
	assert_int_equal(open_machine(&m, &o), 0);
	note(&m, FTRACE_SENDER, 7, 100, "arm-scmi.0.auto", 0);
	note(&m, FTRACE_SENDER, 7, 101, "arm-scmi.1.auto", 1);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), -1);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 101)), 2);
	assert_int_equal(selected(&m, event(FTRACE_END, 99)), -1);
	close_machine(&m);
	o.filter = (struct filter){.one_transport = true,
				   .transport = TRANSPORT_SMC};
	assert_int_equal(open_machine(&m, &o), 0);
	note(&m, FTRACE_SENDER, 7, 100, "arm-scmi.0.auto", 0);
	note(&m, FTRACE_SENDER, 7, 101, "arm-scmi.1.auto", 1);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), 1);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 101)), -1);
	close_machine(&m);
	o.filter.transport = TRANSPORT_VIRTIO;
	assert_int_equal(open_machine(&m, &o), -ENOENT);
	close_machine(&m);
	/* Without probes. */
	o.filter.transport = TRANSPORT_SMC;
	o.hooks = false;
	assert_int_equal(open_machine(&m, &o), -EINVAL);
	close_machine(&m);
}

static const char dump_format[] =
	"name: scmi_msg_dump\nID: 1003\n" COMMON
	"\tfield:int id;\toffset:16;\tsize:4;\tsigned:1;\n"
	"\tfield:u8 channel_id;\toffset:20;\tsize:1;\tsigned:0;\n\n"
	"print fmt: \"pt=%d\", REC->id\n";

/* Opens a machine whose kernel has scmi_msg_dump as since Linux 6.3. */
static int open_with_dumps(struct machine *m, const struct tracefs_options *o)
{
	*m = (struct machine){.tep = tep_alloc()};
	assert_int_equal(tep_parse_event(m->tep, dump_format,
					 sizeof(dump_format) - 1, "scmi"),
			 0);
	m->im = importer_new(&m->profile);
	return senders_open(&m->senders, o, m->im, &m->profile.runs[0],
			    &m->probes, m->tep, root);
}

static void without_probes_dumps_name_instances(void **state)
{
	struct ftrace_event notification = event(FTRACE_RX_DONE, 500);
	struct tracefs_options o = options();
	struct machine m;

	o.no_kprobes = "kprobes are off";
	assert_int_equal(open_with_dumps(&m, &o), 0);
	assert_true(m.senders.several && m.senders.by_dumps);
	senders_note_sent(&m.senders, 100, 2);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), 2);
	/* A notification has got its own when it came. */
	notification.msg_type = LC_MSG_NOTIFICATION;
	notification.instance = 1;
	assert_int_equal(selected(&m, notification), 1);
	/* The probes are described as absent. */
	function_probes_describe(&m.probes, &m.profile.runs[0]);
	assert_int_equal(m.profile.runs[0].n_hooks, 2);
	assert_string_equal(m.profile.runs[0].hooks[0].name, "do_xfer");
	assert_string_equal(m.profile.runs[0].hooks[0].how, "none");
	close_machine(&m);
	o.filter = (struct filter){.one_instance = true, .instance = 1};
	assert_int_equal(open_with_dumps(&m, &o), 0);
	senders_note_sent(&m.senders, 100, 1);
	senders_note_sent(&m.senders, 101, 2);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), -1);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 101)), 2);
	close_machine(&m);
	o.filter = (struct filter){.one_transport = true,
				   .transport = TRANSPORT_SMC};
	assert_int_equal(open_with_dumps(&m, &o), -EINVAL);
	close_machine(&m);
	/* Not by default of --hooks core, because dumps cost time. */
	o = options();
	o.hooks = false;
	assert_int_equal(open_with_dumps(&m, &o), 0);
	assert_false(m.senders.several || m.senders.by_dumps);
	close_machine(&m);
}

static void dumps_of_old_kernels_name_no_instance(void **state)
{
	struct tracefs_options o = options();
	struct machine m;

	o.make_arguments = NULL;
	assert_int_equal(open_machine(&m, &o), 0);
	assert_false(m.senders.several);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), 0);
	close_machine(&m);
	o.filter = (struct filter){.one_instance = true, .instance = 1};
	assert_int_equal(open_machine(&m, &o), -EINVAL);
	close_machine(&m);
}

static void probes_are_better_than_dumps(void **state)
{
	const struct tracefs_options o = options();
	struct machine m;

	assert_int_equal(open_with_dumps(&m, &o), 0);
	assert_true(m.senders.several);
	assert_false(m.senders.by_dumps);
	close_machine(&m);
}

static void one_instance_needs_no_probes(void **state)
{
	struct tracefs_options o = options();
	struct machine m;

	n_instances = 1;
	assert_int_equal(open_machine(&m, &o), 0);
	assert_false(m.senders.several);
	for (size_t i = 0; i < FUNCTION_PROBES; i++)
		assert_false(m.probes.made[i]);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), 0);
	close_machine(&m);
	o.filter = (struct filter){.one_transport = true,
				   .transport = TRANSPORT_SMC,
				   .one_instance = true,
				   .instance = 0};
	assert_int_equal(open_machine(&m, &o), 0);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), 0);
	close_machine(&m);
	o.filter.instance = 1;
	assert_int_equal(open_machine(&m, &o), 0);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), -1);
	close_machine(&m);
}

/* Also the first one. */
static void the_first_instance_is_found(void **state)
{
	const struct tracefs_options o = options();
	struct machine m;

	n_instances = 0;
	assert_int_equal(open_machine(&m, &o), 0);
	n_instances = 1;
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), 0);
	assert_int_equal(m.senders.n, 1);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 101)), 0);
	assert_int_equal(searches, 2);
	close_machine(&m);
}

static void new_instances_are_found(void **state)
{
	const struct tracefs_options o = options();
	struct machine m;

	assert_int_equal(open_machine(&m, &o), 0);
	note(&m, FTRACE_SENDER, 7, 100, "arm-scmi.2.auto", 2);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 100)), 0);
	n_instances = 3;
	senders_again(&m.senders);
	note(&m, FTRACE_SENDER, 7, 101, "arm-scmi.2.auto", 2);
	assert_int_equal(selected(&m, event(FTRACE_BEGIN, 101)), 3);
	assert_int_equal(searches, 3);
	close_machine(&m);
}

/* Of three probes the first and the last are this process's own. */
static void missed_hits_are_counted(void **state)
{
	const struct tracefs_options o = options();
	struct machine m;
	char text[256];

	assert_int_equal(open_machine(&m, &o), 0);
	snprintf(text, sizeof(text),
		 "p:scmi_perf_%d/sender do_xfer\nr8:other/sender do_xfer\n"
		 "p:scmi_perf_%d/notifier scmi_notify name=+0(%%x0):string\n",
		 getpid(), getpid());
	put("kprobe_events", text);
	put("kprobe_profile", "  sender       20       3\n"
			      "  sender        0     100\n"
			      "  notifier     10       4\n");
	assert_int_equal(function_probes_missed(&m.probes), 7);
	unlink("kprobe_profile");
	close_machine(&m);
}

static void find_names(const struct tracefs_instance *instance,
		       struct resource_names *names)
{
	resource_names_add_text(names, instance->is.number, 0x17, 2, "vdd_cpu",
				7);
}

/* Of an instance whose number is known, if resources are measured. */
static void names_are_those_of_the_only_instance(void **state)
{
	struct tracefs_options o = options();
	struct machine m;

	o.find_names = find_names;
	for (n_instances = 1; n_instances <= 2; n_instances++)
		for (int by = 0; by < 2; by++) {
			o.by_resource = by;
			assert_int_equal(open_machine(&m, &o), 0);
			assert_int_equal(m.profile.names.n,
					 n_instances == 1 && by);
			close_machine(&m);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(transfers_are_those_of_their_senders),
		TEST(notifications_are_those_of_their_handler),
		TEST(filters_need_a_known_instance),
		TEST(without_probes_dumps_name_instances),
		TEST(dumps_of_old_kernels_name_no_instance),
		TEST(probes_are_better_than_dumps),
		TEST(one_instance_needs_no_probes),
		TEST(the_first_instance_is_found),
		TEST(new_instances_are_found),
		TEST(missed_hits_are_counted),
		TEST(names_are_those_of_the_only_instance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
