// SPDX-License-Identifier: Apache-2.0
// Authentication-Results (RFC 8601).
#include "base/text.hpp"
#include "mail_in/mail_in.hpp"

#include <algorithm>

namespace goen::mail_in {
namespace {

// Without comments, which nest, and without the quotes of quoted strings; ';' inside either is not
// one that separates.
std::vector<std::string> results_of(std::string_view value) {
    std::vector<std::string> out{""};
    int comments = 0;
    bool in_quotes = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        char const c = value[i];
        if (c == '\\' && (comments > 0 || in_quotes)) {
            ++i;
        } else if (in_quotes) {
            if (c == '"')
                in_quotes = false;
            else if (c != ';')
                out.back() += c;
        } else if (c == '(') {
            ++comments;
        } else if (c == ')' && comments > 0) {
            --comments;
            out.back() += ' ';
        } else if (comments > 0) {
            continue;
        } else if (c == '"') {
            in_quotes = true;
        } else if (c == ';') {
            out.emplace_back();
        } else {
            out.back() += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
        }
    }
    return out;
}

std::vector<std::string> words_of(std::string text) {
    // "spf = pass" is "spf=pass".
    for (std::size_t at; (at = text.find(" =")) != text.npos;) text.erase(at, 1);
    for (std::size_t at; (at = text.find("= ")) != text.npos;) text.erase(at + 1, 1);
    std::vector<std::string> words;
    for (auto const word : split(text, ' ')) {
        if (!word.empty()) words.push_back(lower_ascii(word));
    }
    return words;
}

// Relaxed alignment (RFC 7489 section 3.1): the same domain, or one inside the other, and no bare
// top-level domain.
bool is_aligned(std::string_view proven, std::string_view from) {
    if (proven.find('.') == proven.npos || from.empty()) return false;
    if (proven == from) return true;
    auto const is_inside = [](std::string_view inner, std::string_view outer) {
        return inner.size() > outer.size() + 1 && inner.ends_with(outer) &&
               inner[inner.size() - outer.size() - 1] == '.' &&
               std::count(outer.begin(), outer.end(), '.') > 0;
    };
    return is_inside(proven, from) || is_inside(from, proven);
}

std::string domain_in(std::string_view value) {
    auto const at = value.rfind('@');
    return std::string{at == value.npos ? value : value.substr(at + 1)};
}

} // namespace

Proof proof_of(std::vector<std::string> const &values, std::string_view server,
               std::string_view from_domain) {
    auto const from = lower_ascii(from_domain);
    auto const ours = lower_ascii(server);
    bool has_failed = false, has_passed = false;
    std::vector<std::string> decided; // methods that a header above has spoken of
    for (auto const &value : values) {
        auto const results = results_of(value.substr(0, 20'000));
        auto const head = words_of(results.front());
        if (ours.empty() || head.empty() || head.front() != ours) continue;
        std::vector<std::string> here;
        for (std::size_t i = 1; i < results.size(); ++i) {
            auto const words = words_of(results[i]);
            if (words.empty()) continue;
            auto const equals = words.front().find('=');
            if (equals == std::string::npos) continue;
            auto method = words.front().substr(0, equals);
            method = method.substr(0, method.find('/'));
            auto const result = words.front().substr(equals + 1);
            if (std::find(decided.begin(), decided.end(), method) != decided.end()) continue;
            here.push_back(method);
            auto const property = [&](std::string_view name) -> std::string {
                for (auto const &word : words) {
                    if (word.size() > name.size() && word.starts_with(name) &&
                        word[name.size()] == '=')
                        return domain_in(std::string_view{word}.substr(name.size() + 1));
                }
                return {};
            };
            if (method == "dmarc") {
                if (result == "pass") return Proof::passed;
                if (result == "fail") return Proof::failed;
            } else if (method == "dkim") {
                auto const domain = property("header.d");
                has_passed |= result == "pass" &&
                              is_aligned(domain.empty() ? property("header.i") : domain, from);
                has_failed |= result == "fail" || result == "policy";
            } else if (method == "spf") {
                has_passed |= result == "pass" && is_aligned(property("smtp.mailfrom"), from);
                has_failed |= result == "fail";
            }
        }
        decided.insert(decided.end(), here.begin(), here.end());
    }
    return has_passed ? Proof::passed : has_failed ? Proof::failed : Proof::none;
}

} // namespace goen::mail_in
