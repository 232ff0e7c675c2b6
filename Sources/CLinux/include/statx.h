#ifndef AUDIOWATCH_STATX_H
#define AUDIOWATCH_STATX_H
#include <stdint.h>

/* What statx(2) says of one name, times in nanoseconds since 1970. */
struct clinux_status {
    int64_t size;
    int64_t modified;
    int64_t changed;
    int64_t born; /* 0 where the file system keeps none */
    uint64_t inode;
    uint64_t blocks; /* of 512 bytes */
    uint64_t device;
    uint64_t mount; /* mount id as in mountinfo; 0 before Linux 5.8 */
    uint32_t mode;
    uint32_t links;
};

/* The name itself, symbolic links not followed, automounts not woken. Returns 0 or an errno. */
int clinux_status_at(int directory, const char *name, struct clinux_status *status);

/* An open file or directory. Returns 0 or an errno. */
int clinux_status_of(int descriptor, struct clinux_status *status);
#endif
