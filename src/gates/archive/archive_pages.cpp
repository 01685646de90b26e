// SPDX-License-Identifier: Apache-2.0
#include "archive/archive_doors.hpp"
#include "archive/archive_view.hpp"
#include "i18n/dates.hpp"
#include "transfer/book_file.hpp"

namespace goen::archive {
namespace {

using web::FormState;
using web::Visit;

constexpr web::PageOptions narrow{.section = "settings", .narrow = true};

http::Response start(Visit const &visit, Archives &archives, FormState const &state, int status) {
    auto options = narrow;
    options.status = status;
    return web::page(
        visit, visit.words("Export all your data"),
        archive_page(visit, state, archives.draft_sent(visit.member), archives.most_bytes()),
        options);
}

http::Response shown_again(Visit const &visit, Archives &archives, Refusal const &why) {
    auto response =
        start(visit, archives, {{}, {{"file", why.message}}, {}}, web::status_of(why.reason));
    if (why.retry_after.count() > 0)
        response.set("retry-after", std::to_string(why.retry_after.count()));
    return response;
}

http::Response send(Visit const &visit, Archives &archives) {
    auto const *file = visit.file("file");
    if (!file)
        return shown_again(
            visit, archives,
            {Reason::invalid, N_("Please choose the archive's file first."), {}, {}});
    auto const report = archives.send(visit.member, file->bytes);
    if (!report) return shown_again(visit, archives, report.why());
    return web::go(visit, "/settings/archive/look");
}

Refusal no_file() {
    return {Reason::not_found,
            N_("Your file is no longer here. It was imported or discarded, or was uploaded more "
               "than a day ago."),
            {},
            {}};
}

http::Response look(Visit const &visit, Archives &archives) {
    auto const file = archives.draft(visit.member);
    if (!file) return web::refused(visit, no_file());
    auto const report = archives.look(visit.member, *file);
    if (!report) return web::refused(visit, report.why());
    FormState state;
    state.typed.add("settings", "1");
    return web::page(visit, visit.words("Check the archive"), preview_page(visit, *report, state),
                     narrow);
}

http::Response bring_in(Visit const &visit, Archives &archives) {
    auto const file = archives.draft(visit.member);
    if (!file) return web::refused(visit, no_file());
    auto const report = archives.bring_in(
        visit.member, *file,
        {.also_other = visit.form.has("other"), .settings = visit.form.has("settings")});
    if (!report) return web::refused(visit, report.why());
    return web::page(visit, visit.words("Import results"), result_page(visit, *report), narrow);
}

} // namespace

Result<http::Response> archive_answer(Visit const &visit, Archives &archives) {
    auto file =
        archives.take_out(visit.member, {visit.network_name, visit.public_url}, visit.words);
    if (!file) return file.why();
    http::Response response;
    response.body = std::move(*file);
    response.set("content-type", "application/zip");
    response.set(
        "content-disposition",
        transfer::attachment("goen-archive-" + iso_date(i18n::date_in_japan(visit.now)) + ".zip"));
    response.set("x-content-type-options", "nosniff");
    response.set("cache-control", "no-store");
    return response;
}

void add_pages(web::Doors &doors, Archives &archives) {
    auto const member = web::Who::member;
    auto const with = [&archives](auto handler) {
        return [&archives, handler](Visit const &visit) { return handler(visit, archives); };
    };
    doors.get("/settings/archive", member,
              [&archives](Visit const &visit) { return start(visit, archives, {}, 200); });
    doors.get("/settings/archive.zip", member, [&archives](Visit const &visit) {
        auto answer = archive_answer(visit, archives);
        return answer ? std::move(*answer) : web::refused(visit, answer.why());
    });
    doors.post("/settings/archive", member, with(send), web::Upload{max_file + 64 * 1024});
    doors.get("/settings/archive/look", member, with(look));
    doors.post("/settings/archive/look", member, with(bring_in));
    doors.post("/settings/archive/forget", member, [&archives](Visit const &visit) {
        archives.forget(visit.member);
        return web::go(visit, "/settings/archive", N_("The file has been discarded."));
    });
}

} // namespace goen::archive
