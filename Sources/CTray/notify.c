/* Desktop notifications. */
#include "tray.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define KINDS 8
#define LOW 0

/* The number of the last notification of each kind, 0 for none: a newer one takes its place. */
static guint32 last[KINDS];

static void shown(GObject *bus, GAsyncResult *result, void *kind) {
    GVariant *answer = g_dbus_connection_call_finish(G_DBUS_CONNECTION(bus), result, NULL);
    /* Nobody shows notifications: the tray's icon tells the same. */
    if (!answer) return;
    g_variant_get(answer, "(u)", &last[GPOINTER_TO_INT(kind)]);
    g_variant_unref(answer);
}

void ctray_notify(int32_t kind, const char *title, const char *text) {
    if (kind < 0 || kind >= KINDS) return;
    GVariantBuilder actions, hints;
    g_variant_builder_init(&actions, G_VARIANT_TYPE("as"));
    g_variant_builder_add(&actions, "s", "default");
    g_variant_builder_add(&actions, "s", "Open audiowatch");
    g_variant_builder_init(&hints, G_VARIANT_TYPE("a{sv}"));
    g_variant_builder_add(&hints, "{sv}", "urgency", g_variant_new_byte(LOW));
    g_variant_builder_add(&hints, "{sv}", "desktop-entry", g_variant_new_string("audiowatch"));
    g_dbus_connection_call(tray.bus, NAME, PATH, NAME, "Notify",
                           g_variant_new("(susssasa{sv}i)", "audiowatch", last[kind], "audiowatch",
                                         title, text, &actions, &hints, -1),
                           G_VARIANT_TYPE("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, shown,
                           GINT_TO_POINTER(kind));
}

static void clicked(GDBusConnection *bus, const char *sender, const char *path,
                    const char *interface, const char *signal, GVariant *arguments, void *unused) {
    (void)bus, (void)sender, (void)path, (void)interface, (void)signal, (void)unused;
    if (!g_variant_is_of_type(arguments, G_VARIANT_TYPE("(us)"))) return;
    guint32 number = 0;
    g_variant_get_child(arguments, 0, "u", &number);
    for (int kind = 0; kind < KINDS; kind++)
        if (number && last[kind] == number) {
            tray.calls.activated(tray.calls.context);
            return;
        }
}

void notify_listen(void) {
    g_dbus_connection_signal_subscribe(tray.bus, NAME, NAME, "ActionInvoked", PATH, NULL,
                                       G_DBUS_SIGNAL_FLAGS_NONE, clicked, NULL, NULL);
}
