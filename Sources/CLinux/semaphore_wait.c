#define _GNU_SOURCE
#include "semaphore_wait.h"

#include <errno.h>
#include <time.h>

int clinux_semaphore_wait(sem_t *semaphore, int64_t nanoseconds) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += nanoseconds / 1000000000;
    until.tv_nsec += nanoseconds % 1000000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec += 1;
        until.tv_nsec -= 1000000000;
    }
    int result;
    do result = sem_clockwait(semaphore, CLOCK_MONOTONIC, &until);
    while (result != 0 && errno == EINTR);
    return result == 0 ? 0 : -errno;
}
