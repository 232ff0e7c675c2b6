#define _GNU_SOURCE
#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

int audiowatch_socket_pair(int sockets[2]) {
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) ? -errno : 0;
}

int audiowatch_send(int socket, const void *bytes, size_t count, int descriptor) {
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec part = {(void *)bytes, count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.room;
        message.msg_controllen = sizeof control.room;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
    }
    for (;;) {
        ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent >= 0) return (size_t)sent == count ? 0 : -EMSGSIZE;
        if (errno != EINTR) return -errno;
    }
}

ssize_t audiowatch_receive(int socket, void *bytes, size_t count, int *descriptor) {
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec part = {bytes, count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor) {
        *descriptor = -1;
        message.msg_control = control.room;
        message.msg_controllen = sizeof control.room;
    }
    ssize_t received;
    do received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    if (received < 0) return -errno;
    if (descriptor) {
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
            header->cmsg_len == CMSG_LEN(sizeof(int)))
            memcpy(descriptor, CMSG_DATA(header), sizeof(int));
    }
    return message.msg_flags & MSG_TRUNC ? -EMSGSIZE : received;
}

int audiowatch_memory(size_t size) {
    int memory = memfd_create("audiowatch-slot", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memory < 0) return -errno;
    // A shrunk slot would be a SIGBUS in whoever reads it.
    if (ftruncate(memory, (off_t)size) || fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW)) {
        int reason = errno;
        close(memory);
        return -reason;
    }
    return memory;
}

int audiowatch_memory_freeze(int memory) {
    return fcntl(memory, F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_SEAL) ? -errno : 0;
}

/// A copy of `descriptor` above the numbers that the child's file actions write to.
static int high_copy(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 16); }

int audiowatch_spawn_helper(const char *program, int socket, int memory, pid_t *child) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int high_socket = high_copy(socket);
    int high_memory = high_copy(memory);
    if (high_socket < 0 || high_memory < 0) {
        int reason = errno;
        if (high_socket >= 0) close(high_socket);
        if (high_memory >= 0) close(high_memory);
        return -reason;
    }
    int failed = posix_spawn_file_actions_init(&actions);
    if (!failed) {
        failed = posix_spawnattr_init(&attributes);
        if (!failed) {
            for (int standard = 0; standard < 3 && !failed; standard++)
                failed = posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
            if (!failed)
                failed = posix_spawn_file_actions_adddup2(
                    &actions, high_socket, AUDIOWATCH_HELPER_SOCKET);
            if (!failed)
                failed = posix_spawn_file_actions_adddup2(
                    &actions, high_memory, AUDIOWATCH_HELPER_MEMORY);
            if (!failed)
                failed = posix_spawn_file_actions_addclosefrom_np(
                    &actions, AUDIOWATCH_HELPER_MEMORY + 1);
            sigset_t none, all;
            sigemptyset(&none);
            sigfillset(&all);
            if (!failed) failed = posix_spawnattr_setsigmask(&attributes, &none);
            if (!failed) failed = posix_spawnattr_setsigdefault(&attributes, &all);
            if (!failed)
                failed = posix_spawnattr_setflags(
                    &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
            char *const arguments[] = {"audiowatch-probe", NULL};
            char loader[4096];
            const char *path = getenv("LD_LIBRARY_PATH");
            int length = snprintf(loader, sizeof loader, "LD_LIBRARY_PATH=%s", path ? path : "");
            int usable = path && length > 0 && (size_t)length < sizeof loader;
            // Without the line of Swift's own a crash starts a debugger on hostile bytes.
            char *const environment[] = {
                "SWIFT_BACKTRACE=enable=no", "LC_ALL=C", usable ? loader : NULL, NULL};
            if (!failed)
                failed = posix_spawn(child, program, &actions, &attributes, arguments, environment);
            posix_spawnattr_destroy(&attributes);
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    close(high_socket);
    close(high_memory);
    return -failed;
}

int audiowatch_reap(pid_t child, int milliseconds, int *status) {
    for (int waited = 0;; waited++) {
        pid_t ended = waitpid(child, status, WNOHANG);
        if (ended == child) return 1;
        if (ended < 0 && errno != EINTR) {
            *status = -1;
            return 1;
        }
        if (waited >= milliseconds) return 0;
        struct timespec pause = {0, 1000000};
        nanosleep(&pause, NULL);
    }
}
