// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>

#include "unit_test.h"
#include "doctor_hooks.h"
#include "json_reports.h"
#include "text_reports.h"

static bool is_of_virtio(const char *function)
{
	return !strcmp(function, "virtqueue_kick") ||
	       !strcmp(function, "vring_interrupt");
}

/* Attaches all hooks except those of virtio and @also_absent. */
static void choose(struct hook_choice *choice, const char *also_absent)
{
	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *t = &hook_targets[i];

		choice[i] = (struct hook_choice){0};
		if (is_of_virtio(t->name))
			choice[i].why = "this kernel has no such function";
		else if (also_absent && !strcmp(t->name, also_absent))
			choice[i].why = "too old";
		else
			choice[i].how = t->point == HOOK_EVENT	? "tp_btf"
					: t->point == HOOK_EXIT ? "kretprobe"
								: "kprobe";
	}
}

static char *text_of_choice(const struct hook_choice *choice)
{
	struct doctor_report report = {.possible = true};
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	report.n_hooks = doctor_hooks(choice, report.hook);
	doctor_text(&report, out);
	fclose(out);
	return text;
}

static char *text_of(const char *also_absent)
{
	struct hook_choice choice[HOOKS_MAX];
	char *text;

	choose(choice, also_absent);
	text = text_of_choice(choice);
	for (const char *at = text; *at; at += strcspn(at, "\n") + 1)
		if (strcspn(at, "\n") > 80)
			fail_msg("more than 80 columns: %s", at);
	return text;
}

static void check_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in:\n%s", part, text);
}

/* An absent hook has the row "none", and a sentence with reason and effect. */
static void test_text(void **state)
{
	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *t = &hook_targets[i];
		char row[64], *text;

		if (t->required)
			continue;
		text = text_of(t->name);
		snprintf(row, sizeof(row), "\n%-28s %-6s %-10s none\n", t->name,
			 t->point == HOOK_EVENT	  ? "event"
			 : t->point == HOOK_ENTRY ? "entry"
						  : "exit",
			 hook_level_names[t->level]);
		check_has(text, row);
		if (!is_of_virtio(t->name)) {
			snprintf(row, sizeof(row), "\n  %s: too old. Not",
				 t->name);
			check_has(text, row);
		}
		free(text);
	}
}

/* Hooks that are absent for the same reason share a sentence. */
static void test_text_of_several(void **state)
{
	char *text = text_of(NULL);

	check_has(text,
		  "\nscmi_xfer_begin              event  core       tp_btf\n");
	check_has(
		text,
		"\nshmem_tx_prepare             exit   transport  kretprobe\n");
	check_has(text, "\n\nNot available on this kernel:\n"
			"  virtqueue_kick, vring_interrupt: this kernel has no "
			"such function. Not\n"
			"  measured: virtio's submit, doorbell, service and "
			"dispatch.\n");
	assert_null(strstr(text, "too old"));
	free(text);
}

static void test_text_without_absent(void **state)
{
	struct hook_choice choice[HOOKS_MAX];
	char *text;

	choose(choice, NULL);
	/* A hook of a higher level is not attached, but not absent either. */
	for (size_t i = 0; i < n_hook_targets; i++)
		choice[i].why = NULL;
	text = text_of_choice(choice);
	assert_null(strstr(text, "Not available"));
	check_has(text,
		  "\nvring_interrupt              entry  transport  none\n");
	free(text);
}

