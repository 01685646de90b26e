// SPDX-License-Identifier: Apache-2.0
#include "admin/outbox_pages.hpp"

#include "base/text.hpp"
#include "i18n/dates.hpp"
#include "mail/postman.hpp"
#include "web/page.hpp"

#include <algorithm>

namespace goen::admin {

using namespace html;
using web::Visit;

namespace {

constexpr std::size_t most_letters = 100;

// Links to this site become links to click; everything else stays text.
Html with_links(std::string_view text, std::string const &site) {
    Html out;
    while (true) {
        auto const start = text.find(site + '/');
        if (start == text.npos) return out += Html{text}, out;
        auto const end = std::min(text.find_first_of(" \n\t", start), text.size());
        auto const link = text.substr(start, end - start);
        out += Html{text.substr(0, start)};
        out += a(href(Url{std::string{link.substr(site.size())}}), link);
        text.remove_prefix(end);
    }
}

http::Response list(Visit const &visit, std::string const &folder) {
    auto const &w = visit.words;
    auto const letters = mail::spooled(folder, most_letters);
    return web::page(
        visit, w("Sent email"),
        all(web::notice(p(w("This demo has no mail server. All email is kept and shown here "
                            "instead of being sent.")),
                        "warn"),
            when(letters.empty(),
                 [&] {
                     return web::empty_state(
                         w("No email yet"),
                         p(w("Email appears here when someone joins or resets a password.")));
                 }),
            when(!letters.empty(),
                 [&] {
                     return div(cls("list"), each(letters, [&](mail::SpooledLetter const &one) {
                                    return div(
                                        cls("list-item"),
                                        a(cls("who"),
                                          href(Url{"/outbox/" + percent_encoded(one.file)}),
                                          one.letter.subject),
                                        p(cls("what"), one.letter.to),
                                        p(cls("aside"), i18n::time_text(one.at, w.language())));
                                }));
                 })),
        {.narrow = true});
}

http::Response letter(Visit const &visit, std::string const &folder) {
    auto const &w = visit.words;
    // The name is looked up in the list, never put into a path.
    auto const letters = mail::spooled(folder, most_letters);
    auto const wanted = visit.path_param("file");
    auto const found =
        std::find_if(letters.begin(), letters.end(),
                     [&](mail::SpooledLetter const &one) { return one.file == wanted; });
    if (found == letters.end())
        return web::refused(visit, {Reason::not_found, N_("This email was not found."), {}, {}});
    auto const &one = found->letter;
    return web::page(visit, one.subject,
                     all(dl(dt(w("To")), dd(one.to_name, " ", one.to), dt(w("Date")),
                            dd(i18n::time_text(found->at, w.language()))),
                         pre(cls("letter"), with_links(one.text, visit.public_url)),
                         p(a(href(Url{"/outbox"}), w("All email")))),
                     {.narrow = true});
}

} // namespace

void add_outbox_pages(web::Doors &doors, std::string folder) {
    doors.get("/outbox", web::Who::anyone,
              [folder](Visit const &visit) { return list(visit, folder); });
    doors.get("/outbox/{file}", web::Who::anyone,
              [folder](Visit const &visit) { return letter(visit, folder); });
}

} // namespace goen::admin
