#define _GNU_SOURCE
#include "walls.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int audiowatch_limit_self(unsigned long address_space, unsigned long descriptors) {
    struct rlimit memory = {address_space, address_space};
    struct rlimit files = {descriptors, descriptors};
    struct rlimit core = {0, 0};
    if (setrlimit(RLIMIT_CORE, &core)) return -errno;
    if (setrlimit(RLIMIT_NOFILE, &files)) return -errno;
    if (setrlimit(RLIMIT_AS, &memory)) return -errno;
    return 0;
}

int audiowatch_limit_cpu(unsigned long seconds) {
    struct rusage used;
    struct rlimit limit;
    if (getrusage(RUSAGE_SELF, &used) || getrlimit(RLIMIT_CPU, &limit)) return -errno;
    rlim_t until = (rlim_t)used.ru_utime.tv_sec + (rlim_t)used.ru_stime.tv_sec + 1 + seconds;
    if (limit.rlim_max != RLIM_INFINITY && until > limit.rlim_max) until = limit.rlim_max;
    limit.rlim_cur = until;
    return setrlimit(RLIMIT_CPU, &limit) ? -errno : 0;
}

int audiowatch_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL) ? -errno : 0; }

int audiowatch_no_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? -errno : 0;
}

int audiowatch_close_from(unsigned int first) {
    return syscall(SYS_close_range, first, ~0U, 0) ? -errno : 0;
}