static const char *string(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void test_json(void **state)
{
	struct doctor_report report = {.possible = true};
	struct hook_choice choice[HOOKS_MAX];
	json_t *root, *hooks, *absent;
	const json_t *isr;
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	choose(choice, "smc_msg_done_isr");
	report.n_hooks = doctor_hooks(choice, report.hook);
	doctor_json(&report, out);
	fclose(out);
	root = json_loads(text, 0, NULL);
	assert_non_null(root);
	free(text);
	hooks = json_object_get(root, "hooks");
	absent = json_object_get(root, "absent");
	assert_int_equal(json_object_size(hooks), n_hook_targets);
	assert_string_equal(string(hooks, "scmi_xfer_end"), "tp_btf");
	assert_string_equal(string(hooks, "shmem_tx_prepare/exit"),
			    "kretprobe");
	assert_string_equal(string(hooks, "virtqueue_kick/exit"), "none");
	assert_int_equal(json_object_size(absent), 4);
	isr = json_object_get(absent, "smc_msg_done_isr");
	assert_string_equal(string(isr, "why"), "too old");
	assert_string_equal(string(isr, "without"),
			    "SMC's submit, doorbell, service and dispatch, "
			    "with interrupts");
	json_decref(root);
}

/* The JSON is described in docs/doctor.schema.json. */
static void test_json_of_checks(void **state)
{
	struct doctor_report report = {
		.check = {{"kernel", DOCTOR_OK, "6.12 \xff", NULL},
			  {"devices", DOCTOR_NOTE, "none", "probe one"}},
		.n_checks = 2,
	};
	json_t *root, *first, *second;
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	doctor_json(&report, out);
	fclose(out);
	root = json_loads(text, 0, NULL);
	free(text);
	assert_non_null(root);
	assert_false(json_boolean_value(json_object_get(root, "possible")));
	first = json_array_get(json_object_get(root, "checks"), 0);
	second = json_array_get(json_object_get(root, "checks"), 1);
	assert_string_equal(string(first, "state"), "ok");
	assert_string_equal(string(first, "finding"), "6.12 \xef\xbf\xbd");
	assert_true(json_is_null(json_object_get(first, "next_step")));
	assert_string_equal(string(second, "subject"), "devices");
	assert_string_equal(string(second, "state"), "note");
	assert_string_equal(string(second, "next_step"), "probe one");
	json_decref(root);
}

/* The same instance as text and as JSON. */
static void test_instances(void **state)
{
	struct doctor_report report = {
		.instance = {{"firmware:scmi", "mailbox", "interrupt thread",
			      "submit, doorbell, service, dispatch, wakeup"},
			     {"a\xff\n", "smc", "in the call",
			      "submit, service"}},
		.n_instances = 2,
	};
	const json_t *second;
	json_t *root;
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	doctor_text(&report, out);
	fclose(out);
	check_has(text, "\nSCMI instances, and their phases with all hooks:\n"
			"  firmware:scmi: mailbox, reply: interrupt thread; "
			"submit, doorbell, service,\n"
			"  dispatch, wakeup\n"
			"  a\\xff\\x0a: smc, reply: in the call; submit, "
			"service\n");
	free(text);
	out = open_memstream(&text, &len);
	doctor_json(&report, out);
	fclose(out);
	root = json_loads(text, 0, NULL);
	free(text);
	second = json_array_get(json_object_get(root, "instances"), 1);
	assert_string_equal(string(second, "name"), "a\xef\xbf\xbd\n");
	assert_string_equal(string(second, "transport"), "smc");
	assert_string_equal(string(second, "reply"), "in the call");
	assert_string_equal(string(second, "phases"), "submit, service");
	json_decref(root);
}

/* The same sources and missing lines as text and as JSON. */
static void test_sources(void **state)
{
	struct doctor_report report = {
		.source = {{"BPF, fentry", false, "not set: CONFIG_BPF_JIT"},
			   {"tracefs", true, NULL}},
		.n_sources = 2,
		.config = "/proc/config.gz",
		.config_line = {{"BPF, fentry", "CONFIG_BPF_JIT=y"}},
		.n_config_lines = 1,
	};
	const json_t *sources;
	json_t *root, *config;
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	doctor_text(&report, out);
	fclose(out);
	check_has(text, "\nSources of a recording, the best first:\n"
			"  no    BPF, fentry       not set: CONFIG_BPF_JIT\n"
			"  yes   tracefs           works\n");
	free(text);
	out = open_memstream(&text, &len);
	doctor_json(&report, out);
	fclose(out);
	root = json_loads(text, 0, NULL);
	free(text);
	sources = json_object_get(root, "sources");
	assert_string_equal(string(json_array_get(sources, 0), "why"),
			    "not set: CONFIG_BPF_JIT");
	assert_true(json_is_true(
		json_object_get(json_array_get(sources, 1), "works")));
	config = json_object_get(root, "kernel_config");
	assert_string_equal(string(config, "file"), "/proc/config.gz");
	assert_string_equal(json_string_value(json_array_get(
				    json_object_get(config, "missing"), 0)),
			    "CONFIG_BPF_JIT=y");
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_text_of_several),
		cmocka_unit_test(test_text_without_absent),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_of_checks),
		cmocka_unit_test(test_instances),
		cmocka_unit_test(test_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
