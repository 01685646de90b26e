// SPDX-License-Identifier: Apache-2.0
#include "archive/archive_doors.hpp"
#include "web/endpoint.hpp"

namespace goen::archive {
namespace {

namespace shape = web::shape;
using web::ApiAnswer;
using web::ApiCall;
using web::field;

constexpr std::size_t most_left_out = 1000;

struct LeftOutAnswer {
    std::string file;
    std::int64_t line = 0;
    std::string name, reason;
};
web::Record const &record_of(LeftOutAnswer const *) {
    using Answer = LeftOutAnswer;
    static web::Record const record{
        "ArchiveLeftOut",
        {field<&Answer::file>("file").most(100), field<&Answer::line>("line").between(0, INT64_MAX),
         field<&Answer::name>("name"), field<&Answer::reason>("reason").most(10'000)}};
    return record;
}

struct ReportAnswer {
    Report report;
    std::vector<LeftOutAnswer> left_out;
};
template <auto count> web::Field counted(char const *name) {
    return field<[](ReportAnswer const &one) { return one.report.*count; }>(name).between(
        0, INT64_MAX);
}
web::Record const &record_of(ReportAnswer const *) {
    using Answer = ReportAnswer;
    static web::Record const record{
        "ArchiveReport",
        {field<[](Answer const &one) { return one.report.network; }>("network"),
         field<[](Answer const &one) { return one.report.made; }>("made_at"),
         counted<&Report::cards>("cards"), counted<&Report::pictures>("pictures"),
         counted<&Report::names>("names"), counted<&Report::contacts>("contacts"),
         counted<&Report::received>("received").about("Cards received, for the ledgers."),
         counted<&Report::reminders>("reminders"), counted<&Report::dates>("dates"),
         field<[](Answer const &one) {
             return one.report.cards_there + one.report.names_there + one.report.contacts_there;
         }>("same")
             .between(0, INT64_MAX)
             .about("Cards, names and contacts that are here already."),
         counted<&Report::contacts_other>("conflicts")
             .about("Contacts that are here with other entries; left out unless also_other=1."),
         counted<&Report::posts>("posts").about("Stay in the file, as comments and reactions do."),
         counted<&Report::comments>("comments"), counted<&Report::reactions>("reactions"),
         field<&Answer::left_out>("left_out").most(most_left_out),
         field<[](Answer const &one) { return one.report.batch; }>("batch").or_null().about(
             "DELETE /imports/{batch} takes the contacts back; null when none came.")}};
    return record;
}

bool is_yes(std::string_view text, bool otherwise) {
    return text.empty() ? otherwise : text == "1" || text == "true";
}

Result<ReportAnswer> take_in(Archives &archives, ApiCall const &call) {
    auto const &visit = call.visit;
    auto const &file = *visit.file("file");
    auto const report =
        is_yes(visit.query("dry_run"), false)
            ? archives.look(visit.member, file.bytes)
            : archives.bring_in(visit.member, file.bytes,
                                {.also_other = is_yes(visit.query("also_other"), false),
                                 .settings = is_yes(visit.query("settings"), true)});
    if (!report) return report.why();
    ReportAnswer answer{*report, {}};
    for (auto const &one : report->left_out) {
        if (answer.left_out.size() == most_left_out) break;
        answer.left_out.push_back({one.file, one.line, one.shown, visit.words(one.why)});
    }
    return answer;
}

Result<ApiAnswer> take_out(Archives &archives, ApiCall const &call) {
    auto answer = archive_answer(call.visit, archives);
    if (!answer) return answer.why();
    return ApiAnswer{200, nullptr, std::move(*answer)};
}

} // namespace

void add_api(web::Doors &doors, Archives &archives) {
    web::Endpoints<Archives &> api{doors, archives, {"me", "archive:read", "archive:write"}};
    api.add(web::get("/archive", "Everything of mine in one zip file, which another goen takes in "
                                 "(docs/archive.md).")
                .answers_file({"application/zip"})
                .refuses({429}),
            take_out);
    auto const yes_or_no = shape::words({"0", "1", "true", "false"});
    api.add(web::post("/archive",
                      "Bring in an archive of another goen: cards, other names, contacts with "
                      "their ledgers, reminders and days. Again it changes nothing.")
                .asks({{"dry_run", yes_or_no, "1: only say what would come."},
                       {"also_other", yes_or_no,
                        "1: also people who are in the book with other entries."},
                       {"settings", yes_or_no,
                        "0: leave language, reach, bridge and emails as they are."}})
                .takes_file({max_file}, {"application/zip"})
                .refuses({409, 422, 429}),
            take_in);
}

} // namespace goen::archive
