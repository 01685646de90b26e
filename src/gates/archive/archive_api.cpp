// SPDX-License-Identifier: Apache-2.0
#include "archive/archive_doors.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace goen::archive {
namespace {

namespace json = boost::json;
namespace shape = web::shape;
using web::ApiAnswer;
using web::ApiCall;

web::Schema report_schema() {
    auto const count = shape::integer(0, INT64_MAX);
    auto const left_out = shape::object(
        "ArchiveLeftOut",
        {shape::required("file", shape::text(100)), shape::required("line", count),
         shape::required("name", shape::text()), shape::required("reason", shape::text(10'000))});
    return shape::object(
        "ArchiveReport",
        {shape::required("network", shape::text()), shape::required("made_at", shape::time()),
         shape::required("cards", count), shape::required("pictures", count),
         shape::required("names", count), shape::required("contacts", count),
         shape::required("received", count.about("Cards received, for the ledgers.")),
         shape::required("reminders", count), shape::required("dates", count),
         shape::required("same", count.about("Cards, names and contacts that are here already.")),
         shape::required("conflicts",
                         count.about("Contacts that are here with other entries; left out unless "
                                     "also_other=1.")),
         shape::required("left_out", shape::list(left_out, 1000)),
         shape::required(
             "batch",
             shape::id().or_null().about(
                 "DELETE /imports/{batch} takes the contacts back; null when none came."))});
}

bool is_yes(std::string_view text, bool otherwise) {
    return text.empty() ? otherwise : text == "1" || text == "true";
}

Result<ApiAnswer> take_in(ApiCall const &call, Archives &archives) {
    auto const &visit = call.visit;
    auto const &file = *visit.file("file");
    auto const report =
        is_yes(visit.query("dry_run"), false)
            ? archives.look(visit.member, file.bytes)
            : archives.bring_in(visit.member, file.bytes,
                                {.also_other = is_yes(visit.query("also_other"), false),
                                 .settings = is_yes(visit.query("settings"), true)});
    if (!report) return report.why();
    json::array left_out;
    for (auto const &one : report->left_out) {
        if (left_out.size() == 1000) break;
        left_out.push_back(json::object{{"file", one.file},
                                        {"line", one.line},
                                        {"name", one.shown},
                                        {"reason", visit.words(one.why)}});
    }
    return ApiAnswer{200, json::object{{"network", report->network},
                                       {"made_at", rfc3339(report->made)},
                                       {"cards", report->cards},
                                       {"pictures", report->pictures},
                                       {"names", report->names},
                                       {"contacts", report->contacts},
                                       {"received", report->received},
                                       {"reminders", report->reminders},
                                       {"dates", report->dates},
                                       {"same", report->cards_there + report->names_there +
                                                    report->contacts_there},
                                       {"conflicts", report->contacts_other},
                                       {"left_out", std::move(left_out)},
                                       {"batch", report->batch ? json::value(report->batch.text())
                                                               : json::value(nullptr)}}};
}

} // namespace

void add_api(web::Doors &doors, Archives &archives) {
    web::Endpoint out;
    out.path = "/archive";
    out.summary = "Everything of mine in one zip file, which another goen takes in "
                  "(docs/archive.md).";
    out.tag = "me";
    out.scope = "archive:read";
    out.answer_types = {"application/zip"};
    out.refusals = {429};
    doors.api(std::move(out), [&archives](ApiCall const &call) -> Result<ApiAnswer> {
        auto answer = archive_answer(call.visit, archives);
        if (!answer) return answer.why();
        return ApiAnswer{200, nullptr, std::move(*answer)};
    });

    web::Endpoint in;
    in.method = http::Method::post;
    in.path = "/archive";
    in.summary = "Bring in an archive of another goen: cards, other names, contacts with their "
                 "ledgers, reminders and days. Again it changes nothing.";
    in.tag = "me";
    in.scope = "archive:write";
    auto const yes_or_no = shape::words({"0", "1", "true", "false"});
    in.query = {{"dry_run", yes_or_no, "1: only say what would come."},
                {"also_other", yes_or_no, "1: also people who are in the book with other entries."},
                {"settings", yes_or_no, "0: leave language, reach and bridge as they are."}};
    in.file = web::Upload{max_file};
    in.file_types = {"application/zip"};
    in.answer = report_schema();
    in.refusals = {409, 422, 429};
    doors.api(std::move(in), [&archives](ApiCall const &call) { return take_in(call, archives); });
}

} // namespace goen::archive
