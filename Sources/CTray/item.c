/* The StatusNotifierItem: what hosts ask for, and what they are told. */
#include "tray.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"

static const char description[] =
    "<node><interface name='" ITEM_INTERFACE "'>"
    "<property name='Category' type='s' access='read'/>"
    "<property name='Id' type='s' access='read'/>"
    "<property name='Title' type='s' access='read'/>"
    "<property name='Status' type='s' access='read'/>"
    "<property name='WindowId' type='i' access='read'/>"
    "<property name='IconName' type='s' access='read'/>"
    "<property name='IconPixmap' type='a(iiay)' access='read'/>"
    "<property name='OverlayIconName' type='s' access='read'/>"
    "<property name='OverlayIconPixmap' type='a(iiay)' access='read'/>"
    "<property name='AttentionIconName' type='s' access='read'/>"
    "<property name='AttentionIconPixmap' type='a(iiay)' access='read'/>"
    "<property name='AttentionMovieName' type='s' access='read'/>"
    "<property name='ToolTip' type='(sa(iiay)ss)' access='read'/>"
    "<property name='IconThemePath' type='s' access='read'/>"
    "<property name='ItemIsMenu' type='b' access='read'/>"
    "<property name='Menu' type='o' access='read'/>"
    "<method name='ContextMenu'><arg name='x' type='i'/><arg name='y' type='i'/></method>"
    "<method name='Activate'><arg name='x' type='i'/><arg name='y' type='i'/></method>"
    "<method name='SecondaryActivate'><arg name='x' type='i'/><arg name='y' type='i'/></method>"
    "<method name='Scroll'><arg name='delta' type='i'/><arg name='orientation' type='s'/></method>"
    "<signal name='NewTitle'/><signal name='NewIcon'/><signal name='NewToolTip'/>"
    "<signal name='NewStatus'><arg type='s'/></signal>"
    "</interface></node>";

/* What is shown; the pixels as the bus takes them, and none at first. */
static struct {
    char *icon_folder;
    char *icon_name;
    GVariant *pixels;
    char *title;
    char *text;
} look;

static GVariant *no_pixels(void) { return g_variant_new_array(G_VARIANT_TYPE("(iiay)"), NULL, 0); }

static GVariant *pixels(void) { return look.pixels ? look.pixels : no_pixels(); }

/* GDBus drops the reference that it is given. */
static GVariant *kept(GVariant *value) {
    return g_variant_is_floating(value) ? value : g_variant_ref(value);
}

static const char *or_empty(const char *text) { return text ? text : ""; }

static GVariant *property(GDBusConnection *bus, const char *sender, const char *path,
                          const char *interface, const char *name, GError **error, void *unused) {
    (void)bus, (void)sender, (void)path, (void)interface, (void)error, (void)unused;
    if (g_str_equal(name, "Category")) return g_variant_new_string("ApplicationStatus");
    if (g_str_equal(name, "Id")) return g_variant_new_string("audiowatch");
    if (g_str_equal(name, "Title")) return g_variant_new_string("audiowatch");
    if (g_str_equal(name, "Status")) return g_variant_new_string("Active");
    if (g_str_equal(name, "WindowId")) return g_variant_new_int32(0);
    if (g_str_equal(name, "IconName")) return g_variant_new_string(or_empty(look.icon_name));
    if (g_str_equal(name, "IconThemePath")) return g_variant_new_string(or_empty(look.icon_folder));
    if (g_str_equal(name, "IconPixmap")) return kept(pixels());
    if (g_str_has_suffix(name, "Pixmap")) return no_pixels();
    if (g_str_equal(name, "ToolTip"))
        return g_variant_new("(s@a(iiay)ss)", or_empty(look.icon_name), pixels(),
                             or_empty(look.title), or_empty(look.text));
    if (g_str_equal(name, "ItemIsMenu")) return g_variant_new_boolean(FALSE);
    if (g_str_equal(name, "Menu")) return g_variant_new_object_path(MENU_PATH);
    return g_variant_new_string("");
}

