// SPDX-License-Identifier: Apache-2.0
#include "transfer/files_out.hpp"
#include "transfer/transfer_doors.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace goen::transfer {
namespace {

namespace json = boost::json;
namespace shape = web::shape;
using web::ApiAnswer;
using web::ApiCall;

json::value id_or_null(std::int64_t id) {
    return id ? json::value(std::to_string(id)) : json::value(nullptr);
}
json::value text_or_null(std::string const &text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

Result<ApiAnswer> take(ApiCall const &call, Imports &imports) {
    auto const &visit = call.visit;
    std::optional<i18n::Charset> charset;
    if (auto const said = visit.query("charset"); !said.empty()) {
        charset = i18n::charset_of_label(said);
        if (!charset) {
            Sentence const why{N_("This character set is not known.")};
            return Refusal{Reason::invalid, why, {{"charset", why}}, {}};
        }
    }
    auto const &file = *visit.file("file");
    bool const only_look = visit.query("dry_run") == "1" || visit.query("dry_run") == "true";
    auto report =
        imports.take_in(visit.member, {file.bytes, file.name, charset}, only_look, visit.words);
    if (!report) return report.why();
    // As text and row by row: as values a hundred thousand rows would be many times as large.
    auto const count = report->rows.size();
    auto body = json::serialize(json::object{{"format", report->format},
                                             {"charset", report->charset},
                                             {"rows", static_cast<std::int64_t>(count)},
                                             {"cut", report->was_cut},
                                             {"batch", id_or_null(report->batch.value)}});
    body.pop_back();
    body += ",\"items\":[";
    for (auto &row : report->rows) {
        if (!body.ends_with('[')) body += ',';
        body += json::serialize(json::object{{"row", row.number},
                                             {"state", to_string(row.state)},
                                             {"name", text_or_null(row.shown)},
                                             {"reason", text_or_null(row.reason)},
                                             {"contact", id_or_null(row.contact.value)}});
        row = {};
    }
    body += "]}";
    return ApiAnswer{200, nullptr, http::json(std::move(body))};
}

Result<ApiAnswer> undo(ApiCall const &call, Imports &imports) {
    auto const undone = imports.undo(call.visit.member, call.visit.path_id<ImportId>("batch"));
    if (!undone) return undone.why();
    return ApiAnswer{200, json::object{{"undone", undone->gone}, {"kept", undone->kept}}};
}

web::Schema report_schema() {
    auto const row = shape::object(
        "ImportRow",
        {shape::required(
             "row",
             shape::integer(1, INT64_MAX).about("The card's number, or the line of the CSV.")),
         shape::required("state", shape::words({"new", "same", "conflict", "skipped"})),
         shape::required("name", shape::text(1000).or_null()),
         shape::required("reason", shape::text(10'000).or_null()),
         shape::required("contact", shape::id().or_null())});
    return shape::object(
        "ImportReport",
        {shape::required("format", shape::words({"vcard", "csv"})),
         shape::required("charset", shape::text(40)),
         shape::required("rows", shape::integer(0, INT64_MAX)),
         shape::required("cut",
                         shape::boolean().about("The file has more rows than are taken at once.")),
         shape::required("items", shape::list(row, max_people)),
         shape::required(
             "batch",
             shape::id().or_null().about(
                 "What DELETE /imports/{batch} takes back; null when nothing was written."))});
}

} // namespace

void add_api(web::Doors &doors, Imports &imports, contacts::Contacts &contacts) {
    web::Endpoint in;
    in.method = http::Method::post;
    in.path = "/contacts/import";
    in.summary =
        "Bring a file of people (vCard or CSV) into my book, as one batch that can be undone.";
    in.tag = "contacts";
    in.scope = "contacts:write";
    in.query = {
        {"dry_run", shape::words({"0", "1", "true", "false"}), "1: only say what would be done."},
        {"charset", shape::text(40),
         "UTF-8, Shift_JIS, EUC-JP, ISO-2022-JP, UTF-16LE, ISO-8859-1; found out when it is not "
         "said."}};
    in.file = web::Upload{max_people_file};
    in.file_types = {"text/vcard", "text/csv", "application/octet-stream"};
    in.answer = report_schema();
    in.refusals = {422};
    doors.api(std::move(in), [&imports](ApiCall const &call) { return take(call, imports); });

    web::Endpoint back;
    back.method = http::Method::del;
    back.path = "/imports/{batch}";
    back.summary = "Take back what an import brought; contacts changed since then stay.";
    back.tag = "contacts";
    back.scope = "contacts:write";
    back.answer =
        shape::object("ImportUndone", {shape::required("undone", shape::integer(0, INT64_MAX)),
                                       shape::required("kept", shape::integer(0, INT64_MAX))});
    back.refusals = {404};
    doors.api(std::move(back), [&imports](ApiCall const &call) { return undo(call, imports); });

    web::Endpoint out;
    out.path = "/contacts/export";
    out.summary = "My whole book as a file.";
    out.tag = "contacts";
    out.scope = "contacts:read";
    out.query = {{"format", shape::words(format_names()), "vcard3 when it is not said."}};
    out.answer_types = {"text/csv", "text/vcard", "application/jscontact+json", "text/plain"};
    doors.api(std::move(out), [&contacts, &imports](ApiCall const &call) -> Result<ApiAnswer> {
        auto const format = format_of(call.visit.query("format")).value_or(Format::vcard3);
        return ApiAnswer{200, nullptr, book_answer(call.visit, contacts, imports, format)};
    });

    web::Endpoint one;
    one.path = "/contacts/{id}.vcf";
    one.summary = "One contact as a vCard to hand on, without my notes.";
    one.tag = "contacts";
    one.scope = "contacts:read";
    one.query = {{"version", shape::words({"3", "4", "3.0", "4.0"}), "3.0 when it is not said."}};
    one.answer_types = {"text/vcard"};
    one.refusals = {404};
    doors.api(std::move(one), [&contacts](ApiCall const &call) -> Result<ApiAnswer> {
        auto answer = contact_answer(call.visit, contacts, call.visit.path_id<ContactId>(),
                                     version_of(call.visit.query("version")));
        if (!answer) return answer.why();
        return ApiAnswer{200, nullptr, std::move(*answer)};
    });
}

} // namespace goen::transfer
