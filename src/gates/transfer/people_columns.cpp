// SPDX-License-Identifier: Apache-2.0
#include "transfer/people_columns.hpp"

#include "base/text.hpp"
#include "names/search_key.hpp"

#include <algorithm>
#include <unordered_map>

namespace goen::transfer {
namespace {

constexpr int home = 50;

struct Known {
    char const *heading;
    What what;
    char const *label = "";
    int number = 1;
};

// Headings as the programs write them; width, case and kind of kana do not matter, nor do spaces.
constexpr Known table[] = {
    // plain, Japanese
    {"氏名", What::name},
    {"名前", What::name},
    {"お名前", What::name},
    {"姓名", What::name},
    {"姓", What::family},
    {"氏", What::family},
    {"苗字", What::family},
    {"名字", What::family},
    {"名", What::given},
    {"ミドルネーム", What::middle},
    {"ふりがな", What::name_kana},
    {"フリガナ", What::name_kana},
    {"よみがな", What::name_kana},
    {"読み", What::name_kana},
    {"氏名カナ", What::name_kana},
    {"氏名（かな）", What::name_kana},
    {"せい", What::family_kana},
    {"姓フリガナ", What::family_kana},
    {"姓カナ", What::family_kana},
    {"姓かな", What::family_kana},
    {"姓（ふりがな）", What::family_kana},
    {"氏名[姓]", What::family},
    {"氏名[名]", What::given},
    {"氏名カナ[姓]", What::family_kana},
    {"氏名カナ[名]", What::given_kana},
    {"めい", What::given_kana},
    {"名前フリガナ", What::given_kana},
    {"名フリガナ", What::given_kana},
    {"名カナ", What::given_kana},
    {"名かな", What::given_kana},
    {"名（ふりがな）", What::given_kana},
    {"姓（ローマ字）", What::family_romaji},
    {"名（ローマ字）", What::given_romaji},
    {"表示順", What::order},
    {"会社名", What::company},
    {"会社", What::company},
    {"勤務先", What::company},
    {"所属", What::company},
    {"部署名", What::department},
    {"部署", What::department},
    {"役職", What::title},
    {"役職名", What::title},
    {"会社名（英語）", What::company_en},
    {"部署（英語）", What::department_en},
    {"役職（英語）", What::title_en},
    {"メール", What::email},
    {"メールアドレス", What::email},
    {"Eメール", What::email},
    {"電子メール", What::email},
    {"メール2", What::email, "", 2},
    {"メール3", What::email, "", 3},
    {"電話", What::phone},
    {"電話番号", What::phone},
    {"TEL", What::phone},
    {"電話（代表）", What::phone, "main"},
    {"代表電話", What::phone, "main"},
    {"電話（直通）", What::phone, "direct"},
    {"直通電話", What::phone, "direct"},
    {"直通", What::phone, "direct"},
    {"携帯", What::phone, "mobile"},
    {"携帯電話", What::phone, "mobile"},
    {"携帯番号", What::phone, "mobile"},
    {"FAX", What::phone, "fax"},
    {"FAX番号", What::phone, "fax"},
    {"電話（内線）", What::phone, "extension"},
    {"内線", What::phone, "extension"},
    {"電話（自宅）", What::phone, "home"},
    {"自宅電話", What::phone, "home"},
    {"郵便番号", What::postal_code},
    {"都道府県", What::region},
    {"市区町村", What::locality},
    {"市町村", What::locality},
    {"番地", What::street},
    {"町名・番地", What::street},
    {"建物", What::building},
    {"建物名", What::building},
    {"ビル名", What::building},
    {"住所", What::address},
    {"国", What::country},
    {"URL", What::url},
    {"ホームページ", What::url},
    {"Webページ", What::url},
    {"タグ", What::tags},
    {"分類項目", What::tags},
    {"グループ", What::tags},
    {"メモ", What::note},
    {"備考", What::note},
    {"誕生日", What::birthday},
    {"生年月日", What::birthday},
    {"名刺交換日", What::met_on},
    {"会った日", What::met_on},
    {"つながった日", What::connected_on},
    {"会った場所", What::met_where},
    {"肩書き", What::prefix},
    {"敬称", What::suffix},
    {"ニックネーム", What::nickname},
    // card scanners
    {"TEL会社", What::phone, "main"},
    {"TEL部門", What::phone, "direct", 2},
    {"TEL直通", What::phone, "direct"},
    {"TEL-1(1)", What::phone, "main"},
    {"TEL-2(1)", What::phone, "direct"},
    {"TEL(1)", What::phone, "main"},
    {"携帯(1)", What::phone, "mobile"},
    {"FAX(1)", What::phone, "fax"},
    {"Email(1)", What::email},
    {"Email(2)", What::email, "", 2},
    {"郵便番号(1)", What::postal_code},
    {"住所(1)［全て］", What::address},
    {"住所(1)", What::address},
    {"URL(1)", What::url},
    // Outlook in Japanese
    {"番地 (会社)", What::street},
    {"住所 2 (会社)", What::building},
    {"市町村 (会社)", What::locality},
    {"都道府県 (会社)", What::region},
    {"郵便番号 (会社)", What::postal_code},
    {"国 (会社)/地域", What::country},
    {"番地 (自宅)", What::street, "", home},
    {"住所 2 (自宅)", What::building, "", home},
    {"市町村 (自宅)", What::locality, "", home},
    {"都道府県 (自宅)", What::region, "", home},
    {"郵便番号 (自宅)", What::postal_code, "", home},
    {"国 (自宅)/地域", What::country, "", home},
    {"会社電話", What::phone, "direct"},
    {"会社電話 2", What::phone, "direct", 2},
    {"会社代表電話", What::phone, "main"},
    {"会社 FAX", What::phone, "fax"},
    {"自宅電話 2", What::phone, "home", 2},
    {"電子メール アドレス", What::email},
    {"電子メール 2 アドレス", What::email, "", 2},
    {"電子メール 3 アドレス", What::email, "", 3},
    {"Web ページ", What::url},
    // English
    {"Name", What::name},
    {"Full Name", What::name},
    {"Last Name", What::family},
    {"Family Name", What::family},
    {"Surname", What::family},
    {"First Name", What::given},
    {"Given Name", What::given},
    {"Middle Name", What::middle},
    {"Additional Name", What::middle},
    {"Yomi Name", What::name_kana},
    {"Kana", What::name_kana},
    {"Phonetic Last Name", What::family_kana},
    {"Family Name Yomi", What::family_kana},
    {"Surname Yomi", What::family_kana},
    {"Family Kana", What::family_kana},
    {"Phonetic First Name", What::given_kana},
    {"Given Name Yomi", What::given_kana},
    {"Given Yomi", What::given_kana},
    {"Given Kana", What::given_kana},
    {"Family Romaji", What::family_romaji},
    {"Given Romaji", What::given_romaji},
    {"Name Order", What::order},
    {"Name Prefix", What::prefix},
    {"Name Suffix", What::suffix},
    {"Suffix", What::suffix},
    {"Nickname", What::nickname},
    {"Company", What::company},
    {"Organization", What::company},
    {"Organization Name", What::company},
    {"Organization 1 - Name", What::company},
    {"Department", What::department},
    {"Organization Department", What::department},
    {"Organization 1 - Department", What::department},
    {"Job Title", What::title},
    {"Position", What::title},
    {"Title", What::title},
    {"Organization Title", What::title},
    {"Organization 1 - Title", What::title},
    {"Company (English)", What::company_en},
    {"Department (English)", What::department_en},
    {"Title (English)", What::title_en},
    {"E-mail", What::email},
    {"Mail", What::email},
    {"Email Address", What::email},
    {"E-mail Address", What::email},
    {"E-mail 2 Address", What::email, "", 2},
    {"E-mail 3 Address", What::email, "", 3},
    {"Mail 2", What::email, "", 2},
    {"Mail 3", What::email, "", 3},
    {"Phone", What::phone},
    {"Telephone", What::phone},
    {"Phone (Main)", What::phone, "main"},
    {"Phone (Direct)", What::phone, "direct"},
    {"Phone (Extension)", What::phone, "extension"},
    {"Phone (Home)", What::phone, "home"},
    {"Business Phone", What::phone, "direct"},
    {"Business Phone 2", What::phone, "direct", 2},
    {"Company Main Phone", What::phone, "main"},
    {"Business Fax", What::phone, "fax"},
    {"Home Phone", What::phone, "home"},
    {"Mobile Phone", What::phone, "mobile"},
    {"Mobile", What::phone, "mobile"},
    {"Postal Code", What::postal_code},
    {"Zip", What::postal_code},
    {"Prefecture", What::region},
    {"State", What::region},
    {"City", What::locality},
    {"Street", What::street},
    {"Building", What::building},
    {"Address", What::address},
    {"Country", What::country},
    {"Business Street", What::street},
    {"Business Street 2", What::building},
    {"Business City", What::locality},
    {"Business State", What::region},
    {"Business Postal Code", What::postal_code},
    {"Business Country/Region", What::country},
    {"Home Street", What::street, "", home},
    {"Home City", What::locality, "", home},
    {"Home State", What::region, "", home},
    {"Home Postal Code", What::postal_code, "", home},
    {"Home Country/Region", What::country, "", home},
    {"Web Page", What::url},
    {"Website", What::url},
    {"Web", What::url},
    {"Website 1 - Value", What::url},
    {"Categories", What::tags},
    {"Labels", What::tags},
    {"Group Membership", What::tags},
    {"Tags", What::tags},
    {"Notes", What::note},
    {"Memo", What::note},
    {"Birthday", What::birthday},
    {"Connected On", What::connected_on},
    {"Met On", What::met_on},
    {"Met At", What::met_where}};

std::string key_of(std::string_view heading) {
    auto key = names::folded(heading);
    std::erase_if(key, [](char c) { return c == ' ' || c == '_' || c == '\n'; });
    return key;
}

std::unordered_map<std::string, Known const *> const &index() {
    static auto const made = [] {
        std::unordered_map<std::string, Known const *> all;
        for (auto const &one : table) all.emplace(key_of(one.heading), &one);
        return all;
    }();
    return made;
}

// "Phone 2 - Value" and its like, of which there are as many as somebody has.
bool numbered(std::string_view heading, Column &column) {
    auto const lower = lower_ascii(trimmed(heading));
    auto const dash = lower.find(" - ");
    if (dash == lower.npos || dash < 3) return false;
    auto const head = std::string_view{lower}.substr(0, dash),
               tail = std::string_view{lower}.substr(dash + 3);
    auto const space = head.rfind(' ');
    if (space == head.npos) return false;
    int number = 0;
    for (char const c : head.substr(space + 1)) {
        if (c < '0' || c > '9' || number > 40) return false;
        number = number * 10 + (c - '0');
    }
    auto const kind = head.substr(0, space);
    column.number = std::max(1, number);
    auto const is = [&](std::string_view k, std::string_view t) { return kind == k && tail == t; };
    if (is("e-mail", "value") || is("email", "value"))
        column.what = What::email;
    else if (is("phone", "value"))
        column.what = What::phone;
    else if (is("phone", "type") || is("phone", "label"))
        column.what = What::phone_label;
    else if (is("website", "value"))
        column.what = What::url;
    else if (is("address", "street"))
        column.what = What::street;
    else if (is("address", "extended address"))
        column.what = What::building;
    else if (is("address", "city"))
        column.what = What::locality;
    else if (is("address", "region"))
        column.what = What::region;
    else if (is("address", "postal code"))
        column.what = What::postal_code;
    else if (is("address", "country"))
        column.what = What::country;
    else if (is("address", "formatted"))
        column.what = What::address;
    return column.what != What::nothing;
}

} // namespace

std::vector<Column> columns_of(std::vector<std::string> const &headings, std::size_t &known) {
    std::vector<Column> columns;
    known = 0;
    bool has_job_title = false, is_scanner = false;
    for (auto const &heading : headings) {
        Column column;
        column.heading = std::string{trimmed(heading)};
        auto const key = key_of(heading.substr(0, 200));
        if (auto const found = index().find(key); found != index().end()) {
            column.what = found->second->what;
            column.label = found->second->label;
            column.number = found->second->number;
            has_job_title |= key == "jobtitle";
        } else {
            numbered(heading, column);
        }
        is_scanner |= heading.find("つながっている人") != heading.npos;
        known += column.what != What::nothing;
        columns.push_back(std::move(column));
    }
    for (auto &column : columns) {
        // Outlook's Title is Mr. or Dr.
        if (has_job_title && key_of(column.heading) == "title") column.what = What::prefix;
        // A scanner's own labels follow as columns that say 1.
        bool const is_flag = column.heading.find("つながっている人") != std::string::npos ||
                             column.heading.find("データ") != std::string::npos;
        if (is_scanner && column.what == What::nothing && !is_flag && !column.heading.empty())
            column.what = What::label;
    }
    return columns;
}

} // namespace goen::transfer
