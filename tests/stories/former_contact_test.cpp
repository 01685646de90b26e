// SPDX-License-Identifier: Apache-2.0
// Ken sees of Hana what she discloses now, and once their exchange has ended what she disclosed
// last; what she had disclosed before that stands in the ledger alone. Random lives of the two,
// then every page, answer and file of Ken's is searched for marks above the tier in force.
#include "archive/format.hpp"
#include "archive/zip.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>

using namespace goen;
using namespace goen::tests;
using card::Tier;

namespace {

constexpr char const *address = "192.0.2.1";

// Something on one version of Hana's card: "mk17z".
struct Mark {
    int version = 0;
    Tier least = Tier::none;
    bool is_standing = false; // name or position: lists of those who moved say what it was before
    bool is_searched = false;
};

class Lives {
public:
    Lives(Town &town, int number) : town_(town), house_(town.house), browser_(town) {
        auto const at = std::to_string(number) + "@mihon.example";
        hana_ = town.settle("hana" + at, name_of("山田", "花", "やまだ", "はな"));
        ken_ = town.settle("ken" + at, name_of("佐藤", "健", "さとう", "けん"));
        kens_card_ = house_.cards.of(ken_).front().id;
        browser_.log_in("ken" + at);
        phone_.emplace(Phone::of(town, "ken" + at));
    }

    void act(int deed, int how) {
        town_.fresh.clock.advance(seconds{61});
        switch (deed) {
        case 0:
        case 1: exchange(how); break;
        case 2:
        case 3:
        case 4: {
            auto const tier = static_cast<Tier>(1 + how % 3);
            if (house_.exchange.set_tier(hana_, ken_, tier)) {
                tie_ = tier;
                shown_ = is_withdrawn_ ? std::min(shown_, tier) : tier;
            }
            break;
        }
        case 5: (void)house_.exchange.set_tier(ken_, hana_, static_cast<Tier>(1 + how % 3)); break;
        case 6:
            if (how % 2 ? house_.exchange.end(hana_, ken_) : house_.exchange.end(ken_, hana_))
                is_live_ = false;
            break;
        case 7:
            if (how % 2 ? house_.exchange.block(hana_, ken_) : house_.exchange.block(ken_, hana_))
                is_live_ = false;
            break;
        case 8:
            (void)house_.exchange.unblock(hana_, ken_);
            (void)house_.exchange.unblock(ken_, hana_);
            break;
        case 9:
        case 10: publish(how); break;
        case 11:
            if (card_ && house_.cards.remove(hana_, card_)) {
                if (is_live_ && held_ == card_) is_withdrawn_ = true;
                card_ = {};
            }
            break;
        case 12: (void)house_.contacts.mark_looked(ken_, ContactId{hana_.value}); break;
        case 13:
            if (house_.contacts.remove(ken_, ContactId{hana_.value}) && how % 4)
                (void)house_.contacts.restore(ken_, ContactId{hana_.value});
            break;
        default: glance(); // what is kept of a page must not outlive its reason
        }
        if (is_live_ && !is_withdrawn_) {
            auto &most = received_[version_];
            most = std::max(most, shown_);
        }
    }
    void leave() {
        if (house_.leaving.leave(hana_, Town::password, address)) is_live_ = false;
    }

    void look_everywhere() {
        glance();
        auto const id = hana_.text();
        for (auto const *path :
             {"/contacts?sort=new", "/contacts?moved=1", "/contacts/long-ago", "/network/map",
              "/network/map?by=event", "/network/years", "/reminders", "/reminders/dates",
              "/people?q=mk", "/requests", "/exchange", "/blocked", "/introductions"})
            may_read(browser_.open(path).body(), path, Where::list);
        for (auto const *below :
             {"/edit", "/delete", "/history", "/reminders", "/dates", ".vcf", ".vcf?version=4"})
            may_read(browser_.open("/contacts/" + id + below).body(), below, Where::now);
        for (auto const *format : {"csv", "csv-cp932", "vcard3", "vcard4", "jscontact", "ldif"}) {
            may_read(browser_.open(std::string{"/contacts/export?format="} + format).body(), format,
                     Where::now);
        }
        may_read(phone_->get("/contacts").text, "GET /contacts", Where::list);
        may_read(phone_->get("/contacts?moved=true").text, "GET moved", Where::list);
        may_read(phone_->get("/contacts/" + id).text, "GET /contacts/{id}", Where::now);
        may_read(phone_->get("/members/" + id).text, "GET /members/{id}", Where::now);
        may_read(phone_->get("/contacts/" + id + "/ledger").text, "GET ledger", Where::ledger);
        may_read(browser_.open("/contacts/" + id + "/ledger").body(), "ledger", Where::ledger);
        archive();
        for (std::size_t i = 0; i < marks_.size(); ++i) search(i);
    }
    static inline int seen = 0, found = 0;

private:
    enum class Where { now, list, ledger };

