#define _GNU_SOURCE
#include "openat2.h"

#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

static int beneath(int directory, const char *path, int flags) {
    struct open_how how = {
        .flags = (unsigned)flags,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS,
    };
    long result;
    do result = clinux_call(SYS_openat2, directory, (long)path, (long)&how, sizeof how, 0, 0);
    while (result == -EINTR || result == -EAGAIN);
    return (int)result;
}

int clinux_open_beneath(int directory, const char *path, int flags) {
    int result = beneath(directory, path, flags | O_RDONLY | O_CLOEXEC | O_NOATIME);
    return result == -EPERM ? beneath(directory, path, flags | O_RDONLY | O_CLOEXEC) : result;
}

static int open_once(int directory, const char *path, int flags) {
    long result;
    do result =
        clinux_call(SYS_openat, directory, (long)path, flags | O_RDONLY | O_CLOEXEC, 0, 0, 0);
    while (result == -EINTR);
    return (int)result;
}

int clinux_open_quietly(int directory, const char *path, int flags) {
    int result = open_once(directory, path, flags | O_NOATIME);
    return result == -EPERM ? open_once(directory, path, flags) : result;
}

int clinux_flags_directory(void) { return O_DIRECTORY | O_NOFOLLOW; }
int clinux_flags_directory_following(void) { return O_DIRECTORY; }
int clinux_flags_file(void) { return O_NONBLOCK | O_NOFOLLOW | O_NOCTTY; }
