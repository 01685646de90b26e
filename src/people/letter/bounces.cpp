// SPDX-License-Identifier: Apache-2.0
#include "letter/bounces.hpp"

#include "letter/queries.hpp"
#include "people_events/events.hpp"

namespace goen::letter {

void Bounces::count(std::string_view address_key, std::string_view status,
                    std::string_view report_id, MemberId owner) {
    bool const is_hard = status.starts_with('5');
    (void)database_.write([&](store::Writer &writer) -> Done {
        auto const changed = writer.run(sql::count_bounce, {{"key", address_key},
                                                            {"hard", is_hard ? 1 : 0},
                                                            {"soft", is_hard ? 0 : 1},
                                                            {"status", status},
                                                            {"report", sha256_hex(report_id)},
                                                            {"at", clock_.now()}});
        // An event that names nobody would concern everybody.
        if (changed > 0 && owner) store::tell(writer, LetterCameBack{owner});
        return {};
    });
}

bool Bounces::is_dead(std::string_view email) {
    if (addresses_.domain().empty()) return false;
    auto const key = addresses_.address_key(email);
    return database_.read([&](store::Reader &reader) {
        return reader.one<std::int64_t>(sql::hard_bounces, {{"key", key}}).value_or(0) >= most_hard;
    });
}

std::int64_t Bounces::dead() {
    return database_.read([](store::Reader &reader) {
        return reader.one<std::int64_t>(sql::dead_addresses, {{"most", most_hard}}).value_or(0);
    });
}

void Bounces::forget(store::Writer &writer, std::string_view email) {
    if (addresses_.domain().empty()) return;
    writer.put(sql::forget_bounces, {{"key", addresses_.address_key(email)}});
}

} // namespace goen::letter
