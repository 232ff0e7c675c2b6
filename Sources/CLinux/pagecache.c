#define _GNU_SOURCE
#include "pagecache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef RWF_DONTCACHE
#define RWF_DONTCACHE 0x00000080 /* linux/fs.h, since 6.14 */
#endif

void clinux_expect_random_reads(int descriptor) {
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_RANDOM);
}

long clinux_read_at(int descriptor, void *buffer, size_t size, int64_t offset) {
    ssize_t result;
    do result = pread(descriptor, buffer, size, offset);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : result;
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

long clinux_read_uncached(int descriptor, void *buffer, size_t size, int64_t offset) {
    struct iovec part = {.iov_base = buffer, .iov_len = size};
    ssize_t result;
    do result = preadv2(descriptor, &part, 1, offset, RWF_DONTCACHE);
    while (result < 0 && errno == EINTR);
    if (result >= 0) return result;
    if (errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL) return -errno;
    int was_cold = clinux_cached_pages(descriptor, offset, size) == 0;
    long count = clinux_read_at(descriptor, buffer, size, offset);
    if (was_cold && count > 0) posix_fadvise(descriptor, offset, count, POSIX_FADV_DONTNEED);
    return count;
}
