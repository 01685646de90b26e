// SPDX-License-Identifier: Apache-2.0
#include "http/router.hpp"

#include "base/result.hpp"

#include <array>
#include <map>

namespace goen::http {
namespace {

constexpr std::size_t methods = static_cast<std::size_t>(Method::other);
constexpr std::size_t none = static_cast<std::size_t>(-1);

std::string_view first_segment(std::string_view &rest) {
    auto const end = rest.find('/');
    auto const segment = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
    return segment;
}

} // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> suffixed; // "{x}.vcf": by ".vcf"
    std::unique_ptr<Node> any;
    std::array<std::size_t, methods> routes;
    std::array<std::vector<std::string>, methods>
        names; // of the {x} on the way here, for each route
    bool is_end = false;

    Node() { routes.fill(none); }

    // A literal segment wins, then {x} with an ending; when nothing lies that way, {x} is tried. A
    // tree: no node is met twice.
    Node const *find(std::string_view rest, bool more,
                     std::vector<std::string_view> &values) const {
        if (!more) return is_end ? this : nullptr;
        bool const goes_on = rest.find('/') != rest.npos;
        auto const segment = first_segment(rest);
        if (auto const next = literal.find(segment); next != literal.end()) {
            if (auto const *found = next->second->find(rest, goes_on, values)) return found;
        }
        for (auto const &[suffix, next] : suffixed) {
            if (segment.size() <= suffix.size() || !segment.ends_with(suffix)) continue;
            values.push_back(segment.substr(0, segment.size() - suffix.size()));
            if (auto const *found = next->find(rest, goes_on, values)) return found;
            values.pop_back();
        }
        if (!any || segment.empty()) return nullptr;
        values.push_back(segment);
        if (auto const *found = any->find(rest, goes_on, values)) return found;
        values.pop_back();
        return nullptr;
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

std::size_t Router::add(Method method, std::string pattern) {
    ensure(method != Method::other, "a route has a method");
    ensure(!pattern.empty() && pattern[0] == '/', "a pattern begins with /");
    Node *node = root_.get();
    std::vector<std::string> names;
    std::string_view rest = std::string_view{pattern}.substr(1);
    for (bool more = true; more;) {
        more = rest.find('/') != rest.npos;
        auto const segment = first_segment(rest);
        if (segment.size() > 2 && segment.front() == '{' && segment.back() == '}') {
            names.emplace_back(segment.substr(1, segment.size() - 2));
            if (!node->any) node->any = std::make_unique<Node>();
            node = node->any.get();
        } else if (auto const close = segment.find('}');
                   !segment.empty() && segment.front() == '{' && close != segment.npos &&
                   close > 1 && segment.substr(close + 1).find_first_of("{}") == segment.npos) {
            names.emplace_back(segment.substr(1, close - 1));
            auto const suffix = segment.substr(close + 1);
            Node *next = nullptr;
            for (auto const &[text, there] : node->suffixed) {
                if (text == suffix) next = there.get();
            }
            if (!next)
                next = node->suffixed.emplace_back(suffix, std::make_unique<Node>()).second.get();
            node = next;
        } else {
            ensure(segment.find_first_of("{}") == segment.npos,
                   "{x} is a whole segment, or its beginning");
            auto &next = node->literal[std::string{segment}];
            if (!next) next = std::make_unique<Node>();
            node = next.get();
        }
    }
    auto const slot = static_cast<std::size_t>(method);
    ensure(node->routes[slot] == none, "a route is added once");
    node->is_end = true;
    node->routes[slot] = routes_.size();
    node->names[slot] = std::move(names);
    routes_.emplace_back(method, std::move(pattern));
    return routes_.size() - 1;
}

Match Router::find(Method method, std::string_view path) const {
    Match match;
    if (path.empty() || path[0] != '/') return match;
    std::vector<std::string_view> values;
    auto const *node = root_->find(path.substr(1), true, values);
    if (!node) return match;

    auto slot = static_cast<std::size_t>(method);
    if (method == Method::head && node->routes[slot] == none)
        slot = static_cast<std::size_t>(Method::get);
    if (slot < methods && node->routes[slot] != none) {
        match.kind = Match::Kind::found;
        match.route = node->routes[slot];
        auto const &names = node->names[slot];
        match.params.reserve(names.size());
        for (std::size_t i = 0; i < names.size(); ++i)
            match.params.emplace_back(names[i], values[i]);
        return match;
    }
    match.kind = Match::Kind::no_method;
    for (std::size_t i = 0; i < methods; ++i) {
        bool const as_head = i == static_cast<std::size_t>(Method::head) && node->routes[0] != none;
        if (node->routes[i] == none && !as_head) continue;
        if (!match.allow.empty()) match.allow += ", ";
        match.allow += to_string(static_cast<Method>(i));
    }
    return match;
}

} // namespace goen::http
