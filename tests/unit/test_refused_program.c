// SPDX-License-Identifier: GPL-2.0-only
/* Lets a kernel refuse each of the programs, in each version that a recording loads. */
#include <stdio.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "unit_test.h"
#include "kernel_types.h"
#include "programs.h"
#include "refused_program.h"

/* As libbpf formats it. */
#define LOAD_FAILED "libbpf: prog '%s': BPF program load failed: %s\n"

/* The versions: hooked, traced, by resource. */
enum {
	HOOKED = 1,
	TRACED = 2,
	BY_RESOURCE = 4,
	VERSIONS = 8,
};

static struct {
	struct programs programs;
	struct hook_choice choice[HOOKS_MAX];
	const char *program[HOOKS_MAX]; /* names */
} f;

static int set_up(void **state)
{
	memset(&f, 0, sizeof(f));
	return programs_open(&f.programs, false);
}

static int tear_down(void **state)
{
	programs_close(&f.programs);
	return 0;
}

static bool is_kprobe(const char *how)
{
	return how && strstr(how, "probe");
}

/* Returns NULL if the target is not attached if all others are, too. */
static const char *way(const struct hook_target *target, bool fast)
{
	if (target->point == HOOK_EVENT)
		return fast ? "tp_btf" : "raw_tp";
	if (fast && target->means == HOOK_FOR_KRETPROBE)
		return NULL;
	if (fast && target->means != HOOK_KPROBE)
		return target->point == HOOK_EXIT ? "fexit" : "fentry";
	if (target->means == HOOK_FEXIT_ONLY)
		return NULL;
	return target->point == HOOK_EXIT ? "kretprobe" : "kprobe";
}

/* Chooses all hooks, and finds the names of their programs as a recording does. */
static void choose(bool fast, unsigned int version)
{
	f.programs.rodata->by_resource = version & BY_RESOURCE;
	for (size_t i = 0; i < n_hook_targets; i++) {
		const char *how = way(&hook_targets[i], fast);
		struct bpf_program *program = NULL;

		if (how)
			program = programs_find(
				&f.programs, how, &hook_targets[i],
				version & TRACED, version & HOOKED);
		f.choice[i] = (struct hook_choice){.how = how};
		f.program[i] = program ? bpf_program__name(program) : NULL;
		assert_true(!how == !program);
	}
}

static bool refuse(size_t i, bool kprobes)
{
	char message[128];

	snprintf(message, sizeof(message), LOAD_FAILED, f.program[i],
		 "Permission denied");
	refused_program_note(message);
	return refused_program_replace(f.choice, f.program, kprobes);
}

static void check_dropped(size_t i)
{
	assert_null(f.choice[i].how);
	assert_string_equal(f.choice[i].why, "the kernel refused the program");
}

/* Checks that no choice but @i's has changed, nor, if that is one of two, the other's. */
static void check_others(size_t i, bool fast)
{
	for (size_t j = 0; j < n_hook_targets; j++)
		if (strcmp(hook_targets[j].name, hook_targets[i].name))
			assert_ptr_equal(f.choice[j].how,
					 way(&hook_targets[j], fast));
}

static void refuse_each(bool fast, unsigned int version, bool kprobes)
{
	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *target = &hook_targets[i];

		choose(fast, version);
		if (!f.program[i])
			continue;
		assert_true(refuse(i, kprobes) == !target->required);
		if (target->required)
			assert_ptr_equal(f.choice[i].how, way(target, fast));
		else if (fast && kprobes && target->point != HOOK_EVENT &&
			 target->means == HOOK_ANY)
			assert_string_equal(f.choice[i].how,
					    target->point == HOOK_EXIT
						    ? "kretprobe"
						    : "kprobe");
		else
			check_dropped(i);
		check_others(i, fast);
	}
}

/* An optional program is replaced or dropped; without a required one, all ends. */
static void test_each(void **state)
{
	for (unsigned int version = 0; version < VERSIONS; version++) {
		refuse_each(true, version, true);
		refuse_each(true, version, false);
		refuse_each(false, version, true);
	}
}

static size_t find_target(const char *name, enum hook_point point)
{
	for (size_t i = 0; i < n_hook_targets; i++)
		if (!strcmp(hook_targets[i].name, name) &&
		    hook_targets[i].point == point)
			return i;
	fail_msg("no target %s", name);
	return 0;
}

