#ifndef AUDIOWATCH_CDBUSMENU_H
#define AUDIOWATCH_CDBUSMENU_H
#include <libdbusmenu-glib/dbusmenu-glib.h>
#endif
