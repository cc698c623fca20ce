// SPDX-License-Identifier: GPL-2.0-only
#include "listen_address.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sets the port from the text behind the last colon. */
static bool parse_port(const char *text, in_port_t *port)
{
	char *end;
	unsigned long n;

	if (*text < '0' || *text > '9')
		return false;
	n = strtoul(text, &end, 10);
	if (*end || n > UINT16_MAX)
		return false;
	*port = htons((uint16_t)n);
	return true;
}

static bool parse_v4(const char *host, in_port_t port, struct listen_address *a)
{
	a->v4.sin_family = AF_INET;
	a->v4.sin_port = port;
	return inet_pton(AF_INET, *host ? host : "0.0.0.0", &a->v4.sin_addr) ==
	       1;
}

/* @host has brackets. */
static bool parse_v6(char *host, in_port_t port, struct listen_address *a)
{
	const size_t len = strlen(host);

	a->v6.sin6_family = AF_INET6;
	a->v6.sin6_port = port;
	if (host[len - 1] != ']')
		return false;
	host[len - 1] = '\0';
	return inet_pton(AF_INET6, host + 1, &a->v6.sin6_addr) == 1;
}

bool listen_address_parse(const char *text, struct listen_address *a)
{
	const char *colon = strrchr(text, ':');
	char host[LISTEN_TEXT];
	in_port_t port;

	memset(a, 0, sizeof(*a));
	if (!colon || (size_t)(colon - text) >= sizeof(host) ||
	    !parse_port(colon + 1, &port))
		return false;
	memcpy(host, text, (size_t)(colon - text));
	host[colon - text] = '\0';
	return *host == '[' ? parse_v6(host, port, a) : parse_v4(host, port, a);
}

bool listen_address_is_local(const struct listen_address *a)
{
	return a->any.sa_family == AF_INET6
		       ? IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr)
		       : ntohl(a->v4.sin_addr.s_addr) >> 24 == 127;
}

const char *listen_address_text(const struct listen_address *a,
				char buf[LISTEN_TEXT])
{
	char host[INET6_ADDRSTRLEN] = "";

	if (a->any.sa_family == AF_INET6) {
		inet_ntop(AF_INET6, &a->v6.sin6_addr, host, sizeof(host));
		snprintf(buf, LISTEN_TEXT, "[%s]:%u", host,
			 ntohs(a->v6.sin6_port));
	} else {
		inet_ntop(AF_INET, &a->v4.sin_addr, host, sizeof(host));
		snprintf(buf, LISTEN_TEXT, "%s:%u", host,
			 ntohs(a->v4.sin_port));
	}
	return buf;
}
