#ifndef AUDIOWATCH_TRAY_H
#define AUDIOWATCH_TRAY_H
#include "CTray.h"

#include <gio/gio.h>

#define ITEM_PATH "/StatusNotifierItem"
#define MENU_PATH "/MenuBar"
#define ITEM_INTERFACE "org.kde.StatusNotifierItem"

/* What the parts share: the bus, and whom to call. */
extern struct tray {
    GDBusConnection *bus;
    GMainLoop *loop;
    struct ctray_calls calls;
} tray;

/* Puts the item on the bus, where a host finds it. False with an error when the bus refuses. */
bool item_export(GError **error);
/* Has every host that comes show the item, from now on. */
void item_announce(void);
/* Makes the menu, empty. */
void menu_export(void);
/* Listens for clicks on notifications. */
void notify_listen(void);

#endif
