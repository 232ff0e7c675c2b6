/* The menu: entries as libdbusmenu's items. */
#include "tray.h"

#include <libdbusmenu-glib/dbusmenu-glib.h>

static DbusmenuMenuitem *root;
static DbusmenuServer *server;

/* The shape of the menu that is shown: an open menu stays open as long as it stays the same. */
struct shape {
    int32_t id;
    int32_t parent;
    enum ctray_kind kind;
};
static GArray *shapes;

static gboolean about_to_show(DbusmenuMenuitem *item, void *unused) {
    (void)item, (void)unused;
    tray.calls.opening(tray.calls.context);
    return FALSE;
}

static void clicked(DbusmenuMenuitem *item, guint time, void *unused) {
    (void)time, (void)unused;
    tray.calls.chosen(tray.calls.context, dbusmenu_menuitem_get_id(item));
}

void menu_export(void) {
    shapes = g_array_new(FALSE, FALSE, sizeof(struct shape));
    root = dbusmenu_menuitem_new_with_id(0);
    dbusmenu_menuitem_set_root(root, TRUE);
    g_signal_connect(root, DBUSMENU_MENUITEM_SIGNAL_ABOUT_TO_SHOW, G_CALLBACK(about_to_show), NULL);
    server = dbusmenu_server_new(MENU_PATH);
    dbusmenu_server_set_root(server, root);
}

/* A toggle is one shape, on or off. */
static struct shape shape_of(const struct ctray_entry *entry) {
    return (struct shape){entry->id, entry->parent,
                          entry->kind == CTRAY_OFF ? CTRAY_ON : entry->kind};
}

static bool is_same_shape(const struct ctray_entry *entries, int32_t count) {
    if (shapes->len != (guint)count) return false;
    for (int32_t i = 0; i < count; i++) {
        struct shape new = shape_of(&entries[i]);
        struct shape *old = &g_array_index(shapes, struct shape, (guint)i);
        if (new.id != old->id || new.parent != old->parent || new.kind != old->kind) return false;
    }
    return true;
}

static void describe(DbusmenuMenuitem *item, const struct ctray_entry *entry) {
    if (entry->kind == CTRAY_SEPARATOR) {
        dbusmenu_menuitem_property_set(item, DBUSMENU_MENUITEM_PROP_TYPE, "separator");
        return;
    }
    /* An underscore marks a key; a doubled one is one. */
    char **parts = g_strsplit(entry->label, "_", -1);
    char *label = g_strjoinv("__", parts);
    dbusmenu_menuitem_property_set(item, DBUSMENU_MENUITEM_PROP_LABEL, label);
    g_free(label);
    g_strfreev(parts);
    if (entry->kind == CTRAY_TEXT)
        dbusmenu_menuitem_property_set_bool(item, DBUSMENU_MENUITEM_PROP_ENABLED, FALSE);
    if (entry->kind == CTRAY_SUBMENU)
        dbusmenu_menuitem_property_set(item, DBUSMENU_MENUITEM_PROP_CHILD_DISPLAY,
                                       DBUSMENU_MENUITEM_CHILD_DISPLAY_SUBMENU);
    if (entry->kind == CTRAY_ON || entry->kind == CTRAY_OFF) {
        dbusmenu_menuitem_property_set(item, DBUSMENU_MENUITEM_PROP_TOGGLE_TYPE,
                                       DBUSMENU_MENUITEM_TOGGLE_CHECK);
        dbusmenu_menuitem_property_set_int(item, DBUSMENU_MENUITEM_PROP_TOGGLE_STATE,
                                           entry->kind == CTRAY_ON
                                               ? DBUSMENU_MENUITEM_TOGGLE_STATE_CHECKED
                                               : DBUSMENU_MENUITEM_TOGGLE_STATE_UNCHECKED);
    }
}

/* Under the same numbers, so that a click that is under way means the same. */
static void rebuild(const struct ctray_entry *entries, int32_t count) {
    g_list_free_full(dbusmenu_menuitem_take_children(root), g_object_unref);
    g_array_set_size(shapes, 0);
    for (int32_t i = 0; i < count; i++) {
        struct shape shape = shape_of(&entries[i]);
        DbusmenuMenuitem *parent = dbusmenu_menuitem_find_id(root, shape.parent);
        DbusmenuMenuitem *item = dbusmenu_menuitem_new_with_id(shape.id);
        describe(item, &entries[i]);
        g_signal_connect(item, DBUSMENU_MENUITEM_SIGNAL_ITEM_ACTIVATED, G_CALLBACK(clicked), NULL);
        dbusmenu_menuitem_child_append(parent ? parent : root, item);
        g_object_unref(item);
        g_array_append_val(shapes, shape);
    }
}

void ctray_menu(const struct ctray_entry *entries, int32_t count) {
    if (!is_same_shape(entries, count)) return rebuild(entries, count);
    for (int32_t i = 0; i < count; i++) {
        DbusmenuMenuitem *item = dbusmenu_menuitem_find_id(root, entries[i].id);
        if (item) describe(item, &entries[i]);
    }
}
