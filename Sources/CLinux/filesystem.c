#define _GNU_SOURCE
#include "filesystem.h"

#include "calls.h"

#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

/* huge_encode_dev of linux/kdev_t.h */
static uint64_t encoded(uint64_t device) {
    uint64_t minor = minor(device);
    return (minor & 0xff) | ((uint64_t)major(device) << 8) | ((minor & ~UINT64_C(0xff)) << 12);
}

int clinux_file_system_number(int descriptor, uint64_t device, uint64_t *number) {
    struct statfs raw;
    uint32_t parts[2];
    long code = clinux_call(SYS_fstatfs, descriptor, (long)&raw, 0, 0, 0, 0);
    if (code != 0) return (int)-code;
    _Static_assert(sizeof parts == sizeof raw.f_fsid, "f_fsid is two ints");
    memcpy(parts, &raw.f_fsid, sizeof parts);
    uint64_t own = parts[0] | (uint64_t)parts[1] << 32;
    *number = own == encoded(device) ? 0 : own;
    return 0;
}

int clinux_free_space(const char *path, uint64_t *available, uint64_t *total) {
    struct statvfs raw;
    if (statvfs(path, &raw) != 0) return errno;
    if (__builtin_mul_overflow((uint64_t)raw.f_bavail, (uint64_t)raw.f_frsize, available))
        *available = UINT64_MAX;
    if (__builtin_mul_overflow((uint64_t)raw.f_blocks, (uint64_t)raw.f_frsize, total))
        *total = UINT64_MAX;
    return 0;
}
