#ifndef AUDIOWATCH_DASHBOARD_ASSETS_H
#define AUDIOWATCH_DASHBOARD_ASSETS_H

#include <stddef.h>

/// One file of the page, as it stands in `page/`, inside the program.
struct dashboard_asset {
    /// Its name, without a folder.
    const char *_Nonnull name;
    /// Its MIME type, with the character set where it has one.
    const char *_Nonnull mime;
    /// Its bytes, for the life of the program; no zero ends them.
    const unsigned char *_Nonnull bytes;
    /// How many there are.
    size_t length;
};

/// The asset at a place from 0; NULL after the last.
const struct dashboard_asset *_Nullable dashboard_asset_at(size_t place);

/// The description of the routes, `api/openapi.json`: no file of the page.
const struct dashboard_asset *_Nonnull dashboard_api(void);

#endif
