// SPDX-License-Identifier: Apache-2.0
#include "web/form_version.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::web;

namespace {

FormParts const parts{{"given", "Given name"},
                      {"memo", "Memo"},
                      {"phones.", "Phone"},
                      choice_part("tier", "Distance", {{"close", "Close", ""}})};

http::Params form_with(std::vector<std::pair<std::string, std::string>> const &fields) {
    http::Params form;
    for (auto const &[name, value] : fields) form.add(name, value);
    return form;
}
// What a window sends that was opened while `opened` was stored.
http::Params sent(http::Params form, http::Params const &opened) {
    form.add("version", version_of(parts, opened));
    return form;
}

} // namespace

TEST_CASE("What Hana saves overwrites nothing when nothing was stored since she opened the form") {
    auto const stored = form_with({{"given", "花"}, {"memo", "一\n二"}, {"phones.0.value", "03"}});
    CHECK_FALSE(stale_form(parts, sent(form_with({{"given", "花子"}}), stored), stored));
    // A browser sends line ends of its own.
    CHECK_FALSE(stale_form(parts, sent(form_with({{"memo", "一\r\n二 "}}), stored), stored));
}

TEST_CASE("Of two windows the second is told what the first stored, and keeps what was typed") {
    auto const opened = form_with({{"given", "花"}, {"memo", "前"}});
    auto const stored = form_with({{"given", "花子"}, {"memo", "左"}});
    auto const stale = stale_form(
        parts, sent(form_with({{"given", "花"}, {"memo", "右"}, {"more", "x"}}), opened), stored);
    REQUIRE(stale);
    REQUIRE(stale->meanwhile.size() == 2);
    CHECK(stale->meanwhile[0].label == "Given name");
    CHECK(stale->meanwhile[0].stored == "花子");
    CHECK(stale->meanwhile[0].typed == "花");
    CHECK(stale->meanwhile[0].is_taken_over); // she had not touched the name
    CHECK(stale->meanwhile[1].stored == "左");
    CHECK(stale->meanwhile[1].typed == "右");
    CHECK_FALSE(stale->meanwhile[1].is_taken_over);
    CHECK(stale->typed.get("given") == "花子");
    CHECK(stale->typed.get("memo") == "右");
    CHECK(stale->typed.get("more") == "x");
    // Saved again on purpose, it goes through; unless a third window was quicker.
    auto again = form_with({{"given", "花子"}, {"memo", "右"}});
    again.add("version", stale->version);
    CHECK_FALSE(stale_form(parts, again, stored));
    CHECK(stale_form(parts, again, form_with({{"given", "花子"}, {"memo", "中"}})));
}

TEST_CASE("The same change in both windows is no quarrel, nor is one that touches nothing else") {
    auto const opened = form_with({{"given", "花"}}), stored = form_with({{"given", "花子"}});
    CHECK_FALSE(stale_form(parts, sent(stored, opened), stored));
    CHECK_FALSE(
        stale_form(parts, sent(form_with({{"given", "花子"}, {"memo", "新"}}), opened), stored));
}

TEST_CASE("A list is kept or replaced as a whole, in whatever order its fields were sent") {
    auto const opened = form_with({{"phones.0.label", "main"}, {"phones.0.value", "03"}});
    auto const stored = form_with({{"phones.0.label", "mobile"},
                                   {"phones.0.value", "090"},
                                   {"phones.1.label", "main"},
                                   {"phones.1.value", "03"}});
    CHECK(version_of(parts, form_with({{"phones.0.value", "03"}, {"phones.0.label", "main"}})) ==
          version_of(parts, opened));
    auto const stale = stale_form(parts, sent(opened, opened), stored);
    REQUIRE(stale);
    CHECK(stale->typed.get("phones.1.value") == "03");
    CHECK(stale->typed.all("phones.0.value").size() == 1);
}

TEST_CASE("A form without a version, or with an unreadable one, knows nothing of what is stored") {
    auto const stored = form_with({{"given", "花"}, {"tier", "close"}});
    for (auto const *version : {"", "x", "0123456789abcdef0123456789abcdef"}) {
        auto typed = form_with({{"given", "華"}, {"tier", "close"}});
        typed.add("version", version);
        auto const stale = stale_form(parts, typed, stored);
        REQUIRE(stale);
        REQUIRE(stale->meanwhile.size() == 1); // what it leaves as it is, it may leave
        CHECK_FALSE(stale->meanwhile[0].is_taken_over);
        CHECK(stale->version == version_of(parts, stored));
    }
}

TEST_CASE("The form shows both texts, choices in words, and what is empty as empty") {
    http::Request request;
    Visit visit{.request = request};
    visit.words = i18n::Words{i18n::Language::en};
    auto const opened = form_with({{"given", "<花>"}});
    auto const stale = stale_form(parts, sent(form_with({{"given", "<華>"}}), opened),
                                  form_with({{"tier", "close"}}));
    REQUIRE(stale);
    auto const html = form_version(visit, *stale).markup();
    CHECK(html.find("name=\"version\" value=\"" + stale->version + "\"") != html.npos);
    CHECK(html.find("role=\"alert\"") != html.npos);
    CHECK(html.find("&lt;華&gt;") != html.npos);
    CHECK(html.find("Close") != html.npos);
    CHECK(html.find("(empty)") != html.npos);
    // One that was refused for another reason keeps the version it was opened with.
    visit.form = sent({}, opened);
    CHECK(form_version(visit, {}).markup().find(version_of(parts, opened)) != std::string::npos);
    visit.form = {};
    CHECK(form_version(visit, {}).markup().empty()); // of a form for something new
}
