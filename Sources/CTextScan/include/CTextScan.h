// Finding a short text in a long one that consists of rows.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Sets bit r of `bits` for each row r of `text` that holds `needle` (1 byte or more). Row r ends before
// byte ends[r], where a byte 0xFF stands that no needle has; `rows` rows in all. Bits already set stay.
void ctextscan_mark(
    const uint8_t *text, const uint32_t *ends, size_t rows,
    const uint8_t *needle, size_t length, uint64_t *bits);
