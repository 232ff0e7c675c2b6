#define _GNU_SOURCE
#include "pagecache.h"

#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef RWF_DONTCACHE
#define RWF_DONTCACHE 0x00000080 /* linux/fs.h, since 6.14 */
#endif

void clinux_expect_random_reads(int descriptor) {
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_RANDOM);
}

long clinux_read_at(int descriptor, void *buffer, size_t size, int64_t offset) {
    long result;
    do result = clinux_call(SYS_pread64, descriptor, (long)buffer, (long)size, offset, 0, 0);
    while (result == -EINTR);
    return result;
}

long clinux_cached_pages(int descriptor, int64_t offset, size_t size) {
    long page = sysconf(_SC_PAGESIZE);
    if (page <= 0 || offset < 0 || size == 0) return -1;
    int64_t start = offset - offset % page;
    size_t length = size + (size_t)(offset - start);
    size_t pages = (length + (size_t)page - 1) / (size_t)page;
    void *map = mmap(NULL, length, PROT_READ, MAP_SHARED, descriptor, start);
    if (map == MAP_FAILED) return -1;
    unsigned char *resident = calloc(pages, 1);
    long count = -1;
    if (resident && mincore(map, length, resident) == 0) {
        count = 0;
        for (size_t index = 0; index < pages; index++) count += resident[index] & 1;
    }
    free(resident);
    munmap(map, length);
    return count;
}

static long read_dropping(int descriptor, void *buffer, size_t size, int64_t offset) {
    struct iovec part = {.iov_base = buffer, .iov_len = size};
    long result;
    do result =
        clinux_call(SYS_preadv2, descriptor, (long)&part, 1, offset, 0, RWF_DONTCACHE);
    while (result == -EINTR);
    return result;
}

static bool is_unknown(long result) {
    return result == -EOPNOTSUPP || result == -ENOSYS || result == -EINVAL;
}

long clinux_read_behind(int descriptor, void *buffer, size_t size, int64_t offset) {
    long result = read_dropping(descriptor, buffer, size, offset);
    return is_unknown(result) ? clinux_read_at(descriptor, buffer, size, offset) : result;
}

long clinux_read_uncached(int descriptor, void *buffer, size_t size, int64_t offset) {
    long result = read_dropping(descriptor, buffer, size, offset);
    if (!is_unknown(result)) return result;
    int was_cold = clinux_cached_pages(descriptor, offset, size) == 0;
    long count = clinux_read_at(descriptor, buffer, size, offset);
    if (was_cold && count > 0) posix_fadvise(descriptor, offset, count, POSIX_FADV_DONTNEED);
    return count;
}
