#ifndef AUDIOWATCH_PAGECACHE_H
#define AUDIOWATCH_PAGECACHE_H
#include <stddef.h>
#include <stdint.h>

/* Says that reads will jump: no read-ahead. */
void clinux_expect_random_reads(int descriptor);

/* pread(2) that goes on after a signal. Returns the bytes read, 0 at the end, or -errno. */
long clinux_read_at(int descriptor, void *buffer, size_t size, int64_t offset);

/* The same, leaving in the page cache what was there before and nothing more: by
   preadv2(RWF_DONTCACHE) where kernel and file system have it (6.14 and later), else by dropping
   the pages read, provided that none of them had been cached before we came. */
long clinux_read_uncached(int descriptor, void *buffer, size_t size, int64_t offset);

/* The same without that care where the kernel has no preadv2(RWF_DONTCACHE): one system call, for a program
   that may make no others. */
long clinux_read_behind(int descriptor, void *buffer, size_t size, int64_t offset);

/* How many pages of the range are in the page cache, or -1 when the kernel does not tell us
   (it tells only those who may write the file, so that the cache cannot be spied on). */
long clinux_cached_pages(int descriptor, int64_t offset, size_t size);
#endif
