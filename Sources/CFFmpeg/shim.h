#ifndef AUDIOWATCH_CFFMPEG_H
#define AUDIOWATCH_CFFMPEG_H
#include <libavformat/avformat.h>
#include <libavcodec/avcodec.h>
#include <libavutil/avutil.h>
#endif
