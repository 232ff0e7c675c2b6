#define _GNU_SOURCE
#include "trial.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int is_open(const char *path, int flags) {
    int descriptor = open(path, flags | O_CLOEXEC, 0600);
    if (descriptor < 0) return 0;
    close(descriptor);
    return 1;
}

int audiowatch_trial_paths(void) {
    // O_TMPFILE leaves nothing behind where it is not prevented.
    return !is_open("/proc/self/exe", O_RDONLY) && !is_open("/", O_RDONLY | O_DIRECTORY) &&
           !is_open("/dev/null", O_WRONLY) && !is_open("/tmp", O_TMPFILE | O_WRONLY);
}

int audiowatch_trial_network(void) {
    int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (one < 0) return 1;
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int taken = bind(one, (struct sockaddr *)&any, sizeof any) == 0;
    close(one);
    return !taken;
}

int audiowatch_trial_signals(void) { return kill(getppid(), 0) != 0; }

/// True when the filter refused: without it, arguments as wrong as these get another answer and do nothing.
static int is_refused(long result) { return result == -1 && errno == EPERM; }

int audiowatch_trial_calls(void) {
    // By number: libc's own functions go other ways on other machines.
    int all = is_refused(syscall(SYS_openat, AT_FDCWD, NULL, O_RDONLY, 0));
    all &= is_refused(syscall(SYS_socket, -1, 0, 0));
    all &= is_refused(syscall(SYS_execve, NULL, NULL, NULL));
    // Sharing signal handlers without sharing memory is EINVAL: no process comes of it. clone(2)
    all &= is_refused(syscall(SYS_clone, CLONE_SIGHAND, NULL, NULL, NULL, NULL));
    all &= is_refused(syscall(SYS_clone3, NULL, 0));
    return all;
}
