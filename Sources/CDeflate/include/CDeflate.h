#ifndef AUDIOWATCH_CDEFLATE_H
#define AUDIOWATCH_CDEFLATE_H

#include <stddef.h>

/// Most bytes that `cdeflate_gzip` writes for so many; 0 for more than it takes (1 GiB).
size_t cdeflate_room(size_t length);

/// Writes `plain` as a gzip stream (RFC 1952) into `packed`, as small as zlib makes it, always the same for the
/// same bytes. Returns its length; 0 when `room` is too small or memory is short.
size_t cdeflate_gzip(const unsigned char *_Nonnull plain, size_t length,
                     unsigned char *_Nonnull packed, size_t room);

#endif
