#ifndef AUDIOWATCH_CFFMPEG_H
#define AUDIOWATCH_CFFMPEG_H
#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/dict.h>
#include <libswresample/swresample.h>

// Macros and callbacks that Swift cannot import.

/// "No time known" of a duration or timestamp.
static inline int64_t audiowatch_no_time(void) { return AV_NOPTS_VALUE; }
/// What a read callback returns at the end of the file.
static inline int audiowatch_end_of_file(void) { return AVERROR_EOF; }
/// An errno as libav's negative error.
static inline int audiowatch_error(int number) { return AVERROR(number); }
/// libav's "these bytes are not what the demuxer expected".
static inline int audiowatch_invalid_data(void) { return AVERROR_INVALIDDATA; }
/// The rate at which AVFormatContext.duration counts.
static inline int64_t audiowatch_time_base(void) { return AV_TIME_BASE; }

static inline int audiowatch_refuse_open(
    AVFormatContext *context, AVIOContext **io, const char *url, int flags, AVDictionary **options) {
    (void)context; (void)url; (void)flags; (void)options;
    *io = NULL;
    return AVERROR(EACCES);
}

/// Demuxers of this context can open nothing by name.
static inline void audiowatch_seal_context(AVFormatContext *context) {
    context->io_open = audiowatch_refuse_open;
}
#endif
