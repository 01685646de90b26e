// SPDX-License-Identifier: Apache-2.0
#include "fetch/tags.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace goen::fetch {
namespace {

constexpr std::string_view blanks = " \t\r\n\f";
constexpr std::size_t most_attributes = 50; // what lies beyond them in one tag is passed over

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Elements whose inside is no part of the head.
bool is_opaque(std::string_view name) {
    static constexpr std::string_view opaque[] = {"script",   "style", "noscript", "template",
                                                  "textarea", "svg",   "iframe"};
    return std::find(std::begin(opaque), std::end(opaque), name) != std::end(opaque);
}

class Scanner {
public:
    explicit Scanner(std::string_view html) : html_(html) {}

    void run(std::function<void(Tag const &)> const &hear) {
        while (find_tag()) {
            Tag tag;
            tag.name = lower_ascii(taken_until(" \t\r\n\f/>"));
            read_attributes(tag);
            if (tag.name == "title") tag.text = inside("title");
            if (is_opaque(tag.name)) inside(tag.name);
            hear(tag);
        }
    }

private:
    // Moves behind the "<" of the next start tag.
    bool find_tag() {
        for (;;) {
            at_ = html_.find('<', at_);
            if (at_ == html_.npos) return false;
            ++at_;
            if (html_.substr(at_, 3) == "!--") {
                auto const end = html_.find("-->", at_ + 3);
                if (end == html_.npos) return false;
                at_ = end + 3;
            } else if (at_ < html_.size() && is_letter(html_[at_])) {
                return true;
            }
        }
    }
    std::string_view taken_until(std::string_view stops) {
        auto const end = std::min(html_.find_first_of(stops, at_), html_.size());
        auto const taken = html_.substr(at_, end - at_);
        at_ = end;
        return taken;
    }
    void pass(std::string_view characters) {
        at_ = std::min(html_.find_first_not_of(characters, at_), html_.size());
    }
    // Moves behind the ">" (HTML 13.2.5.32-40).
    void read_attributes(Tag &tag) {
        for (;;) {
            pass(" \t\r\n\f/");
            if (at_ == html_.size()) return;
            if (html_[at_] == '>') {
                ++at_;
                return;
            }
            auto const start = at_++; // a "=" here begins the name
            taken_until(" \t\r\n\f/>=");
            auto const name = html_.substr(start, at_ - start);
            pass(blanks);
            std::string_view value;
            if (at_ < html_.size() && html_[at_] == '=') {
                ++at_;
                pass(blanks);
                value = value_here();
            }
            if (tag.attributes.size() < most_attributes)
                tag.attributes.emplace_back(lower_ascii(name.substr(0, 40)), value);
        }
    }
    std::string_view value_here() {
        if (at_ == html_.size()) return {};
        char const quote = html_[at_];
        if (quote != '"' && quote != '\'') return taken_until(" \t\r\n\f>");
        ++at_;
        auto const value = taken_until({&quote, 1});
        if (at_ < html_.size()) ++at_;
        return value;
    }
    // What lies before the end tag of this name, to the end when there is none.
    std::string_view inside(std::string_view name) {
        auto const start = at_;
        for (;;) {
            at_ = html_.find("</", at_);
            if (at_ == html_.npos) at_ = html_.size();
            if (at_ == html_.size() || lower_ascii(html_.substr(at_ + 2, name.size())) == name)
                return html_.substr(start, at_ - start);
            ++at_;
        }
    }

    std::string_view html_;
    std::size_t at_ = 0;
};

} // namespace

std::string_view Tag::attribute(std::string_view wanted) const {
    for (auto const &[key, value] : attributes) {
        if (key == wanted) return value;
    }
    return {};
}

void for_each_tag(std::string_view html, std::function<void(Tag const &)> const &hear) {
    Scanner{html}.run(hear);
}

} // namespace goen::fetch