    void glance() {
        may_read(browser_.open("/").body(), "home", Where::list);
        may_read(browser_.open("/contacts").body(), "list", Where::list);
        for (auto const *under : {"/m/", "/contacts/"}) {
            auto const page = browser_.open(under + hana_.text()).body();
            auto const begins = std::min(page.find("<h2 id=\"ledger\""), page.size());
            auto const ends = std::min(page.find("</section>", begins), page.size());
            may_read(page.substr(0, begins) + page.substr(ends), under, Where::now);
            may_read(page.substr(begins, ends - begins), "its ledger", Where::ledger);
        }
    }

    void archive() {
        auto const file = house_.archives.take_out(ken_, {"goen", "https://goen.example"},
                                                   i18n::Words{i18n::Language::en});
        RC_ASSERT(static_cast<bool>(file));
        auto reader = archive::ZipReader::open(*file, {});
        RC_ASSERT(static_cast<bool>(reader));
        for (auto const *name : {archive::file::head, archive::file::book, archive::file::contacts,
                                 archive::file::ties, archive::file::introductions,
                                 archive::file::requests, archive::file::blocks})
            if (reader->has(name)) may_read(*reader->whole(name, 1u << 20), name, Where::now);
        may_read(*reader->whole(archive::file::ledger, 1u << 20), "archived ledger", Where::ledger);
    }

    void search(std::size_t number) {
        auto const &mark = marks_[number];
        if (!mark.is_searched) return;
        contacts::Ask ask;
        ask.q = text_of(number);
        auto const hits = house_.contacts.list(ken_, ask, i18n::Language::ja);
        RC_ASSERT(static_cast<bool>(hits));
        if (!is_shown(mark))
            RC_ASSERT(hits->lines.empty());
        else
            found += static_cast<int>(hits->lines.size());
    }

    static std::string text_of(std::size_t number) { return "mk" + std::to_string(number) + "z"; }
    std::string mark(Tier least, bool is_standing, bool is_searched) {
        marks_.push_back({versions_, least, is_standing, is_searched});
        return text_of(marks_.size() - 1);
    }
    card::CardBody body(int how) {
        ++versions_;
        auto const tier = [&](int part) {
            return static_cast<Tier>((how / (1 << part) + part * how) % 4);
        };
        card::CardBody body;
        body.show = {{"name", tier(0)},   {"positions", tier(1)},     {"emails", tier(2)},
                     {"phones", tier(3)}, {"phones.mobile", tier(4)}, {"address", tier(5)},
                     {"urls", tier(6)}};
        body.name.family = mark(tier(0), true, true);
        body.ja.positions = {{mark(tier(1), true, true),
                              {mark(tier(1), true, true)},
                              mark(tier(1), true, true),
                              true}};
        body.emails = {{"work", mark(tier(2), false, true) + "@mihon.example"}};
        body.phones = {{"direct", mark(tier(3), false, true)},
                       {"mobile", mark(tier(4), false, true)}};
        body.ja.address.street = mark(tier(5), false, false);
        body.urls = {{"web", "https://" + mark(tier(6), false, false) + ".example/"}};
        return body;
    }
    void make_card(int how) {
        auto const made = house_.cards.make(hana_, body(how));
        RC_ASSERT(static_cast<bool>(made));
        card_ = made->id;
        current_ = versions_;
    }
    void publish(int how) {
        if (!card_) return make_card(how);
        RC_ASSERT(static_cast<bool>(house_.cards.publish(hana_, card_, body(how))));
        current_ = versions_;
        if (is_live_ && held_ == card_) version_ = current_;
    }
    void exchange(int how) {
        if (!card_) make_card(how);
        auto const code = house_.exchange.show_code(hana_, card_, 10, 1, "");
        RC_ASSERT(static_cast<bool>(code));
        if (!house_.exchange.redeem(ken_, code->secret, kens_card_, "", address)) return;
        if (!is_live_) tie_ = Tier::exchanged;
        is_live_ = true, is_withdrawn_ = false;
        held_ = card_, version_ = current_, shown_ = tie_;
    }

    // The rule itself, said a second time without the policy.
    bool is_shown(Mark const &mark) const {
        return mark.version == version_ && mark.least <= shown_;
    }
    bool was_received(Mark const &mark) const {
        auto const most = received_.find(mark.version);
        return most != received_.end() && mark.least <= most->second;
    }
    void may_read(std::string text, std::string const &what, Where where) {
        for (std::string_view const fold : {"\r\n ", "\n "}) // as vCard and LDIF break lines
            for (auto at = text.find(fold); at != text.npos; at = text.find(fold, at))
                text.erase(at, fold.size());
        for (auto at = text.find("mk"); at != text.npos; at = text.find("mk", at + 2)) {
            auto const end = text.find_first_not_of("0123456789", at + 2);
            if (end == text.npos || end == at + 2 || text[end] != 'z') continue;
            auto const &one = marks_.at(std::stoul(text.substr(at + 2, end - at - 2)));
            ++seen;
            if (is_shown(one)) continue;
            if (where == Where::ledger && was_received(one)) continue;
            if (where == Where::list && is_live_ && one.is_standing && was_received(one) &&
                one.least <= shown_)
                continue;
            RC_FAIL(what + " shows " + text.substr(at, end - at + 1) + ", for tier " +
                    std::to_string(static_cast<int>(one.least)) + " of version " +
                    std::to_string(one.version) + ", where version " + std::to_string(version_) +
                    " is in force at tier " + std::to_string(static_cast<int>(shown_)));
        }
    }

