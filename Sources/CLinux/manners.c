#define _GNU_SOURCE
#include "manners.h"
#include <sys/prctl.h>

#include <errno.h>
#include <linux/ioprio.h>
#include <malloc.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int clinux_thread_idle(void) {
    struct sched_param none = {0};
    /* 0 is the calling thread: the kernel's scheduler knows no processes. sched_setscheduler(2) */
    return sched_setscheduler(0, SCHED_IDLE, &none) == 0 ? 0 : errno;
}

int clinux_thread_nice(void) {
    /* Linux gives every thread its own nice value, against POSIX. setpriority(2) */
    return setpriority(PRIO_PROCESS, 0, 19) == 0 ? 0 : errno;
}

int clinux_thread_idle_disk(void) {
    int value = IOPRIO_PRIO_VALUE(IOPRIO_CLASS_IDLE, 0);
    return syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, value) == 0 ? 0 : errno;
}

void clinux_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

void clinux_give_back_memory(void) { malloc_trim(0); }

void clinux_share_heaps(int most) { mallopt(M_ARENA_MAX, most); }
