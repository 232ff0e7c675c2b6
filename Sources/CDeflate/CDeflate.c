#include "CDeflate.h"

#include <stdint.h>
#include <string.h>

// zlib's own library, which libavformat brings along; three functions of its stable interface (zlib.h 1.2), so
// that its header need not be installed.
unsigned long compressBound(unsigned long length);
int compress2(unsigned char *packed, unsigned long *room, const unsigned char *plain,
              unsigned long length, int level);
unsigned long crc32(unsigned long crc, const unsigned char *bytes, unsigned int length);

// Around the deflated bytes: zlib's own frame (RFC 1950), which is taken off, and gzip's, which is put on.
enum { zlib_head = 2, zlib_tail = 4, gzip_head = 10, gzip_tail = 8, smallest = 9, done = 0 };
static const size_t most = (size_t)1 << 30;

static void put(unsigned char *to, uint32_t number) {
    for (int place = 0; place < 4; place++) to[place] = (unsigned char)(number >> (8 * place));
}

size_t cdeflate_room(size_t length) {
    return length > most ? 0 : compressBound(length) + gzip_head + gzip_tail;
}

size_t cdeflate_gzip(const unsigned char *plain, size_t length, unsigned char *packed,
                     size_t room) {
    // Deflated, no compression flag, no time, best compression, made on Unix.
    static const unsigned char head[gzip_head] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3};
    size_t needed = cdeflate_room(length);
    if (needed == 0 || room < needed) return 0;
    unsigned char *deflated = packed + gzip_head;
    unsigned long count = room - gzip_head;
    if (compress2(deflated, &count, plain, length, smallest) != done) return 0;
    if (count < zlib_head + zlib_tail) return 0;
    count -= zlib_head + zlib_tail;
    memmove(deflated, deflated + zlib_head, count);
    memcpy(packed, head, sizeof head);
    put(deflated + count, (uint32_t)crc32(0, plain, (unsigned int)length));
    put(deflated + count + 4, (uint32_t)length);
    return gzip_head + count + gzip_tail;
}
