#define _GNU_SOURCE
#include "filter.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/// Found by strace over every format, with what libc's allocator, abort(3) and a slow clock may need besides.
static const int allowed[] = {
    // The passed file, the socket, the standard streams: nothing else is open.
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(preadv), SCMP_SYS(preadv2), SCMP_SYS(lseek),
    SCMP_SYS(write), SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(close), SCMP_SYS(fstat),
    // Memory; mmap and mprotect stand below, with a condition.
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
    // Time and itself.
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getrusage), SCMP_SYS(getpid),
    SCMP_SYS(gettid), SCMP_SYS(getrandom), SCMP_SYS(sched_yield),
    // Ending, well or by abort(3).
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/// Answered with EPERM. The first group are what a start tries to prove the walls, and what a library may
/// open later: a locale, a table. The others are questions that any libc function asks on its way.
static const int refused[] = {
    SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(creat), SCMP_SYS(socket),
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(clone), SCMP_SYS(clone3), SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(stat), SCMP_SYS(lstat),
    SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
    SCMP_SYS(ioctl), SCMP_SYS(fcntl), SCMP_SYS(prctl), SCMP_SYS(uname), SCMP_SYS(sysinfo),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(getcwd), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
};

/// Some architectures lack some of these calls (arm64 has no open): nothing to allow or refuse then.
static int is_real_failure(int failed) { return failed && failed != -EDOM && failed != -EEXIST; }

static int add_rules(scmp_filter_ctx filter) {
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        int failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
        if (is_real_failure(failed)) return failed;
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
        if (is_real_failure(failed)) return failed;
    }
    const struct scmp_arg_cmp not_executable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    const struct scmp_arg_cmp self = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
    // Limits of this process alone, and only that of its CPU time.
    const struct scmp_arg_cmp own = SCMP_A0(SCMP_CMP_EQ, 0);
    const struct scmp_arg_cmp cpu = SCMP_A1(SCMP_CMP_EQ, RLIMIT_CPU);
    const struct scmp_arg_cmp cpu_first = SCMP_A0(SCMP_CMP_EQ, RLIMIT_CPU);
    const int failures[] = {
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_executable),
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_executable),
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, self),
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, own, cpu),
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(setrlimit), 1, cpu_first),
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(getrlimit), 1, cpu_first),
    };
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (is_real_failure(failures[i])) return failures[i];
    return 0;
}

int audiowatch_filter_calls(void) {
    // Linux before 4.14 can end a thread only, which is all that this process has.
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter) filter = seccomp_init(SCMP_ACT_KILL_THREAD);
    if (!filter) return -ENOSYS;
    int failed = add_rules(filter);
    if (!failed) failed = seccomp_load(filter);
    seccomp_release(filter);
    return failed;
}
