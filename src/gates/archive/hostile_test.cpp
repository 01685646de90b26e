// SPDX-License-Identifier: Apache-2.0
// Files that somebody made to do harm, or that were damaged on the way: refused in words, and
// nothing is written.
#include "archive/testing_move.hpp"

using namespace goen;
using namespace goen::archive;
using namespace goen::archive::testing;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::string zipped(Files const &files) {
    ZipWriter zip{from_millis(1'790'000'000'000)};
    for (auto const &[name, text] : files) {
        ZipEntry entry{name};
        entry.write(text);
        zip.add(std::move(entry));
    }
    return std::move(zip).finish();
}

std::string head(std::int64_t cards, std::int64_t contacts, std::int64_t ledger = 0) {
    return R"({"format":"goen-archive","version":1,"made_at":"2026-10-03T09:00:00Z",
"network":{"name":"n","url":"u"},"member":{"id":"1","name":{"family":"山田","given":"花",
"middle":null,"family_kana":null,"given_kana":null,"family_romaji":null,"given_romaji":null,
"order":"family_first"},"email":"a@b.example","language":"ja","reach":"anyone","bridge":false,
"joined_at":"2026-10-03T09:00:00Z"},"other_names":[],"pictures_left_out":0,"lines":{"cards.jsonl":)" +
           std::to_string(cards) + ",\"contacts.jsonl\":" + std::to_string(contacts) +
           ",\"ledger.jsonl\":" + std::to_string(ledger) + "}}";
}

std::string contact(std::string const &id, std::string const &more = R"("memo":"")") {
    return R"({"id":")" + id +
           R"(","member":null,"live":false,"left":false,"withdrawn_at":null,"card":{"name":)"
           R"({"family":"渡邊","given":null,"middle":null,"family_kana":null,"given_kana":null,)"
           R"("family_romaji":null,"given_romaji":null,"order":"family_first"}},"other_names":[],)" +
           more +
           R"(,"tags":[],"met":[],"created_at":"2026-10-03T09:00:00Z",)"
           R"("updated_at":"2026-10-03T09:00:00Z"})" +
           "\n";
}

Files good() {
    return {{"archive.json", head(0, 1)},
            {"cards.jsonl", ""},
            {"contacts.jsonl", contact("7")},
            {"ledger.jsonl", ""}};
}
Files with(std::string const &name, std::string const &text) {
    auto files = good();
    for (auto &[known, content] : files) {
        if (known == name) return content = text, files;
    }
    files.emplace_back(name, text);
    return files;
}

// The sentence of the refusal, after looking that nothing has been written.
Refusal refused(Goen &goen, MemberId me, std::string const &file) {
    auto const sent = goen.archives.send(me, file);
    CHECK_FALSE(goen.archives.draft_sent(me));
    auto const brought = goen.archives.bring_in(me, file, {});
    CHECK(goen.book_size(me) == 0);
    REQUIRE_FALSE(sent);
    REQUIRE_FALSE(brought);
    CHECK(sent.why().message.msgid == brought.why().message.msgid);
    return sent.why();
}

} // namespace

TEST_CASE("A small archive written by hand is taken, also with files in it that goen does not "
          "know") {
    auto const content = read_archive(zipped(with("__MACOSX/x", "y")));
    REQUIRE(content);
    REQUIRE(content->contacts.size() == 1);
    CHECK(content->contacts[0].edit.body->name.family == "渡邊");
    CHECK(content->left_out.empty());
}

