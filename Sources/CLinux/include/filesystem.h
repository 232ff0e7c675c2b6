#ifndef AUDIOWATCH_FILESYSTEM_H
#define AUDIOWATCH_FILESYSTEM_H
#include <stdint.h>

/* The number that a file system gives itself (statfs(2), f_fsid); 0 where it has none, or where the
   kernel makes it of the device's number: XFS, FAT, exFAT, NTFS. Returns 0 or an errno. */
int clinux_file_system_number(int descriptor, uint64_t device, uint64_t *number);

/* Bytes that this user may still write there, and bytes in all. Returns 0 or an errno. */
int clinux_free_space(const char *path, uint64_t *available, uint64_t *total);
#endif
