#define _GNU_SOURCE
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* Starts it with our environment, no signal blocked and each at its default. Returns 0, or an errno. */
static int start(const char *const arguments[], const posix_spawn_file_actions_t *actions,
                 short flags, pid_t *child) {
    posix_spawnattr_t attributes;
    int failed = posix_spawnattr_init(&attributes);
    if (failed) return failed;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    failed = posix_spawnattr_setsigmask(&attributes, &none);
    if (!failed) failed = posix_spawnattr_setsigdefault(&attributes, &all);
    if (!failed)
        failed = posix_spawnattr_setflags(
            &attributes, flags | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    // posix_spawnp(3) takes its arguments without const and leaves them as they are.
    if (!failed)
        failed = posix_spawnp(
            child, arguments[0], actions, &attributes, (char *const *)arguments, environ);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

int clinux_program_start(const char *const arguments[], pid_t *child) {
    posix_spawn_file_actions_t actions;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed) return -failed;
    for (int standard = 0; standard < 3 && !failed; standard++)
        failed = posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
    if (!failed) failed = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!failed) failed = start(arguments, &actions, 0, child);
    posix_spawn_file_actions_destroy(&actions);
    return -failed;
}

int clinux_program_detach(const char *const arguments[], int output, pid_t *child) {
    posix_spawn_file_actions_t actions;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed) return -failed;
    failed = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    for (int standard = 1; standard < 3 && !failed; standard++)
        failed = posix_spawn_file_actions_adddup2(&actions, output, standard);
    if (!failed) failed = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!failed) failed = posix_spawn_file_actions_addchdir_np(&actions, "/");
    if (!failed) failed = start(arguments, &actions, POSIX_SPAWN_SETSID, child);
    posix_spawn_file_actions_destroy(&actions);
    return -failed;
}

int clinux_program_end(pid_t child, int milliseconds) {
    for (int waited = 0;; waited += 5) {
        int status = 0;
        pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (ended < 0 && errno != EINTR) return 128;
        if (waited >= milliseconds) return -EAGAIN;
        struct timespec pause = {0, 5000000};
        nanosleep(&pause, NULL);
    }
}
