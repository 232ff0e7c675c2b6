#ifndef AUDIOWATCH_SEMAPHORE_WAIT_H
#define AUDIOWATCH_SEMAPHORE_WAIT_H

#include <semaphore.h>
#include <stdint.h>

/* Takes one from a semaphore, waiting at most so many nanoseconds by CLOCK_MONOTONIC, which nobody can
   set. Returns 0, or -ETIMEDOUT. glibc 2.30 has the call; Swift's Glibc module does not show it. */
int clinux_semaphore_wait(sem_t *semaphore, int64_t nanoseconds);
#endif
