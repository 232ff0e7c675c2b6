#define _GNU_SOURCE
#include "wakeup.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int clinux_wakeup_open(void) {
    int result = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return result < 0 ? -errno : result;
}

void clinux_wakeup_ring(int wakeup) {
    uint64_t one = 1;
    ssize_t result;
    do result = write(wakeup, &one, sizeof one);
    while (result < 0 && errno == EINTR);
}

void clinux_wakeup_clear(int wakeup) {
    uint64_t rings;
    ssize_t result;
    do result = read(wakeup, &rings, sizeof rings);
    while (result < 0 && errno == EINTR);
}

int clinux_wakeup_wait(int wakeup, int descriptor, short events) {
    struct pollfd both[2] = {
        {.fd = descriptor, .events = events},
        {.fd = wakeup, .events = POLLIN},
    };
    int count;
    do count = poll(both, 2, -1);
    while (count < 0 && errno == EINTR);
    if (count < 0) return -errno;
    return (both[0].revents ? CLINUX_WOKEN_BY_DESCRIPTOR : 0) |
           (both[1].revents ? CLINUX_WOKEN_BY_RING : 0);
}
