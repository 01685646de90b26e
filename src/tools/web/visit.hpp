// SPDX-License-Identifier: Apache-2.0
// A Visit: who asks, in which language, with which rights, for one request. Made by the pipeline;
// passed by const reference to every page and API handler.
#pragma once

#include "base/ids.hpp"
#include "http/message.hpp"
#include "http/multipart.hpp"
#include "i18n/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::web {

class Places;

struct Visit {
    struct Waiting {
        std::string_view section; // of the menu
        int count;
    };

    http::Request const &request;
    std::vector<std::pair<std::string_view, std::string>> path_params;
    i18n::Words words{i18n::Language::ja};
    MemberId member{}; // 0 = nobody is logged in
    bool is_operator = false;
    std::string member_name; // as this reader is addressed in the page head
    SessionId session{};     // 0 for API tokens
    TokenId token{};         // 0 for browsers
    std::string csrf;        // for forms; bound to the session (or to a pre-session cookie)
    std::string scopes;      // of the API token, space separated; "" = all
    http::Params form;       // the body of a form POST, parsed; csrf already checked
    std::vector<http::UploadedFile> files; // that came with it; their bytes lie in request.body
    std::string public_url;   // "https://goen.example", configured, no slash at the end
    std::string network_name; // the community's name
    Time now{};
    Places const *places = nullptr; // where the page head gets its menu from
    std::vector<Waiting> waiting;   // for the badges in the page head

    bool is_member() const { return static_cast<bool>(member); }
    int waiting_in(std::string_view section) const; // 0 where nothing waits
    std::string_view path_param(std::string_view name) const;
    // The file of that field, or nullptr when none was chosen.
    http::UploadedFile const *file(std::string_view field) const;
    // An id from the path; an unreadable one is 0, which no row has: the verb then refuses as not
    // found.
    template <class AnId> AnId path_id(std::string_view name = "id") const {
        return AnId::parse(path_param(name)).value_or(AnId{});
    }
    std::string_view query(std::string_view name) const { return request.query.get(name); }
};

} // namespace goen::web
