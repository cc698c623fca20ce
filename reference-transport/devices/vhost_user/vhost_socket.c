// SPDX-License-Identifier: GPL-2.0-only
#include "vhost_socket.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static bool set_path(struct sockaddr_un *addr, const char *path)
{
	*addr = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (!*path || strlen(path) >= sizeof(addr->sun_path))
		return false;
	strcpy(addr->sun_path, path);
	return true;
}

static int new_socket(void)
{
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return fd < 0 ? -errno : fd;
}

/* Closes @fd; returns the error that came before. */
static int failed(int fd)
{
	const int ret = -errno;

	close(fd);
	return ret;
}

int vhost_socket_connect(const char *path)
{
	struct sockaddr_un addr;
	int fd;

	if (!set_path(&addr, path))
		return -ENAMETOOLONG;
	fd = new_socket();
	if (fd < 0)
		return fd;
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return failed(fd);
	return fd;
}

/* Removes a socket that nobody listens at. Any file refuses a connection. */
static void remove_stale(const char *path)
{
	const int fd = vhost_socket_connect(path);
	struct stat st;

	if (fd >= 0)
		close(fd);
	else if (fd == -ECONNREFUSED && !lstat(path, &st) &&
		 S_ISSOCK(st.st_mode))
		unlink(path);
}

int vhost_socket_listen(const char *path)
{
	struct sockaddr_un addr;
	int fd;

	if (!set_path(&addr, path))
		return -ENAMETOOLONG;
	fd = new_socket();
	if (fd < 0)
		return fd;
	remove_stale(path);
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) || listen(fd, 1))
		return failed(fd);
	return fd;
}

int vhost_socket_accept(int listener)
{
	const int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	return fd < 0 ? -errno : fd;
}
