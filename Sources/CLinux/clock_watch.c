#define _GNU_SOURCE
#include "clock_watch.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <unistd.h>

int clinux_clock_watch_open(void) {
    int watch = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (watch < 0) return -errno;
    struct itimerspec never = {.it_value = {.tv_sec = INT_MAX}};
    if (timerfd_settime(watch, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, 0)) {
        int code = errno;
        close(watch);
        return -code;
    }
    return watch;
}

void clinux_clock_watch_clear(int watch) {
    uint64_t ends;
    ssize_t result;
    do result = read(watch, &ends, sizeof ends);
    while (result < 0 && errno == EINTR);
}
