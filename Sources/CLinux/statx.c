#define _GNU_SOURCE
#include "statx.h"

#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

/* Seconds come from the disk and may be anything: hold the sum at the ends of the number. */
static int64_t nanoseconds(struct statx_timestamp time) {
    int64_t result;
    if (__builtin_mul_overflow(time.tv_sec, INT64_C(1000000000), &result) ||
        __builtin_add_overflow(result, (int64_t)time.tv_nsec, &result))
        return time.tv_sec < 0 ? INT64_MIN : INT64_MAX;
    return result;
}

static int status(int directory, const char *name, int flags, struct clinux_status *out) {
    struct statx raw;
    unsigned mask = STATX_BASIC_STATS | STATX_BTIME | STATX_MNT_ID;
    long code = clinux_call(SYS_statx, directory, (long)name, flags, mask, (long)&raw, 0);
    if (code != 0) return (int)-code;
    out->size = raw.stx_size > INT64_MAX ? INT64_MAX : (int64_t)raw.stx_size;
    out->modified = nanoseconds(raw.stx_mtime);
    out->changed = nanoseconds(raw.stx_ctime);
    out->born = raw.stx_mask & STATX_BTIME ? nanoseconds(raw.stx_btime) : 0;
    out->inode = raw.stx_ino;
    out->blocks = raw.stx_blocks;
    out->device = makedev(raw.stx_dev_major, raw.stx_dev_minor);
    out->mount = raw.stx_mask & STATX_MNT_ID ? raw.stx_mnt_id : 0;
    out->mode = raw.stx_mode;
    out->links = raw.stx_nlink;
    return 0;
}

int clinux_status_at(int directory, const char *name, struct clinux_status *out) {
    return status(directory, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, out);
}

int clinux_status_of(int descriptor, struct clinux_status *out) {
    return status(descriptor, "", AT_EMPTY_PATH, out);
}