TEST_CASE("The example in docs/archive.md is an archive that goen reads, and names every file") {
    std::ifstream in{"docs/archive.md"};
    std::string const text{std::istreambuf_iterator<char>{in}, {}};
    Files files;
    for (auto const *name :
         {file::head, file::cards, file::contacts, file::ledger, file::reminders, file::dates,
          file::introductions, file::posts, file::comments, file::reactions}) {
        auto const mark = "`" + std::string{name} + "`:\n\n```json\n";
        auto const from = text.find(mark);
        REQUIRE_MESSAGE(from != text.npos, name);
        auto const begin = from + mark.size();
        files.emplace_back(name, text.substr(begin, text.find("```", begin) - begin));
    }
    auto const content = read_archive(zipped(files));
    if (!content) FAIL(content.why().message.msgid);
    CHECK(content->left_out.empty());
    CHECK(content->cards.size() == 1);
    REQUIRE(content->contacts.size() == 1);
    CHECK(content->contacts[0].ledger.size() == 1);
    CHECK(content->contacts[0].reminders.size() == 1);
    CHECK(content->contacts[0].dates.size() == 1);
    CHECK(content->introductions == 1);
    CHECK(content->posts == 1);
    CHECK(content->comments == 1);
    CHECK(content->reactions == 1);
    CHECK(content->contacts[0].edit.met->size() == 2); // and by whom they were introduced
    CHECK(content->other_names.size() == 1);
    for (auto const *name : {file::readme, file::book, file::versions, file::ties, file::reminders,
                             file::dates, file::requests, file::guests, file::imports, file::blocks,
                             file::invitations, file::openings, file::post_versions, file::hidden,
                             file::draft, file::threads, file::messages})
        CHECK_MESSAGE(text.find("`" + std::string{name} + "`") != text.npos, name);
}