    Town &town_;
    app::House &house_;
    Browser browser_;
    std::optional<Phone> phone_;
    MemberId hana_, ken_;
    CardId kens_card_, card_, held_;               // Hana's card that stands, the one Ken holds
    int versions_ = 0, current_ = 0, version_ = 0; // made, of card_, in force for Ken
    Tier tie_ = Tier::exchanged, shown_ = Tier::exchanged;
    bool is_live_ = false, is_withdrawn_ = false;
    std::vector<Mark> marks_;
    std::map<int, Tier> received_; // version -> the most Ken has seen of it
};

void live_through(Town &town, int number, std::vector<int> const &deeds) {
    Lives lives{town, number};
    lives.act(0, deeds.empty() ? 0 : deeds.front());
    for (auto const deed : deeds) lives.act(deed % 15, deed / 15);
    if (number % 8 == 7) lives.leave();
    lives.look_everywhere();
}

} // namespace

TEST_CASE("Whatever was disclosed before, Ken sees of Hana what was disclosed last, and the rest "
          "in the ledger alone") {
    int number = 0;
    {
        FreshDatabase fresh{
            FreshDatabase::Engine::sqlite, FreshDatabase::Tables::migrated, {.durable = false}};
        Town town{fresh};
        CHECK(rc::check("on SQLite", [&] {
            auto const length = *rc::gen::inRange(0, 16);
            live_through(town, number++,
                         *rc::gen::container<std::vector<int>>(static_cast<std::size_t>(length),
                                                               rc::gen::inRange(0, 15 * 4096)));
        }));
    }
    CHECK(Lives::seen > 1000); // the search does find what may be seen
    CHECK(Lives::found > 100);
    if (!has_postgres()) return;
    FreshDatabase fresh{FreshDatabase::Engine::postgres};
    Town town{fresh};
    unsigned state = 12345;
    for (int i = 0; i < 8; ++i) {
        std::vector<int> deeds;
        for (int k = 0; k < 12; ++k)
            deeds.push_back(static_cast<int>((state = state * 1103515245u + 12345u) >> 8) %
                            (15 * 4096));
        live_through(town, number++, deeds);
    }
}

TEST_CASE("A mobile number shown to close friends is gone from a former contact's page, search and "
          "files once Hana had lowered the distance; the ledger keeps it under its day") {
    in_each_town([](Town &town) {
        auto const hana =
            town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        auto const ken = town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        auto &house = town.house;
        card::CardBody body;
        body.name = name_of("山田", "花", "やまだ", "はな");
        body.phones = {{"main", "03-0000-1111"}, {"mobile", "090-0000-2222"}};
        body.show = {{"phones.mobile", Tier::close}};
        auto const hers = house.cards.of(hana).front().id;
        REQUIRE(house.cards.publish(hana, hers, body));
        auto const exchange = [&] {
            auto const code = house.exchange.show_code(hana, hers, 10, 1, "");
            REQUIRE(code);
            REQUIRE(house.exchange.redeem(ken, code->secret, house.cards.of(ken).front().id, "",
                                          address));
        };
        exchange();
        REQUIRE(house.exchange.set_tier(hana, ken, Tier::close));
        Browser browser{town};
        browser.log_in("ken@mihon.example").open("/contacts/" + hana.text());
        CHECK(browser.says("090-0000-2222"));
        REQUIRE(house.exchange.set_tier(hana, ken, Tier::exchanged));

        auto const is_hidden = [&] {
            for (auto const &path :
                 {"/contacts/" + hana.text(), "/contacts/" + hana.text() + ".vcf",
                  std::string{"/contacts/export?format=csv"},
                  std::string{"/contacts/export?format=vcard4"}}) {
                browser.open(path);
                CHECK_MESSAGE(browser.says("1111"), path);
                // Ids and tokens may hold any four digits.
                CHECK_MESSAGE(!browser.says("0000-2222"), path);
                CHECK_MESSAGE(!browser.says("00002222"), path);
            }
            CHECK_FALSE(browser.open("/contacts?q=090-0000-2222").says(hana.text()));
            CHECK(browser.open("/contacts?q=03-0000-1111").says(hana.text()));
            CHECK(browser.open("/contacts/" + hana.text() + "/ledger").says("090-0000-2222"));
        };
        is_hidden();
        REQUIRE(house.exchange.end(ken, hana));
        is_hidden();
        exchange(); // again, as with anybody new
        is_hidden();
        REQUIRE(house.exchange.block(hana, ken));
        is_hidden();
        REQUIRE(house.leaving.leave(hana, Town::password, address));
        is_hidden();
    });
}
