#include "CDashboardAssets.h"

// A file of the page is one #embed and one line of the table below; Tests/RepositoryTests holds both
// against the folder. Paths are relative to this file.

static const unsigned char activity_js[] = {
#embed "page/activity.js"
};
static const unsigned char ahead_js[] = {
#embed "page/ahead.js"
};
static const unsigned char api_js[] = {
#embed "page/api.js"
};
static const unsigned char app_css[] = {
#embed "page/app.css"
};
static const unsigned char app_js[] = {
#embed "page/app.js"
};
static const unsigned char cards_js[] = {
#embed "page/cards.js"
};
static const unsigned char chart_js[] = {
#embed "page/chart.js"
};
static const unsigned char clauses_js[] = {
#embed "page/clauses.js"
};
static const unsigned char configuration_js[] = {
#embed "page/configuration.js"
};
static const unsigned char copies_js[] = {
#embed "page/copies.js"
};
static const unsigned char desk_js[] = {
#embed "page/desk.js"
};
static const unsigned char details_js[] = {
#embed "page/details.js"
};
static const unsigned char dom_js[] = {
#embed "page/dom.js"
};
static const unsigned char duplicates_js[] = {
#embed "page/duplicates.js"
};
static const unsigned char facets_js[] = {
#embed "page/facets.js"
};
static const unsigned char figures_js[] = {
#embed "page/figures.js"
};
static const unsigned char first_js[] = {
#embed "page/first.js"
};
static const unsigned char folders_js[] = {
#embed "page/folders.js"
};
static const unsigned char format_js[] = {
#embed "page/format.js"
};
static const unsigned char groups_js[] = {
#embed "page/groups.js"
};
static const unsigned char heads_js[] = {
#embed "page/heads.js"
};
static const unsigned char hits_js[] = {
#embed "page/hits.js"
};
static const unsigned char icon_svg[] = {
#embed "page/icon.svg"
};
static const unsigned char index_html[] = {
#embed "page/index.html"
};
static const unsigned char keys_js[] = {
#embed "page/keys.js"
};
static const unsigned char list_js[] = {
#embed "page/list.js"
};
static const unsigned char live_js[] = {
#embed "page/live.js"
};
static const unsigned char matrix_js[] = {
#embed "page/matrix.js"
};
static const unsigned char near_js[] = {
#embed "page/near.js"
};
static const unsigned char nothing_js[] = {
#embed "page/nothing.js"
};
static const unsigned char notice_js[] = {
#embed "page/notice.js"
};
static const unsigned char operators_js[] = {
#embed "page/operators.js"
};
static const unsigned char overlap_js[] = {
#embed "page/overlap.js"
};
static const unsigned char pager_js[] = {
#embed "page/pager.js"
};
static const unsigned char peaks_js[] = {
#embed "page/peaks.js"
};
static const unsigned char places_js[] = {
#embed "page/places.js"
};
static const unsigned char player_js[] = {
#embed "page/player.js"
};
static const unsigned char problems_js[] = {
#embed "page/problems.js"
};
static const unsigned char retry_js[] = {
#embed "page/retry.js"
};
static const unsigned char rows_js[] = {
#embed "page/rows.js"
};
static const unsigned char search_js[] = {
#embed "page/search.js"
};
static const unsigned char shelf_js[] = {
#embed "page/shelf.js"
};
static const unsigned char sources_js[] = {
#embed "page/sources.js"
};
static const unsigned char status_js[] = {
#embed "page/status.js"
};
static const unsigned char suggest_js[] = {
#embed "page/suggest.js"
};
static const unsigned char texts_js[] = {
#embed "page/texts.js"
};
static const unsigned char token_js[] = {
#embed "page/token.js"
};
static const unsigned char waveform_js[] = {
#embed "page/waveform.js"
};
static const unsigned char work_js[] = {
#embed "page/work.js"
};

static const char html[] = "text/html; charset=utf-8";
static const char css[] = "text/css; charset=utf-8";
static const char script[] = "text/javascript; charset=utf-8";
static const char svg[] = "image/svg+xml";

#define ASSET(name, mime, bytes) { name, mime, bytes, sizeof bytes }

static const struct dashboard_asset assets[] = {
    ASSET("activity.js", script, activity_js),
    ASSET("ahead.js", script, ahead_js),
    ASSET("api.js", script, api_js),
    ASSET("app.css", css, app_css),
    ASSET("app.js", script, app_js),
    ASSET("cards.js", script, cards_js),
    ASSET("chart.js", script, chart_js),
    ASSET("clauses.js", script, clauses_js),
    ASSET("configuration.js", script, configuration_js),
    ASSET("copies.js", script, copies_js),
    ASSET("desk.js", script, desk_js),
    ASSET("details.js", script, details_js),
    ASSET("dom.js", script, dom_js),
    ASSET("duplicates.js", script, duplicates_js),
    ASSET("facets.js", script, facets_js),
    ASSET("figures.js", script, figures_js),
    ASSET("first.js", script, first_js),
    ASSET("folders.js", script, folders_js),
    ASSET("format.js", script, format_js),
    ASSET("groups.js", script, groups_js),
    ASSET("heads.js", script, heads_js),
    ASSET("hits.js", script, hits_js),
    ASSET("icon.svg", svg, icon_svg),
    ASSET("index.html", html, index_html),
    ASSET("keys.js", script, keys_js),
    ASSET("list.js", script, list_js),
    ASSET("live.js", script, live_js),
    ASSET("matrix.js", script, matrix_js),
    ASSET("near.js", script, near_js),
    ASSET("nothing.js", script, nothing_js),
    ASSET("notice.js", script, notice_js),
    ASSET("operators.js", script, operators_js),
    ASSET("overlap.js", script, overlap_js),
    ASSET("pager.js", script, pager_js),
    ASSET("peaks.js", script, peaks_js),
    ASSET("places.js", script, places_js),
    ASSET("player.js", script, player_js),
    ASSET("problems.js", script, problems_js),
    ASSET("retry.js", script, retry_js),
    ASSET("rows.js", script, rows_js),
    ASSET("search.js", script, search_js),
    ASSET("shelf.js", script, shelf_js),
    ASSET("sources.js", script, sources_js),
    ASSET("status.js", script, status_js),
    ASSET("suggest.js", script, suggest_js),
    ASSET("texts.js", script, texts_js),
    ASSET("token.js", script, token_js),
    ASSET("waveform.js", script, waveform_js),
    ASSET("work.js", script, work_js),
};

static const unsigned char openapi_json[] = {
#embed "api/openapi.json"
};
static const struct dashboard_asset api = ASSET("openapi.json", "application/json", openapi_json);

const struct dashboard_asset *dashboard_api(void) { return &api; }

const struct dashboard_asset *dashboard_asset_at(size_t place) {
    return place < sizeof assets / sizeof *assets ? &assets[place] : NULL;
}
