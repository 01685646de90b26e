// SPDX-License-Identifier: Apache-2.0
// The router: method and path pattern -> number of a route. Patterns: "/contacts/{id}/ledger"; {x}
// is a segment, {x}.vcf too. A literal segment wins over {x}. Built once at start, then read by all
// threads.
#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace goen::http {

struct Match {
    enum class Kind { found, no_path, no_method } kind = Kind::no_path;
    std::size_t route = 0;                                        // as add() returned it
    std::vector<std::pair<std::string_view, std::string>> params; // {id} -> "123"
    std::string allow;                                            // for no_method: "GET, POST"
};

class Router {
public:
    Router();
    ~Router();
    std::size_t add(Method method, std::string pattern);    // 0, 1, 2, …
    Match find(Method method, std::string_view path) const; // HEAD finds GET
    std::vector<std::pair<Method, std::string>> const &routes() const { return routes_; }

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::vector<std::pair<Method, std::string>> routes_;
};

} // namespace goen::http
