#ifndef AUDIOWATCH_CTRAY_H
#define AUDIOWATCH_CTRAY_H
#include <stdbool.h>
#include <stdint.h>

/* One tray item of this process on the session's D-Bus: a StatusNotifierItem with a menu (com.canonical.dbusmenu) and
   desktop notifications. Everything here belongs to the thread that calls ctray_start, except for ctray_wake.
   Texts are UTF-8 and copied. Source: freedesktop.org, StatusNotifierItem 0.1; Desktop Notifications 1.2. */

/* Called from ctray_run. */
struct ctray_calls {
    void *context;
    /* A click on the icon or on a notification, or a second tray that was started. */
    void (*activated)(void *context);
    /* A click on an entry of the menu. */
    void (*chosen)(void *context, int32_t entry);
    /* The menu is about to be shown. */
    void (*opening)(void *context);
    /* Somebody shows tray items now, or nobody does any more; first called soon after the start. */
    void (*shown)(void *context, bool is_shown);
    /* ctray_wake was called, once or several times. */
    void (*woken)(void *context);
};

enum ctray_start {
    CTRAY_STARTED,
    /* Another tray has the name already; it was activated if that was asked for. */
    CTRAY_SECOND,
    /* No session bus, or it refused us. */
    CTRAY_NO_BUS,
};

/* Joins the session's bus under `name`, of which there is one in a session. `error` receives a sentence of at most
   `size` bytes when there is no bus. */
enum ctray_start ctray_start(const char *name, bool activates_other, const struct ctray_calls *calls,
                             char *error, int size);

/* Serves until ctray_end is called. When the bus goes, the session is over and the process ends. */
void ctray_run(void);
void ctray_end(void);

/* Has `woken` called soon. From any thread. */
void ctray_wake(void);

/* `side` × `side` pixels, four bytes each: alpha, red, green, blue. */
struct ctray_pixels {
    int32_t side;
    const uint8_t *bytes;
};

/* What is shown in the tray. `icon_name` is looked for in the themes below `icon_folder` too; where it is empty, or not
   found, the pixels are the icon. */
void ctray_show(const char *icon_folder, const char *icon_name, const struct ctray_pixels *icons,
                int32_t icon_count, const char *title, const char *text);

enum ctray_kind { CTRAY_TEXT, CTRAY_SEPARATOR, CTRAY_ACTION, CTRAY_ON, CTRAY_OFF, CTRAY_SUBMENU };

struct ctray_entry {
    /* Above 0 and unique. */
    int32_t id;
    /* The id of the submenu that it stands in, which comes before it; 0 in the menu itself. */
    int32_t parent;
    enum ctray_kind kind;
    const char *label;
};

/* The menu. One of the same shape only changes its words and marks, so that an open menu stays open. */
void ctray_menu(const struct ctray_entry *entries, int32_t count);

/* A notification of low urgency; it takes the place of the last one of its kind, 0 … 7. A click on it activates. */
void ctray_notify(int32_t kind, const char *title, const char *text);

/* Has the desktop open an address, without waiting for it. False when xdg-open is not installed. */
bool ctray_open(const char *address);

#endif
