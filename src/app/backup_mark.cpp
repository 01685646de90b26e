// SPDX-License-Identifier: Apache-2.0
#include "app/backup_mark.hpp"

#include "admin/admin_doors.hpp"
#include "base/log.hpp"
#include "i18n/dates.hpp"

#include <fstream>

namespace goen::app {
namespace {

constexpr auto stale_after = std::chrono::days{7};

std::string mark_file(Config const &config) { return config.data + "/last-backup"; }

} // namespace

void mark_backup(Config const &config, Time at) {
    std::ofstream out{mark_file(config), std::ios::trunc};
    out << rfc3339(at) << "\n";
    out.close();
    if (!out)
        log::warn("the time of this backup could not be noted", {{"file", mark_file(config)}});
}

std::optional<Time> last_backup(Config const &config) {
    std::ifstream in{mark_file(config)};
    std::string line;
    if (!std::getline(in, line)) return {};
    return parse_rfc3339(line);
}

void hang_backup_figure(web::Places &places, Config const &config) {
    places.hang(admin::figures, 30, [config](web::Visit const &visit) {
        auto const &w = visit.words;
        auto const at = last_backup(config);
        if (!at) return admin::figure(w("None yet"), w("last backup"), admin::Mood::needs_care);
        return admin::figure(i18n::ago_text(*at, visit.now, w.language()), w("last backup"),
                             visit.now - *at > stale_after ? admin::Mood::needs_care
                                                           : admin::Mood::plain);
    });
}

} // namespace goen::app