static void method(GDBusConnection *bus, const char *sender, const char *path,
                   const char *interface, const char *name, GVariant *arguments,
                   GDBusMethodInvocation *call, void *unused) {
    (void)bus, (void)sender, (void)path, (void)interface, (void)arguments, (void)unused;
    /* Nothing of ours takes long, so the host is not kept waiting. The menu is the host's to show. */
    g_dbus_method_invocation_return_value(call, NULL);
    if (g_str_equal(name, "Activate") || g_str_equal(name, "SecondaryActivate"))
        tray.calls.activated(tray.calls.context);
}

bool item_export(GError **error) {
    static const GDBusInterfaceVTable calls = {.method_call = method, .get_property = property};
    GDBusNodeInfo *node = g_dbus_node_info_new_for_xml(description, error);
    if (!node) return false;
    guint id = g_dbus_connection_register_object(tray.bus, ITEM_PATH, node->interfaces[0], &calls,
                                                 NULL, NULL, error);
    g_dbus_node_info_unref(node);
    return id != 0;
}

static void registered(GObject *bus, GAsyncResult *result, void *unused) {
    (void)unused;
    GVariant *answer = g_dbus_connection_call_finish(G_DBUS_CONNECTION(bus), result, NULL);
    tray.calls.shown(tray.calls.context, answer != NULL);
    if (answer) g_variant_unref(answer);
}

/* Also when the watcher was started anew: it remembers nobody. */
static void watcher_came(GDBusConnection *bus, const char *name, const char *owner, void *unused) {
    (void)name, (void)unused;
    g_dbus_connection_call(bus, owner, WATCHER_PATH, WATCHER, "RegisterStatusNotifierItem",
                           g_variant_new("(s)", g_dbus_connection_get_unique_name(bus)), NULL,
                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, registered, NULL);
}

static void watcher_went(GDBusConnection *bus, const char *name, void *unused) {
    (void)bus, (void)name, (void)unused;
    tray.calls.shown(tray.calls.context, false);
}

void item_announce(void) {
    g_bus_watch_name_on_connection(tray.bus, WATCHER, G_BUS_NAME_WATCHER_FLAGS_NONE, watcher_came,
                                   watcher_went, NULL, NULL);
}

static void tell(const char *signal) {
    g_dbus_connection_emit_signal(tray.bus, NULL, ITEM_PATH, ITEM_INTERFACE, signal, NULL, NULL);
}

/* Takes `new` over. */
static bool replace(char **old, char *new) {
    bool is_other = g_strcmp0(*old, new) != 0;
    g_free(*old);
    *old = new;
    return is_other;
}

void ctray_show(const char *icon_folder, const char *icon_name, const struct ctray_pixels *icons,
                int32_t icon_count, const char *title, const char *text) {
    GVariantBuilder all;
    g_variant_builder_init(&all, G_VARIANT_TYPE("a(iiay)"));
    for (int32_t i = 0; i < icon_count; i++) {
        gsize side = (gsize)icons[i].side;
        GVariant *bytes = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, icons[i].bytes,
                                                    side * side * 4, 1);
        g_variant_builder_add(&all, "(ii@ay)", icons[i].side, icons[i].side, bytes);
    }
    GVariant *new = g_variant_ref_sink(g_variant_builder_end(&all));
    bool is_other_icon = replace(&look.icon_name, g_strdup(icon_name));
    if (replace(&look.icon_folder, g_strdup(icon_folder))) is_other_icon = true;
    if (!look.pixels || !g_variant_equal(look.pixels, new)) is_other_icon = true;
    if (look.pixels) g_variant_unref(look.pixels);
    look.pixels = new;
    /* Hosts may read markup here. */
    bool is_other_tip = replace(&look.title, g_markup_escape_text(title, -1));
    if (replace(&look.text, g_markup_escape_text(text, -1))) is_other_tip = true;
    if (is_other_icon) tell("NewIcon");
    if (is_other_icon || is_other_tip) tell("NewToolTip");
}
