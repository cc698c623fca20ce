// SPDX-License-Identifier: GPL-2.0-only
#include "doctor_sources.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "alloc.h"
#include "cli.h"
#include "diag.h"
#include "kernel_kprobes.h"
#include "kernel_lockdown.h"
#include "live_source.h"
#include "recording_sources.h"
#include "text_reports.h"

static void find_config(struct kernel_config *config)
{
	struct utsname u;

	uname(&u);
	kernel_config_find("", u.release, config);
}

const char *doctor_failure(const struct doctor_report *r)
{
	for (size_t i = 0; i < r->n_checks; i++)
		if (r->check[i].state == DOCTOR_FAIL)
			return r->check[i].finding;
	return NULL;
}

void doctor_sources(struct doctor_report *r, const struct hook_choice *choice)
{
	struct kernel_config config;
	struct source_facts facts = {
		.config = &config,
		.obstacle = doctor_failure(r),
		.no_tracefs = live_lacks_tracefs(),
		.hides_memory = kernel_hides_memory(),
		.no_kprobes = kernel_lacks_kprobes(""),
		.no_registers = hooks_lack_registers(),
		.choice = choice,
	};

	find_config(&config);
	sources_check(&facts, r->source);
	r->n_sources = DOCTOR_SOURCES;
	r->n_config_lines = config_missing(&config, r->config_line);
	r->config = xstrdup(config.path);
	kernel_config_free(&config);
}

void doctor_free(struct doctor_report *r)
{
	for (size_t i = 0; i < r->n_sources; i++)
		free(r->source[i].why);
	free(r->config);
}

int doctor_print_fragment(const char *path)
{
	struct doctor_report report = {0};
	struct kernel_config config;
	int err = 0;

	if (path)
		err = kernel_config_read(path, &config);
	else
		find_config(&config);
	if (err) {
		diag_error("%s: %s", path,
			   err == -EINVAL ? "not a kernel's configuration"
					  : strerror(-err));
		return EXIT_ERROR;
	}
	report.config = config.path;
	report.n_config_lines = config_missing(&config, report.config_line);
	doctor_fragment(&report, stdout);
	kernel_config_free(&config);
	return !stdout_finish() && !report.n_config_lines ? EXIT_OK
							  : EXIT_ERROR;
}
