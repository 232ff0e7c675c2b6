#define _GNU_SOURCE
#include "landlock.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's numbers, which this machine's headers may be too old to name. Source: landlock(7) and
// include/uapi/linux/landlock.h of Linux 6.12; the calls have these numbers on every architecture.
enum { CREATE_RULESET = 444, RESTRICT_SELF = 446, ASK_VERSION = 1 };

/// Grows with the version; the kernel takes any of its lengths.
struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};

/// Rights on files that each version added, as how many bits there are since.
static uint64_t file_rights(int version) {
    int bits = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    return (UINT64_C(1) << bits) - 1;
}

int audiowatch_landlock_version(void) {
    long version = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
    return version > 0 ? (int)version : 0;
}

int audiowatch_landlock_deny(int version) {
    if (version < 1) return -ENOSYS;
    struct ruleset rules = {.files = file_rights(version)};
    size_t length = offsetof(struct ruleset, network);
    if (version >= 4) {
        rules.network = 3;  // bind and connect
        length = offsetof(struct ruleset, scopes);
    }
    if (version >= 6) {
        rules.scopes = 3;  // abstract Unix sockets and signals
        length = sizeof rules;
    }
    // A right that is handled and that no rule gives back is denied everywhere.
    long set = syscall(CREATE_RULESET, &rules, length, 0);
    if (set < 0) return -errno;
    int failed = syscall(RESTRICT_SELF, (int)set, 0) ? -errno : 0;
    close((int)set);
    return failed;
}
