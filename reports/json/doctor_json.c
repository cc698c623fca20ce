// SPDX-License-Identifier: GPL-2.0-only
/*
 * The findings of doctor as JSON. Its keys are a contract,
 * docs/doctor.schema.json: keys are added, never removed or redefined.
 */
#include "json_reports.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "json_writer.h"
#include "names.h"

static json_t *check_of(const struct doctor_check *c)
{
	json_t *object = json_object();

	json_put(object, "subject", json_string(c->subject));
	json_put(object, "state", json_string(doctor_state_names[c->state]));
	json_put(object, "finding", json_text(c->finding));
	json_put(object, "next_step", json_text(c->next_step));
	return object;
}

static json_t *sources_of(const struct doctor_report *r)
{
	json_t *sources = json_array();

	for (size_t i = 0; i < r->n_sources; i++) {
		const struct doctor_source *s = &r->source[i];
		json_t *object = json_object();

		json_put(object, "name", json_string(s->name));
		json_put(object, "works", json_boolean(s->works));
		json_put(object, "why", json_text(s->why));
		json_add(sources, object);
	}
	return sources;
}

static json_t *config_of(const struct doctor_report *r)
{
	json_t *object = json_object(), *missing = json_array();

	for (size_t i = 0; i < r->n_config_lines; i++)
		json_add(missing, json_string(r->config_line[i].text));
	json_put(object, "file", json_text(r->config));
	json_put(object, "missing", missing);
	return object;
}

void doctor_json(const struct doctor_report *r, FILE *out)
{
	json_t *root = json_object(), *checks = json_array();
	json_t *hooks = json_object(), *absent = json_object();
	json_t *instances = json_array();

	for (size_t i = 0; i < r->n_checks; i++)
		json_add(checks, check_of(&r->check[i]));
	for (size_t i = 0; i < r->n_instances; i++) {
		const struct doctor_instance *d = &r->instance[i];

		json_add(instances, json_pack("{s:o, s:s, s:s, s:s}", "name",
					      json_text(d->name), "transport",
					      d->transport, "reply", d->reply,
					      "phases", d->phases));
	}
	for (size_t i = 0; i < r->n_hooks; i++) {
		const struct doctor_hook *h = &r->hook[i];
		/* As in profiles: "virtqueue_kick/exit". */
		char *name = xasprintf("%s%s", h->name,
				       strcmp(h->point, "exit") ? "" : "/exit");

		json_put(hooks, name, json_string(h->how));
		if (h->why)
			json_put(absent, name,
				 json_pack("{s:s, s:s}", "why", h->why,
					   "without", h->without));
		free(name);
	}
	json_put(root, "schema", json_string("scmi-perf-doctor/1"));
	json_put(root, "possible", json_boolean(r->possible));
	json_put(root, "source", json_text(r->chosen));
	json_put(root, "checks", checks);
	json_put(root, "kernel_config", config_of(r));
	json_put(root, "sources", sources_of(r));
	json_put(root, "instances", instances);
	json_put(root, "hooks", hooks);
	json_put(root, "absent", absent);
	json_print(root, out);
}
