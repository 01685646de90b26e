// SPDX-License-Identifier: Apache-2.0
#include "transfer/files_out.hpp"

#include "i18n/dates.hpp"

namespace goen::transfer {
namespace {

http::Response file(std::string body, std::string_view type, std::string_view name) {
    http::Response response;
    response.body = std::move(body);
    response.set("content-type", std::string{type});
    response.set("content-disposition", attachment(name));
    response.set("x-content-type-options", "nosniff");
    response.set("cache-control", "no-store");
    return response;
}

} // namespace

http::Response book_answer(web::Visit const &visit, contacts::Contacts &contacts, Imports &imports,
                           Format format) {
    auto const dates = imports.dates(visit.member);
    BookWriter writer{format, visit.words, visit.public_url};
    std::string body;
    writer.begin(body);
    std::string after;
    do {
        auto const piece = contacts.piece(visit.member, after, 200);
        for (auto const &contact : piece.contacts) {
            auto const hers = dates.find(contact.id);
            writer.add(body, contact, hers == dates.end() ? Dates{} : hers->second);
        }
        after = piece.after;
    } while (!after.empty());
    writer.end(body);
    auto const name = "goen-contacts-" + iso_date(i18n::date_in_japan(visit.now)) + "." +
                      std::string{extension(format)};
    return file(std::move(body), media_type(format), name);
}

Result<http::Response> contact_answer(web::Visit const &visit, contacts::Contacts &contacts,
                                      ContactId id, vcard::Version version) {
    auto const contact = contacts.find(visit.member, id);
    if (!contact) return contact.why();
    auto const person = person_of(*contact, Notes::without, visit.public_url);
    return vcard_answer(person, version, person.full_name);
}

http::Response vcard_answer(vcard::Person const &person, vcard::Version version,
                            std::string_view file_name) {
    std::string body;
    vcard::write(body, person, version);
    return file(std::move(body), vcard::media_type(version),
                (file_name.empty() ? "card" : std::string{file_name}) + ".vcf");
}

vcard::Version version_of(std::string_view query) {
    return query == "4" || query == "4.0" ? vcard::Version::v40 : vcard::Version::v30;
}

} // namespace goen::transfer
