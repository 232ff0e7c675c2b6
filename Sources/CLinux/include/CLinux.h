#ifndef AUDIOWATCH_CLINUX_H
#define AUDIOWATCH_CLINUX_H
#include "descriptors.h"
#endif
