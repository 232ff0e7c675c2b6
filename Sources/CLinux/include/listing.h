#ifndef AUDIOWATCH_LISTING_H
#define AUDIOWATCH_LISTING_H
#include <stddef.h>
#include <stdint.h>

/* Puts the directory's position at its start. Returns 0 or an errno. */
int clinux_listing_rewind(int directory);

/* getdents64(2): fills `buffer` (aligned to 8) with whole records.
   Returns the number of bytes, 0 at the end, or -errno. */
long clinux_listing_next(int directory, void *buffer, size_t size);

/* The record that begins at `offset`. */
struct clinux_listed {
    const char *name; /* ends with NUL, lives in the buffer */
    size_t length;    /* without the NUL */
    size_t next;      /* offset of the following record */
    unsigned char type; /* DT_REG, DT_DIR, … or DT_UNKNOWN */
};

/* Reads the record at `offset` of the `filled` bytes; 0 when there is none. */
int clinux_listing_record(const void *buffer, size_t filled, size_t offset,
                          struct clinux_listed *record);
#endif
