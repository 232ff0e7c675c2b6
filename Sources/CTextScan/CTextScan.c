#define _GNU_SOURCE

#include "CTextScan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// Bytes of names, those that are met most often first. All others are rarer.
static const char common[] = " aeoitnrsl_10-c2d.kmpuhgb3f5w4v8y697z";

static int rarity(uint8_t byte)
{
    const char *found = byte == 0 ? NULL : strchr(common, byte);
    return found == NULL ? (int)sizeof common : (int)(found - common);
}

// The places of the two rarest bytes of a needle, the earlier one first; of one byte twice that.
static void rarest(const uint8_t *needle, size_t length, size_t *one, size_t *other)
{
    size_t best = 0;
    size_t second = length > 1 ? 1 : 0;
    for (size_t place = 1; place < length; place++) {
        if (rarity(needle[place]) > rarity(needle[best])) {
            second = best;
            best = place;
        } else if (place != best && rarity(needle[place]) > rarity(needle[second])) {
            second = place;
        }
    }
    *one = best < second ? best : second;
    *other = best < second ? second : best;
}

// Sixteen places at once where the needle's two rarest bytes stand; then all of it. A row that has been found
// is left at once, so that a letter that stands everywhere costs one look a row.
void ctextscan_mark(
    const uint8_t *text, const uint32_t *ends, size_t rows,
    const uint8_t *needle, size_t length, uint64_t *bits)
{
    if (rows == 0 || length == 0) {
        return;
    }
    size_t total = (size_t)ends[rows - 1] + 1;
    size_t row = 0;
    size_t at = 0;
    size_t one = 0;
    size_t other = 0;
    rarest(needle, length, &one, &other);
    while (at + length <= total) {
#ifdef __SSE2__
        if (at + length + 15 <= total) {
            __m128i first = _mm_loadu_si128((const __m128i *)(text + at + one));
            __m128i last = _mm_loadu_si128((const __m128i *)(text + at + other));
            unsigned mask = (unsigned)_mm_movemask_epi8(_mm_and_si128(
                _mm_cmpeq_epi8(first, _mm_set1_epi8((char)needle[one])),
                _mm_cmpeq_epi8(last, _mm_set1_epi8((char)needle[other]))));
            size_t next = at + 16;
            while (mask != 0) {
                size_t place = at + (size_t)__builtin_ctz(mask);
                mask &= mask - 1;
                if (length > 2 && memcmp(text + place, needle, length) != 0) {
                    continue;
                }
                while (ends[row] < place) {
                    row++;
                }
                bits[row >> 6] |= (uint64_t)1 << (row & 63);
                size_t end = (size_t)ends[row] + 1;
                if (end >= at + 16) {
                    next = end;
                    break;
                }
                mask &= ~0u << (end - at);
            }
            at = next;
            continue;
        }
#endif
        const uint8_t *found = memmem(text + at, total - at, needle, length);
        if (found == NULL) {
            return;
        }
        size_t place = (size_t)(found - text);
        while (ends[row] < place) {
            row++;
        }
        bits[row >> 6] |= (uint64_t)1 << (row & 63);
        at = (size_t)ends[row] + 1;
    }
}

int ctextscan_holds(
    const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length)
{
    return memmem(text, length, needle, needle_length) != NULL;
}

int ctextscan_file(const uint8_t *folder)
{
    return open((const char *)folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

void *ctextscan_map(int descriptor, size_t size)
{
    void *base = mmap(NULL, size, PROT_READ, MAP_SHARED | MAP_NORESERVE, descriptor, 0);
    return base == MAP_FAILED ? NULL : base;
}

int ctextscan_write(int descriptor, const uint8_t *bytes, size_t count, size_t at)
{
    while (count > 0) {
        ssize_t written = pwrite(descriptor, bytes, count, (off_t)at);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return -1;
        }
        bytes += written;
        at += (size_t)written;
        count -= (size_t)written;
    }
    return 0;
}
