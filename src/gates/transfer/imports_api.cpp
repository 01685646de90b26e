// SPDX-License-Identifier: Apache-2.0
#include "transfer/files_out.hpp"
#include "transfer/transfer_doors.hpp"
#include "web/endpoint.hpp"

#include <boost/json/serialize.hpp>

namespace goen::transfer {

namespace json = boost::json;
namespace shape = web::shape;
using web::ApiAnswer;
using web::ApiCall;
using web::field;

static constexpr auto values_of(RowState) {
    return std::array{RowState::fresh, RowState::same, RowState::conflict, RowState::skipped};
}

static web::Record const &record_of(ImportRow const *) {
    static web::Record const record{"ImportRow",
                                    {field<&ImportRow::number>("row")
                                         .between(1, INT64_MAX)
                                         .about("The card's number, or the line of the CSV."),
                                     field<&ImportRow::state>("state"),
                                     field<&ImportRow::shown>("name").or_null(),
                                     field<&ImportRow::reason>("reason").most(10'000).or_null(),
                                     field<&ImportRow::contact>("contact").or_null()}};
    return record;
}

static web::Record const &record_of(Imports::Undone const *) {
    static web::Record const record{"ImportUndone",
                                    {field<&Imports::Undone::gone>("undone").between(0, INT64_MAX),
                                     field<&Imports::Undone::kept>("kept").between(0, INT64_MAX)}};
    return record;
}

namespace {

struct ReportAnswer {
    std::string format, charset;
    std::size_t rows = 0;
    bool was_cut = false;
    ImportId batch;
    std::vector<ImportRow> items;
};
web::Record const &record_of(ReportAnswer const *) {
    using Answer = ReportAnswer;
    static web::Record const record{
        "ImportReport",
        {field<&Answer::format>("format").as(shape::words({"vcard", "csv"})),
         field<&Answer::charset>("charset").most(40),
         field<&Answer::rows>("rows").between(0, INT64_MAX),
         field<&Answer::was_cut>("cut").about("The file has more rows than are taken at once."),
         field<&Answer::batch>("batch").or_null().about(
             "What DELETE /imports/{batch} takes back; null when nothing was written."),
         field<&Answer::items>("items").most(max_people)}};
    return record;
}

struct Rooms {
    Imports &imports;
    contacts::Contacts &contacts;
};

Result<ApiAnswer> take(Rooms const &rooms, ApiCall const &call) {
    auto const &visit = call.visit;
    std::optional<i18n::Charset> charset;
    if (auto const said = visit.query("charset"); !said.empty()) {
        charset = i18n::charset_of_label(said);
        if (!charset) {
            Sentence const why{N_("This character encoding is not supported.")};
            return Refusal{Reason::invalid, why, {{"charset", why}}, {}};
        }
    }
    auto const &file = *visit.file("file");
    bool const only_look = visit.query("dry_run") == "1" || visit.query("dry_run") == "true";
    auto report = rooms.imports.take_in(visit.member, {file.bytes, file.name, charset}, only_look,
                                        visit.words);
    if (!report) return report.why();
    // As text and row by row: as values a hundred thousand rows would be many times as large.
    auto body = json::serialize(web::to_json(ReportAnswer{
        report->format, report->charset, report->rows.size(), report->was_cut, report->batch, {}}));
    std::string_view const end = "]}"; // of the empty items
    ensure(body.ends_with(end), "the rows come last");
    body.resize(body.size() - end.size());
    for (auto &row : report->rows) {
        if (!body.ends_with('[')) body += ',';
        body += json::serialize(web::to_json(row));
        row = {};
    }
    body += end;
    return ApiAnswer{200, nullptr, http::json(std::move(body))};
}

Result<Imports::Undone> undo(Rooms const &rooms, ApiCall const &call) {
    return rooms.imports.undo(call.visit.member, call.visit.path_id<ImportId>("batch"));
}

Result<ApiAnswer> whole_book(Rooms const &rooms, ApiCall const &call) {
    auto const format = format_of(call.visit.query("format")).value_or(Format::vcard3);
    return ApiAnswer{200, nullptr, book_answer(call.visit, rooms.contacts, rooms.imports, format)};
}

Result<ApiAnswer> one_contact(Rooms const &rooms, ApiCall const &call) {
    auto answer = contact_answer(call.visit, rooms.contacts, call.visit.path_id<ContactId>(),
                                 version_of(call.visit.query("version")));
    if (!answer) return answer.why();
    return ApiAnswer{200, nullptr, std::move(*answer)};
}

} // namespace

void add_api(web::Doors &doors, Imports &imports, contacts::Contacts &contacts) {
    web::Endpoints<Rooms> api{
        doors, {imports, contacts}, {"contacts", "contacts:read", "contacts:write"}};
    auto in = web::post("/contacts/import", "Bring a file of people (vCard or CSV) into my book, "
                                            "as one batch that can be undone.");
    in.answer = web::shape_of<ReportAnswer>();
    api.add(
        std::move(in)
            .asks({{"dry_run", shape::words({"0", "1", "true", "false"}),
                    "1: only say what would be done."},
                   {"charset", shape::text(40),
                    "UTF-8, Shift_JIS, EUC-JP, ISO-2022-JP, UTF-16LE, ISO-8859-1; found out "
                    "when it is not said."}})
            .takes_file({max_people_file}, {"text/vcard", "text/csv", "application/octet-stream"})
            .refuses({422}),
        take);
    api.add(web::del("/imports/{batch}",
                     "Take back what an import brought; contacts changed since then stay.")
                .refuses({404}),
            undo);
    api.add(
        web::get("/contacts/export", "My whole book as a file.")
            .asks({{"format", shape::words(format_names()), "vcard3 when it is not said."}})
            .answers_file({"text/csv", "text/vcard", "application/jscontact+json", "text/plain"}),
        whole_book);
    api.add(
        web::get("/contacts/{id}.vcf", "One contact as a vCard to hand on, without my notes.")
            .asks({{"version", shape::words({"3", "4", "3.0", "4.0"}), "3.0 when it is not said."}})
            .answers_file({"text/vcard"})
            .refuses({404}),
        one_contact);
}

} // namespace goen::transfer
