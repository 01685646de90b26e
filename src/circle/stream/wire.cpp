// SPDX-License-Identifier: Apache-2.0
#include "stream/stream_state.hpp"

#include <boost/json/serialize.hpp>

namespace goen::stream {

http::OpenBody::Piece piece_of(std::string text) {
    return std::make_shared<std::string const>(std::move(text));
}

// JSON holds no line break, so one line of data is enough.
std::string event_text(std::string_view name, std::int64_t id, boost::json::object const &data) {
    std::string out = "id: " + std::to_string(id) + "\nevent: ";
    out += name;
    out += "\ndata: ";
    out += boost::json::serialize(data);
    out += "\n\n";
    return out;
}

std::string greeting(std::int64_t id) { return "retry: 3000\nid: " + std::to_string(id) + "\n\n"; }

http::OpenBody::Piece const &pulse_piece() {
    static auto const piece = piece_of(":\n\n");
    return piece;
}

} // namespace goen::stream
