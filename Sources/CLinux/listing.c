#define _GNU_SOURCE
#include "listing.h"

#include "calls.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int clinux_listing_rewind(int directory) {
    long result = clinux_call(SYS_lseek, directory, 0, SEEK_SET, 0, 0, 0);
    return result < 0 ? (int)-result : 0;
}

long clinux_listing_next(int directory, void *buffer, size_t size) {
    long result;
    do result = clinux_call(SYS_getdents64, directory, (long)buffer, (long)size, 0, 0, 0);
    while (result == -EINTR);
    return result;
}

int clinux_listing_record(const void *buffer, size_t filled, size_t offset,
                          struct clinux_listed *record) {
    size_t head = offsetof(struct dirent64, d_name);
    if (offset >= filled || filled - offset <= head) return 0;
    const struct dirent64 *entry = (const void *)((const char *)buffer + offset);
    size_t length = entry->d_reclen;
    if (length <= head || length > filled - offset) return 0;
    record->name = entry->d_name;
    record->length = strnlen(entry->d_name, length - head);
    record->next = offset + length;
    record->type = entry->d_type;
    return 1;
}