/* A kernel that refuses all optional programs gets none in the end. */
static void test_all(void **state)
{
	size_t refusals = 0;

	choose(true, HOOKED | BY_RESOURCE);
	for (size_t i = 0; i < n_hook_targets; i++)
		while (!hook_targets[i].required && f.choice[i].how) {
			f.program[i] = bpf_program__name(
				programs_find(&f.programs, f.choice[i].how,
					      &hook_targets[i], false, true));
			assert_true(refuse(i, true));
			assert_true(++refusals < 3 * HOOKS_MAX);
		}
	for (size_t i = 0; i < n_hook_targets; i++)
		assert_true(!f.choice[i].how == !hook_targets[i].required);
}

/* The kprobe keeps the arguments for the kretprobe, which is wrong without them. */
static void test_two_of_a_function(void **state)
{
	const size_t entry = find_target("shmem_tx_prepare", HOOK_ENTRY),
		     exit = find_target("shmem_tx_prepare", HOOK_EXIT);

	choose(true, HOOKED);
	assert_null(f.choice[entry].how);
	assert_true(refuse(exit, true));
	assert_string_equal(f.choice[exit].how, "kretprobe");
	assert_string_equal(f.choice[entry].how, "kprobe");
	choose(false, HOOKED);
	assert_true(refuse(entry, true));
	check_dropped(entry);
	check_dropped(exit);
	choose(false, HOOKED);
	assert_true(refuse(exit, true));
	check_dropped(entry);
	check_dropped(exit);
	/* Of other functions, the entry serves without the exit. */
	choose(false, HOOKED);
	assert_true(refuse(find_target("virtqueue_kick", HOOK_EXIT), true));
	assert_true(is_kprobe(
		f.choice[find_target("virtqueue_kick", HOOK_ENTRY)].how));
}

/* Marks the programs that choose() has found. */
static void note_found(const char *name, const char *found[], size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		if (!strcmp(found[i], name))
			return;
	found[(*n)++] = name;
}

/* No version is forgotten here: each program of the object is one of them. */
static void test_versions(void **state)
{
	const char *found[VERSIONS * 2 * HOOKS_MAX];
	const struct bpf_program *program = NULL;
	size_t n = 0, all = 0;

	for (unsigned int version = 0; version < 2 * VERSIONS; version++) {
		choose(version & VERSIONS, version);
		for (size_t i = 0; i < n_hook_targets; i++)
			if (f.program[i])
				note_found(f.program[i], found, &n);
	}
	while ((program = bpf_object__next_program(f.programs.obj,
						   (void *)program)))
		all++;
	assert_int_equal(n, all);
	assert_true(all > n_hook_targets);
}

/* Other messages, and programs that a recording does not load, change nothing. */
static void test_other_messages(void **state)
{
	static const char *const messages[] = {
		"libbpf: failed to load object 'recorder_bpf'\n",
		"libbpf: prog 'tp_btf_scmi_fc_call': failed to attach: -2\n",
		"libbpf: prog 'unknown': BPF program load failed: -22\n",
		"libbpf: load failed: prog '",
		"",
		"prog '"};

	choose(true, HOOKED);
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		refused_program_note(messages[i]);
		assert_false(
			refused_program_replace(f.choice, f.program, true));
	}
	for (size_t i = 0; i < n_hook_targets; i++)
		assert_ptr_equal(f.choice[i].how, way(&hook_targets[i], true));
}

/* A refusal counts once. */
static void test_once(void **state)
{
	const size_t i = find_target("scmi_notify", HOOK_ENTRY);

	choose(true, HOOKED | BY_RESOURCE);
	assert_string_equal(f.program[i], "fentry_resource_scmi_notify");
	assert_true(refuse(i, true));
	assert_false(refused_program_replace(f.choice, f.program, true));
	assert_string_equal(f.choice[i].how, "kprobe");
}

static int print(libbpf_print_fn_t to, const char *format, ...)
{
	va_list ap;
	int result;

	va_start(ap, format);
	result = to(LIBBPF_WARN, format, ap);
	va_end(ap);
	return result;
}

/* The messages come from libbpf's own output. */
static void test_output(void **state)
{
	const size_t i = find_target("scmi_fc_call", HOOK_EVENT);
	libbpf_print_fn_t output;

	kernel_types_free(kernel_types_load());
	output = libbpf_set_print(NULL);
	assert_non_null(output);
	choose(true, BY_RESOURCE);
	print(output, LOAD_FAILED, "tp_btf_resource_scmi_fc_call", "-22");
	assert_true(refused_program_replace(f.choice, f.program, true));
	check_dropped(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each),
		TEST(test_all),
		TEST(test_two_of_a_function),
		TEST(test_versions),
		TEST(test_other_messages),
		TEST(test_once),
		TEST(test_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
