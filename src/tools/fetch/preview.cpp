// SPDX-License-Identifier: Apache-2.0
#include "fetch/preview.hpp"

#include "base/text.hpp"
#include "fetch/page_text.hpp"
#include "fetch/tags.hpp"
#include "html/references.hpp"
#include "i18n/host_name.hpp"
#include "markup/one_line.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace goen::fetch {
namespace {

constexpr std::size_t longest_title = 200, longest_description = 300, longest_site = 60;

// The first of each kind that says something.
class Sayings {
public:
    void hear(Tag const &tag) {
        if (tag.name == "title") keep("title", tag.text);
        if (tag.name == "meta") {
            auto const property = tag.attribute("property");
            keep(lower_ascii(property.empty() ? tag.attribute("name") : property),
                 tag.attribute("content"));
        }
        auto const rel = lower_ascii(tag.attribute("rel"));
        if (tag.name == "link" && rel == "canonical") keep(rel, tag.attribute("href"));
    }
    // Of the first of these names that was met; "" when none was.
    std::string of(std::initializer_list<std::string_view> names) const {
        for (auto const name : names) {
            auto const found = said_.find(name);
            if (found != said_.end()) return found->second;
        }
        return {};
    }

private:
    void keep(std::string_view name, std::string_view value) {
        static constexpr std::string_view wanted[] = {"title",
                                                      "og:title",
                                                      "twitter:title",
                                                      "description",
                                                      "og:description",
                                                      "og:site_name",
                                                      "og:image",
                                                      "og:image:url",
                                                      "canonical",
                                                      "og:image:secure_url",
                                                      "twitter:description",
                                                      "twitter:image",
                                                      "twitter:image:src",
                                                      "og:url",
                                                      "application-name"};
        if (std::find(std::begin(wanted), std::end(wanted), name) == std::end(wanted)) return;
        auto text = html::without_references(value.substr(0, 4000));
        if (!trimmed(text).empty()) said_.try_emplace(std::string{name}, std::move(text));
    }

    std::map<std::string, std::string, std::less<>> said_;
};

std::optional<Url> url_in(std::string const &text, Url const &base) {
    if (trimmed(text).empty()) return {};
    auto url = base.resolve(text);
    return url ? std::optional{*url} : std::nullopt;
}

} // namespace

Preview read_preview(std::string_view html, Url const &base, std::string_view charset) {
    Sayings sayings;
    auto const text = head_text(html, charset);
    for_each_tag(text, [&](Tag const &tag) { sayings.hear(tag); });
    Preview preview{
        markup::one_line(sayings.of({"og:title", "twitter:title", "title"}), longest_title),
        markup::one_line(sayings.of({"og:description", "twitter:description", "description"}),
                         longest_description),
        markup::one_line(sayings.of({"og:site_name", "application-name"}), longest_site),
        url_in(sayings.of({"og:image:secure_url", "og:image", "og:image:url", "twitter:image",
                           "twitter:image:src"}),
               base),
        base,
        {}};
    if (preview.site.empty()) preview.site = i18n::readable_host(base.host());
    // Not of another host: a page must not pass for one that it is not.
    auto const canonical = url_in(sayings.of({"canonical", "og:url"}), base);
    bool const is_own =
        canonical && canonical->host() == base.host() &&
        (canonical->is_https() ? canonical->port() == 443 || base.port() == canonical->port()
                               : !base.is_https() && base.port() == canonical->port());
    if (is_own) preview.canonical = *canonical;
    return preview;
}

Result<Preview> preview(Url const &url, Fetcher &fetcher, Limits const &limits) {
    auto const start = std::chrono::steady_clock::now();
    auto page = fetcher.get(url, Kind::page, limits);
    if (!page) return page.why();
    auto found = read_preview(page->body, page->url, page->charset);
    if (!found.picture) return found;
    auto rest = limits;
    rest.total -=
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
    auto picture = fetcher.get(*found.picture, Kind::picture, rest);
    if (picture) found.picture_bytes = std::move(picture->body);
    return found;
}

} // namespace goen::fetch
