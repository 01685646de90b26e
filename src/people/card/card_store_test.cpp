// SPDX-License-Identifier: Apache-2.0
#include "card/card_store.hpp"

#include "support/card_generators.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace goen;
using namespace goen::card;

namespace {

CardBody sample() {
    CardBody body;
    body.kind = Kind::company;
    body.label = "本業";
    body.name = {"山田",   "太郎",   "",     "やまだ",
                 "たろう", "Yamada", "Taro", names::Order::given_first};
    body.ja.positions = {{"株式会社見本", {"営業本部", "第一営業部"}, "課長", true}};
    body.ja.address = {"100-0005", "東京都", "千代田区", "丸の内1-2-3", "", "JP"};
    body.emails = {{"work", "taro@mihon.example"}};
    body.phones = {{"mobile", "090-0000-0000"}};
    body.urls = {{"web", "https://mihon.example/"}};
    body.photo = {MemberId{17}, "00112233445566778899aabbccddeeff", 384, 512};
    body.layout = Layout::vertical;
    body.show = {{"name", Tier::none}, {"phones.mobile", Tier::close}};
    return body;
}

// As rows lie in databases. Never change these: what was written must be read.
constexpr char const *before_versions =
    R"({"kind":"company","label":"本業","name":{"family":"山田","given":"太郎","middle":null,)"
    R"("family_kana":"やまだ","given_kana":"たろう","family_romaji":"Yamada","given_romaji":"Taro",)"
    R"("order":"given_first"},"sides":{"ja":{"positions":[{"company":"株式会社見本","department":)"
    R"(["営業本部","第一営業部"],"title":"課長","main":true}],"address":{"postal_code":"100-0005",)"
    R"("region":"東京都","locality":"千代田区","street":"丸の内1-2-3","building":null,"country":"JP"}},)"
    R"("en":{"positions":[],"address":null}},"emails":[{"label":"work","value":"taro@mihon.example"}],)"
    R"("phones":[{"label":"mobile","value":"090-0000-0000"}],"urls":[{"label":"web","value":)"
    R"("https://mihon.example/"}],"photo":{"owner":"17","hash":"00112233445566778899aabbccddeeff",)"
    R"("width":384,"height":512},"layout":"vertical","show":{"name":"none","phones.mobile":"close"}})";
constexpr char const *version_1 =
    R"({"v":1,"kind":"company","label":"本業","name":{"family":"山田","given":"太郎","middle":null,)"
    R"("family_kana":"やまだ","given_kana":"たろう","family_romaji":"Yamada","given_romaji":"Taro",)"
    R"("order":"given_first"},"sides":{"ja":{"positions":[{"company":"株式会社見本","department":)"
    R"(["営業本部","第一営業部"],"title":"課長","main":true}],"address":{"postal_code":"100-0005",)"
    R"("region":"東京都","locality":"千代田区","street":"丸の内1-2-3","building":null,"country":"JP"}},)"
    R"("en":{"positions":[],"address":null}},"emails":[{"label":"work","value":"taro@mihon.example"}],)"
    R"("phones":[{"label":"mobile","value":"090-0000-0000"}],"urls":[{"label":"web","value":)"
    R"("https://mihon.example/"}],"layout":"vertical","show":{"name":"none","phones.mobile":"close"},)"
    R"("photo":{"owner":"17","hash":"00112233445566778899aabbccddeeff","width":384,"height":512}})";

} // namespace

TEST_CASE("Any card comes back from the database as it was") {
    CHECK(rc::check("stored and read", [] {
        auto const body = *tests::any_card();
        RC_ASSERT(from_stored(to_stored(body)) == body);
    }));
}

TEST_CASE("Rows of every version are read, and written in the newest") {
    CHECK(from_stored(before_versions) == sample());
    CHECK(from_stored(version_1) == sample());
    CHECK(to_stored(sample()) == version_1);
    CHECK(from_stored(R"({"kind":"private","name":null})").name.empty());
}

TEST_CASE(
    "The usual style is not written down, another one is, and an unknown one is the usual one") {
    auto body = sample();
    body.style = Style::gothic_navy;
    auto const stored = to_stored(body);
    CHECK(stored.find(R"("style":"gothic_navy")") != stored.npos);
    CHECK(from_stored(stored).style == Style::gothic_navy);
    CHECK(from_stored(R"({"v":1,"style":"of_tomorrow"})").style == Style::mincho_white);
}

TEST_CASE("A part whose rule cannot be read is hidden, not shown") {
    CHECK(from_stored(R"({"v":1,"show":{"phones":"friends"}})").show.at("phones") == Tier::owner);
}

TEST_CASE("A damaged row is trouble, not an empty card") {
    CHECK_THROWS_AS(from_stored("{"), Trouble);
    CHECK_THROWS_AS(from_stored("[]"), Trouble);
    CHECK_THROWS_AS(from_stored(""), Trouble);
}

TEST_CASE("A row that a newer program wrote is trouble, not half a card") {
    auto row = boost::json::parse(version_1).as_object();
    row["v"] = 2;
    CHECK_THROWS_AS(from_stored(boost::json::serialize(row)), Trouble);
}