TEST_CASE("An archive that was made to do harm is refused, and nothing of it is written") {
    in_each_goen([](Goen &goen) {
        auto const me = goen.newcomer("山田", "花");
        auto const says = [&](std::string const &file, std::string_view words) {
            auto const why = refused(goen, me, file);
            CHECK_MESSAGE(why.message.msgid.find(words) != std::string::npos,
                          why.message.msgid << " | " << words);
            // Not one hour's ration for all of them.
            goen.fresh->clock.advance(minutes{61});
        };
        says("", "not a goen archive");
        says("PK", "not a goen archive");
        says(zipped({{"hello.txt", "hello"}}), "not a goen archive");
        for (auto const *name : {"../evil", "a/../../evil", "/etc/passwd", "a\\..\\b", "C:evil"})
            says(zipped(with(name, "x")), "unsafe path");
        auto twice = good();
        twice.emplace_back("contacts.jsonl", contact("8"));
        says(zipped(twice), "");

        says(zipped(with("archive.json", "[]")), "damaged");
        says(zipped(with("archive.json", "{\"format\":\"other\",\"version\":1}")),
             "not a goen archive");
        says(zipped(with("archive.json", "{\"format\":\"goen-archive\",\"version\":\"1\"}")),
             "damaged");
        says(zipped(with("archive.json", "{\"format\":\"goen-archive\",\"version\":2}")),
             "newer goen");
        says(zipped(with("archive.json", "{\"format\":\"goen-archive\",\"version\":1}")),
             "damaged");
        says(zipped(with("archive.json", head(0, 2))), "instead of");
        says(zipped({{"archive.json", head(0, 0)}}), "is missing");

        for (auto const *line : {"x\n", "[]\n", "null\n", "{\"id\":7}\n", "{\"id\":\"7\"}\n", "\n",
                                 "{\"a\":1,\"a\":1}\n", "\xff\n"})
            says(zipped(with("contacts.jsonl", line)), "damaged");
        says(zipped(with("contacts.jsonl", contact("7", "\"memo\":7"))), "damaged");
        says(zipped(with("contacts.jsonl", contact("7", "\"memo\":\"\",\"is_admin\":true"))),
             "damaged");
        says(zipped(with("contacts.jsonl",
                         contact("7", "\"memo\":\"" + std::string(20'000, 'x') + "\""))),
             "damaged");
        auto same_id = with("contacts.jsonl", contact("7") + contact("7"));
        same_id.front().second = head(0, 2);
        says(zipped(same_id), "damaged");
        std::string deep(100'000, '[');
        says(zipped(with("contacts.jsonl", deep + "\n")), "damaged");
    });
}

TEST_CASE("Posts, comments and reactions that mean nothing are refused by file, line and field") {
    in_each_goen([](Goen &goen) {
        auto const me = goen.newcomer("山田", "花");
        std::string const post =
            R"({"id":"5","kind":"text","audience":{"to":"everyone"},"text":"a","mentions":[],)"
            R"("pictures":[],"quote":null,"version":1,"made_at":"2026-10-03T09:00:00Z",)"
            R"("edited_at":null,"comments_closed":false})";
        std::string const comment = R"({"id":"6","post":"5","author":null,"reply_to":null,)"
                                    R"("text":"b","made_at":"2026-10-03T09:00:00Z"})";
        std::string const reaction =
            R"({"post":"5","author":null,"kind":"like","made_at":"2026-10-03T09:00:00Z"})";
        auto const holding = [&](std::string const &name, std::vector<std::string> const &lines,
                                 std::size_t said) {
            std::string text;
            for (auto const &line : lines) text += line + "\n";
            auto files = with(name, text);
            auto &first = files.front().second;
            first.insert(first.find("\"cards.jsonl\""),
                         '"' + name + "\":" + std::to_string(said) + ',');
            return zipped(files);
        };
        auto const good = goen.archives.look(me, holding("posts.jsonl", {post}, 1));
        REQUIRE(good);
        CHECK(good->posts == 1);
        auto const changed = [](std::string line, std::string const &from, std::string const &to) {
            auto const at = line.find(from);
            REQUIRE_MESSAGE(at != line.npos, from);
            return line.replace(at, from.size(), to);
        };
        auto const says = [&](std::string const &name, std::vector<std::string> const &lines,
                              std::string const &field) {
            auto const why = refused(goen, me, holding(name, lines, lines.size()));
            CHECK(why.message.msgid == "The archive is damaged: {1}, line {2}, “{3}”.");
            REQUIRE(why.message.args.size() == 3);
            CHECK(why.message.args[0] == name);
            CHECK(why.message.args[1] == std::to_string(lines.size()));
            CHECK(why.message.args[2] == field);
        };
        auto const fails = [&](std::string const &from, std::string const &to,
                               std::string const &field) {
            says("posts.jsonl", {changed(post, from, to)}, field);
        };
        fails(R"({"to":"everyone"})", "{}", "audience");
        fails(R"({"to":"everyone"})", R"({"to":"everyone","tag":"a"})", "audience");
        fails(R"("everyone")", R"("nobody")", "audience.to");
        fails(R"("text":"a")", R"("text":7)", "text");
        fails(R"("text":"a")", R"("text":")" + std::string(50'001, 'a') + '"', "text");
        fails(R"("kind":"text")", R"("kind":"film")", "kind");
        fails(R"("version":1)", R"("version":0)", "version");
        fails(R"("quote":null)", R"("quote":"x")", "quote");
        for (auto const *file : {"/etc/passwd", "post-pictures/../a.jpg"})
            fails(R"("pictures":[])",
                  std::string{R"("pictures":[{"file":")"} + file +
                      R"(","alt":"","width":9,"height":9}])",
                  "pictures.0.file");
        says("posts.jsonl", {post, post}, "id");
        says("comments.jsonl", {comment, comment}, "id");
        says("comments.jsonl", {changed(comment, R"("text":"b")", R"("words":"b")")}, "words");
        goen.fresh->clock.advance(minutes{61});
        says("reactions.jsonl", {reaction, reaction}, "post");
        says("reactions.jsonl", {changed(reaction, "like", "dislike")}, "kind");
        auto const counted = refused(goen, me, holding("comments.jsonl", {comment}, 2));
        CHECK(counted.message.msgid == "The archive is damaged: {1} has {2} lines instead of {3}.");
    });
}

TEST_CASE("A zip bomb is stopped while it unpacks, whatever it says of its size") {
    std::string const zeros(8u << 20, '0');
    auto const bomb = zipped(with("contacts.jsonl", zeros));
    CHECK(bomb.size() < 20'000);
    auto const line = read_archive(bomb);
    REQUIRE_FALSE(line);
    CHECK(line.why().reason == Reason::too_large);

    std::string lines;
    for (int i = 1; i < 3000; ++i) lines += contact(std::to_string(i));
    ReadLimits limits;
    limits.unpacked = 200'000;
    auto const many = read_archive(zipped(with("contacts.jsonl", lines)), limits);
    REQUIRE_FALSE(many);
    CHECK(many.why().reason == Reason::too_large);

    Files entries;
    for (int i = 0; i < 200; ++i) entries.emplace_back("f" + std::to_string(i), "");
    CHECK_FALSE(ZipReader::open(zipped(entries), {.entries = 100}));
}

TEST_CASE("Cut off anywhere, or with any byte changed, it is refused or read as it was") {
    auto const whole = zipped(good());
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK_FALSE(read_archive(std::string_view{whole}.substr(0, size)));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x41);
        auto const read = read_archive(changed);
        if (!read) {
            CHECK_FALSE(read.why().message.empty());
        } else if (!read->contacts.empty()) {
            CHECK(read->contacts[0].edit.body->name.family == "渡邊");
        }
    }
}

TEST_CASE("A contact that this network's rules do not take is left out by name, the others come") {
    in_each_goen([](Goen &goen) {
        auto const me = goen.newcomer("山田", "花");
        auto bad = contact("8");
        auto const name = bad.find("渡邊");
        bad.replace(name, std::string{"渡邊"}.size(), "★星★");
        auto files = with("contacts.jsonl", contact("7") + bad);
        files.front().second = head(0, 2);
        auto const report = goen.archives.bring_in(me, zipped(files), {});
        REQUIRE(report);
        CHECK(report->contacts == 1);
        REQUIRE(report->left_out.size() == 1);
        CHECK(report->left_out[0].shown == "★星★");
        CHECK(report->left_out[0].line == 2);
    });
}

TEST_CASE(
    "One number that this network does not take costs the number, and it goes into the memo") {
    in_each_goen([](Goen &goen) {
        auto const me = goen.newcomer("山田", "花");
        auto line = contact("7", "\"memo\":\"隣の席\"");
        line.insert(line.find("}},\"other_names\"") + 1,
                    R"(,"phones":[{"label":"mobile","value":"090-0000-0000"},)"
                    R"({"label":"main","value":"*#06#"},{"label":"fax","value":"03-0000-0000"},)"
                    R"({"label":"main","value":"##21#"}])");
        auto const report = goen.archives.bring_in(me, zipped(with("contacts.jsonl", line)), {});
        REQUIRE(report);
        CHECK(report->contacts == 1);
        CHECK(report->left_out.size() == 2); // told, both of them
        auto const book = goen.circle.contacts.piece(me, "", 10).contacts;
        REQUIRE(book.size() == 1);
        REQUIRE(book[0].body.phones.size() == 2);
        CHECK(book[0].body.phones[1].value == "03-0000-0000");
        CHECK(book[0].memo.find("隣の席\n") == 0);
        CHECK(book[0].memo.find("*#06#") != std::string::npos);
    });
}

TEST_CASE("A photograph that is none leaves the card without it and says so") {
    in_each_goen([](Goen &goen) {
        auto const me = goen.newcomer("山田", "花");
        auto files = good();
        files[0].second = head(1, 1);
        files[1].second =
            R"({"id":"5","main":true,"made_at":"2026-10-03T09:00:00Z","removed_at":null,"card":)"
            R"({"kind":"own","name":{"family":"Garcia","given":"Maria","middle":null,)"
            R"("family_kana":null,"given_kana":null,"family_romaji":null,"given_romaji":null,)"
            R"("order":"given_first"},"photo":{"file":"pictures/a.jpg","width":9,"height":9},)"
            R"("show":{"name":"none"}}})"
            "\n";
        files.emplace_back("pictures/a.jpg", "\xFF\xD8\xFF no picture");
        auto const report = goen.archives.bring_in(me, zipped(files), {});
        REQUIRE(report);
        CHECK(report->cards == 1);
        CHECK(report->pictures == 0);
        REQUIRE(report->left_out.size() == 1);
        auto const cards = goen.circle.cards.of(me);
        REQUIRE(cards.size() == 1);
        CHECK(cards[0].live.body.name.given == "Maria");
        CHECK(cards[0].live.body.photo.empty());
    });
}
