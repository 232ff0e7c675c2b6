#define _GNU_SOURCE

#include "CTextScan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __SSE2__
#include <immintrin.h>
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

// What is looked for, and where: a row that has been found is left at once, so that a letter that stands
// everywhere costs one look a row.
struct scan {
    const uint8_t *text;
    const uint32_t *ends;
    const uint8_t *needle;
    size_t from, total, length, one, other;
    // The needle's first eight bytes, and which of them there are.
    uint64_t head, mask;
    uint64_t *bits;
    size_t row;
};

static inline int stands(const struct scan *scan, size_t place)
{
    if (scan->length <= 2) {
        return 1;
    }
    // A word that is met often is mostly short: compared at once, without a call.
    if (place + sizeof scan->head <= scan->total) {
        uint64_t here;
        memcpy(&here, scan->text + place, sizeof here);
        if (((here ^ scan->head) & scan->mask) != 0) {
            return 0;
        }
        if (scan->length <= sizeof here) {
            return 1;
        }
    }
    return memcmp(scan->text + place, scan->needle, scan->length) == 0;
}

// Marks the row of a place and returns where the next one begins.
static size_t found(struct scan *scan, size_t place)
{
    while (scan->ends[scan->row] < place) {
        scan->row++;
    }
    size_t bit = scan->row - scan->from;
    scan->bits[bit >> 6] |= (uint64_t)1 << (bit & 63);
    return (size_t)scan->ends[scan->row] + 1;
}

// Goes through the places of a mask, `width` of them from `at` on; returns where to go on.
static inline __attribute__((always_inline)) size_t examined(
    struct scan *scan, size_t at, size_t width, uint32_t mask)
{
    while (mask != 0) {
        size_t place = at + (size_t)__builtin_ctz(mask);
        mask &= mask - 1;
        if (!stands(scan, place)) {
            continue;
        }
        size_t end = found(scan, place);
        if (end >= at + width) {
            return end;
        }
        mask &= ~UINT32_C(0) << (end - at);
    }
    return at + width;
}

#ifdef __SSE2__
// Thirty-two places at once where the needle's two rarest bytes stand.
__attribute__((target("avx2"))) static size_t scan_wide(struct scan *scan, size_t at)
{
    const __m256i first = _mm256_set1_epi8((char)scan->needle[scan->one]);
    const __m256i last = _mm256_set1_epi8((char)scan->needle[scan->other]);
    while (at + scan->length + 31 <= scan->total) {
        const uint8_t *here = scan->text + at;
        __m256i both = _mm256_and_si256(
            _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(here + scan->one)), first),
            _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(here + scan->other)), last));
        at = examined(scan, at, 32, (uint32_t)_mm256_movemask_epi8(both));
    }
    return at;
}

// Sixteen.
static size_t scan_narrow(struct scan *scan, size_t at)
{
    const __m128i first = _mm_set1_epi8((char)scan->needle[scan->one]);
    const __m128i last = _mm_set1_epi8((char)scan->needle[scan->other]);
    while (at + scan->length + 15 <= scan->total) {
        const uint8_t *here = scan->text + at;
        __m128i both = _mm_and_si128(
            _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(here + scan->one)), first),
            _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(here + scan->other)), last));
        at = examined(scan, at, 16, (uint32_t)_mm_movemask_epi8(both));
    }
    return at;
}
#endif

void ctextscan_mark(
    const uint8_t *text, const uint32_t *ends, size_t from, size_t to,
    const uint8_t *needle, size_t length, uint64_t *bits)
{
    if (from >= to || length == 0) {
        return;
    }
    struct scan scan = {
        .text = text, .ends = ends, .needle = needle, .total = (size_t)ends[to - 1] + 1,
        .length = length, .bits = bits, .from = from, .row = from,
    };
    size_t head = length < sizeof scan.head ? length : sizeof scan.head;
    memcpy(&scan.head, needle, head);
    memset(&scan.mask, 0xff, head);
    rarest(needle, length, &scan.one, &scan.other);
    size_t at = from == 0 ? 0 : (size_t)ends[from - 1] + 1;
#ifdef __SSE2__
    if (__builtin_cpu_supports("avx2")) {
        at = scan_wide(&scan, at);
    }
    at = scan_narrow(&scan, at);
#endif
    while (at + length <= scan.total) {
        const uint8_t *place = memmem(text + at, scan.total - at, needle, length);
        if (place == NULL) {
            return;
        }
        at = found(&scan, (size_t)(place - text));
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
