// Finding a short text in a long one that consists of rows.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Of the rows of `text` from `from` up to but not `to`, sets bit r - from of `bits` for each row r that holds `needle`
// (1 byte or more). Row r ends before byte ends[r], where a byte 0xFF stands that no needle has. Bits set already stay.
void ctextscan_mark(
    const uint8_t *text, const uint32_t *ends, size_t from, size_t to,
    const uint8_t *needle, size_t length, uint64_t *bits);

// 1 when `length` bytes of `text` hold the needle, else 0.
int ctextscan_holds(
    const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length);

// A file without a name in `folder` (ends in NUL), readable by its owner alone; below 0 where the file system
// has none. Source: O_TMPFILE in open(2).
int ctextscan_file(const uint8_t *folder);

// So many bytes of addresses at which the file can be read, as far as it goes; NULL where there is no room.
void *ctextscan_map(int descriptor, size_t size);

// Writes all of it, or fails with a number below 0.
int ctextscan_write(int descriptor, const uint8_t *bytes, size_t count, size_t at);
