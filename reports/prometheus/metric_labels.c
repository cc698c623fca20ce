// SPDX-License-Identifier: GPL-2.0-only
#include "metric_labels.h"

#include <stdio.h>
#include <stdlib.h>

#include "series_limit.h"
#include "text.h"

#define OTHER "other"

void metric_labels_add(struct metric_labels *l, const char *name,
		       const char *value)
{
	l->label[l->n++] = (struct metric_label){name, value};
}

static void add_series(struct metric_labels *l, const struct series_key *key)
{
	char of[RESOURCE_LABEL_LEN];
	const char *resource = key_resource_label(key, of);

	snprintf(l->instance, sizeof(l->instance), "%u", key->instance);
	snprintf(l->channel, sizeof(l->channel), "%u", key->channel);
	metric_labels_add(l, "scmi_instance", l->instance);
	metric_labels_add(l, "channel", l->channel);
	metric_labels_add(l, "transport", transport_names[key->transport]);
	metric_labels_add(
		l, "protocol",
		protocol_label(key, l->protocol, sizeof(l->protocol)));
	metric_labels_add(
		l, "message",
		key_message_label(key, l->message, sizeof(l->message)));
	if (!resource)
		return;
	l->resource = text_utf8(resource);
	metric_labels_add(l, "resource", l->resource);
}

void metric_labels_init(struct metric_labels *l, const struct series_key *key)
{
	l->n = 0;
	l->resource = NULL;
	if (!key)
		return;
	if (!series_is_other(key)) {
		add_series(l, key);
		return;
	}
	metric_labels_add(l, "scmi_instance", OTHER);
	metric_labels_add(l, "channel", OTHER);
	metric_labels_add(l, "transport", OTHER);
	metric_labels_add(l, "protocol", OTHER);
	metric_labels_add(l, "message", OTHER);
}

void metric_labels_free(struct metric_labels *l)
{
	free(l->resource);
}
