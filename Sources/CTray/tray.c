#include "tray.h"

#include <stdio.h>

struct tray tray;

static gint is_woken;

/* The answer of RequestName: 1 when the name is ours, 3 when another has it. */
static guint32 request_name(const char *name, GError **error) {
    const guint32 do_not_queue = 4;
    GVariant *answer = g_dbus_connection_call_sync(
        tray.bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
        "RequestName", g_variant_new("(su)", name, do_not_queue), G_VARIANT_TYPE("(u)"),
        G_DBUS_CALL_FLAGS_NONE, -1, NULL, error);
    if (!answer) return 0;
    guint32 result = 0;
    g_variant_get(answer, "(u)", &result);
    g_variant_unref(answer);
    return result;
}

/* The other tray answers when it has opened its page; that it is there is enough. */
static void activate(const char *name) {
    g_dbus_connection_call(tray.bus, name, ITEM_PATH, ITEM_INTERFACE, "Activate",
                           g_variant_new("(ii)", 0, 0), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                           NULL, NULL, NULL);
    g_dbus_connection_flush_sync(tray.bus, NULL, NULL);
}

enum ctray_start ctray_start(const char *name, bool activates_other,
                             const struct ctray_calls *calls, char *error, int size) {
    GError *failure = NULL;
    tray.calls = *calls;
    tray.bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, &failure);
    /* On the bus before the name is ours: whoever finds the name may call at once. */
    if (tray.bus && item_export(&failure)) {
        guint32 owner = request_name(name, &failure);
        if (owner == 1) {
            tray.loop = g_main_loop_new(NULL, FALSE);
            menu_export();
            notify_listen();
            item_announce();
            return CTRAY_STARTED;
        }
        if (owner) {
            if (activates_other) activate(name);
            return CTRAY_SECOND;
        }
    }
    snprintf(error, (size_t)size, "%s", failure ? failure->message : "the session bus is closed");
    g_clear_error(&failure);
    return CTRAY_NO_BUS;
}

void ctray_run(void) {
    g_main_loop_run(tray.loop);
    g_dbus_connection_flush_sync(tray.bus, NULL, NULL);
}

static gboolean end(gpointer unused) {
    (void)unused;
    g_main_loop_quit(tray.loop);
    return G_SOURCE_REMOVE;
}

/* Whoever clicked gets its answer first. */
void ctray_end(void) { g_idle_add(end, NULL); }

static gboolean woken(gpointer unused) {
    (void)unused;
    g_atomic_int_set(&is_woken, 0);
    tray.calls.woken(tray.calls.context);
    return G_SOURCE_REMOVE;
}

void ctray_wake(void) {
    if (g_atomic_int_compare_and_exchange(&is_woken, 0, 1)) g_idle_add(woken, NULL);
}

bool ctray_open(const char *address) {
    /* g_spawn_async takes its arguments without const and leaves them as they are. */
    char *arguments[] = {"xdg-open", (char *)address, NULL};
    return g_spawn_async("/", arguments, NULL,
                         G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
                             G_SPAWN_STDERR_TO_DEV_NULL,
                         NULL, NULL, NULL, NULL);
}
