// SPDX-License-Identifier: GPL-2.0-only
#include "vhost_message.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define HEADER_SIZE 12u /* without the padding in front of the payload */

union vhost_control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int) * VHOST_MAX_REGIONS)];
};

void vhost_close_fds(struct vhost_message *message)
{
	while (message->nr_fds)
		close(message->fds[--message->nr_fds]);
}

int vhost_keep_fd(struct vhost_message *message)
{
	int fd;

	if (!message->nr_fds)
		return -1;
	fd = message->fds[0];
	message->nr_fds--;
	memmove(message->fds, message->fds + 1,
		message->nr_fds * sizeof(message->fds[0]));
	return fd;
}

/* Adds received descriptors to the message, and closes those beyond its room. */
static void add_fds(struct vhost_message *message, struct msghdr *msg)
{
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
		size_t i, nr = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (i = 0; i < nr; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
			if (message->nr_fds < VHOST_MAX_REGIONS)
				message->fds[message->nr_fds++] = fd;
			else
				close(fd);
		}
	}
}

/* Receives at most @size bytes. Returns their number, 0 for none now, or -errno. */
static ssize_t receive(int socket, struct vhost_message *message, void *to,
		       size_t size)
{
	union vhost_control control;
	struct iovec iov = {to, size};
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(socket, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	add_fds(message, &msg);
	return n ? n : -ECONNRESET;
}

int vhost_receive(int socket, struct vhost_reader *reader)
{
	struct vhost_message *message = &reader->message;
	ssize_t n;

	if (reader->have >= HEADER_SIZE &&
	    reader->have == HEADER_SIZE + message->size)
		*reader = (struct vhost_reader){0};
	if (reader->have < HEADER_SIZE) {
		n = receive(socket, message, (u8 *)message + reader->have,
			    HEADER_SIZE - reader->have);
		if (n <= 0)
			return (int)n;
		reader->have += (size_t)n;
		if (reader->have < HEADER_SIZE)
			return 0;
		if (message->size > sizeof(message->bytes))
			return -EMSGSIZE;
		if (!message->size)
			return 1;
	}
	n = receive(socket, message,
		    message->bytes + (reader->have - HEADER_SIZE),
		    HEADER_SIZE + message->size - reader->have);
	if (n <= 0)
		return (int)n;
	reader->have += (size_t)n;
	return reader->have == HEADER_SIZE + message->size;
}

void vhost_reader_end(struct vhost_reader *reader)
{
	vhost_close_fds(&reader->message);
	*reader = (struct vhost_reader){0};
}

static void attach_fds(struct msghdr *msg, union vhost_control *control,
		       const struct vhost_message *message)
{
	const size_t size = message->nr_fds * sizeof(int);
	struct cmsghdr *c;

	if (!size)
		return;
	memset(control, 0, sizeof(*control));
	msg->msg_control = control;
	msg->msg_controllen = CMSG_SPACE(size);
	c = CMSG_FIRSTHDR(msg);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(size);
	memcpy(CMSG_DATA(c), message->fds, size);
}

/* A front end that does not read for a second is of no use. */
static int wait_for_room(int socket)
{
	struct pollfd fd = {.fd = socket, .events = POLLOUT};

	return poll(&fd, 1, 1000) > 0 ? 0 : -ETIMEDOUT;
}

int vhost_send(int socket, const struct vhost_message *message)
{
	union vhost_control control;
	size_t done = 0;
	const size_t size = HEADER_SIZE + message->size;

	while (done < size) {
		struct iovec iov[2];
		struct msghdr msg = {.msg_iov = iov, .msg_iovlen = 2};
		const size_t body = done < HEADER_SIZE ? 0 : done - HEADER_SIZE;
		const size_t head = done < HEADER_SIZE ? done : HEADER_SIZE;
		ssize_t n;

		iov[0].iov_base = (u8 *)message + head;
		iov[0].iov_len = HEADER_SIZE - head;
		iov[1].iov_base = (u8 *)message->bytes + body;
		iov[1].iov_len = message->size - body;
		if (!done)
			attach_fds(&msg, &control, message);
		n = sendmsg(socket, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EAGAIN && !wait_for_room(socket))
			continue;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		done += (size_t)n;
	}
	return 0;
}
