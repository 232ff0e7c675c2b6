#ifndef AUDIOWATCH_CGIO_H
#define AUDIOWATCH_CGIO_H
#include <gio/gio.h>
#endif
