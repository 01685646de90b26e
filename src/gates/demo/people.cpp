// SPDX-License-Identifier: Apache-2.0
#include "demo/people.hpp"

#include "base/text.hpp"
#include "demo/people_data.hpp"
#include "names/kana.hpp"
#include "names/postal.hpp"
#include "names/search_key.hpp"

#include <algorithm>
#include <random>
#include <unordered_map>

namespace goen::demo {
namespace {

struct Firm {
    std::string name, english, domain;
    Trade trade = Trade::maker;
    card::Address ja, en;
    std::string main_phone;
};

class Inhabitants {
public:
    explicit Inhabitants(std::uint64_t seed) : draw_(seed) {
        for (auto const &surname : surnames()) weight_ += surname.weight;
        found_firms();
    }

    DemoPerson person(int number) {
        DemoPerson made;
        auto const generation = static_cast<Generation>(below(3));
        // The two whom the demonstration lets one log in as: a section chief, and someone from
        // elsewhere.
        if (number == 0) {
            made.name = japanese(surname_written("髙橋"), given_written("花子"));
        } else if (number == 1) {
            made.name = foreign(newcomers()[0]), made.speaks_english = true;
        } else if (once_in(12)) {
            auto const &newcomer = newcomers()[below(newcomers().size())];
            made.name = foreign(newcomer), made.speaks_english = newcomer.reads_english;
        } else {
            made.name = japanese(any_surname(), any_given(generation));
            made.speaks_english = once_in(60);
        }
        auto const &firm = number == 0 ? firms_.front() : firms_[below(firms_.size())];
        hire(made, firm, number == 0 ? Generation::middle : generation);
        return made;
    }

private:
    std::size_t below(std::size_t bound) {
        return static_cast<std::size_t>(draw_() % bound);
    } // the same with every library
    bool once_in(std::size_t n) { return below(n) == 0; }
    std::string digits(int count) {
        std::string out;
        while (count-- > 0) out += static_cast<char>('0' + below(10));
        return out;
    }

    Surname const &any_surname() {
        auto left = static_cast<int>(below(static_cast<std::size_t>(weight_)));
        for (auto const &surname : surnames()) {
            left -= surname.weight;
            if (left < 0) return surname;
        }
        return surnames().front();
    }
    GivenName const &any_given(Generation generation) {
        for (;;) {
            auto const &name = given_names()[below(given_names().size())];
            if (name.generation == generation) return name;
        }
    }
    static Surname const &surname_written(std::string_view written) {
        return *std::find_if(surnames().begin(), surnames().end(),
                             [&](auto const &s) { return s.written == written; });
    }
    static GivenName const &given_written(std::string_view written) {
        return *std::find_if(given_names().begin(), given_names().end(),
                             [&](auto const &g) { return g.written == written; });
    }

    static names::NameInput japanese(Surname const &surname, GivenName const &given) {
        names::NameInput name;
        name.family = surname.written, name.given = given.written;
        name.family_kana = surname.kana, name.given_kana = given.kana;
        name.family_romaji = surname.romaji.empty()
                                 ? names::capitalised(names::hepburn(surname.kana))
                                 : std::string{surname.romaji};
        name.given_romaji = names::capitalised(names::hepburn(given.kana));
        return name;
    }
    static names::NameInput foreign(Newcomer const &who) {
        names::NameInput name;
        name.family = who.family, name.given = who.given, name.middle = who.middle;
        name.family_kana = who.family_kana, name.given_kana = who.given_kana;
        name.family_romaji = who.family_romaji, name.given_romaji = who.given_romaji;
        name.order = who.is_family_first ? names::Order::family_first : names::Order::given_first;
        return name;
    }

    // Numbers whose exchange begins with 0 are never given out: they cannot ring.
    std::string phone_in(std::string_view prefecture) {
        std::string const area = prefecture == "東京都"   ? "03"
                                 : prefecture == "大阪府" ? "06"
                                                          : "050";
        return area + "-0000-" + digits(4);
    }

    void found_firms() {
        auto const &places = names::PostalTable::all_built_in();
        for (std::size_t i = 0; i < 180; ++i) {
            auto const &stem = stems()[i % stems().size()];
            auto const &business = businesses()[(i * 7 + i / stems().size()) % businesses().size()];
            auto const *found = &places[below(places.size())];
            while (i % 2 == 0 && found->prefecture != "東京都")
                found = &places[below(places.size())]; // half of them in the capital
            auto const &place = *found;
            auto const &building = buildings()[below(buildings().size())];
            Firm firm;
            firm.trade = business.trade;
            firm.name = std::string{business.before} + std::string{stem.name} +
                        std::string{business.name} + std::string{business.after};
            firm.english = std::string{stem.romaji} + " " + std::string{business.english};
            if (!business.english_form.empty())
                firm.english += " " + std::string{business.english_form};
            firm.domain = host_part(stem.romaji) + "-" + host_part(business.english) + ".example";
            auto const block = std::to_string(1 + below(5)) + "-" + std::to_string(1 + below(20)) +
                               "-" + std::to_string(1 + below(15));
            auto const floor = std::to_string(2 + below(12));
            firm.ja = {names::postal_text(place.code),
                       place.prefecture,
                       place.city,
                       place.town + block,
                       building.ja.empty() ? "" : std::string{building.ja} + floor + "F",
                       "JP"};
            firm.en = {names::postal_text(place.code),
                       place.prefecture_romaji,
                       place.city_romaji,
                       block + " " + place.town_romaji,
                       building.en.empty() ? "" : floor + "F " + std::string{building.en},
                       "JP"};
            firm.main_phone = phone_in(place.prefecture);
            firms_.push_back(std::move(firm));
        }
    }

    // Lower-case letters and digits only: part of a domain or of an address.
    static std::string host_part(std::string_view text) {
        std::string out;
        for (char const c : names::folded(text)) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
        }
        return out;
    }

    static std::vector<std::string> path_of(Pair const &division, Pair const &section,
                                            bool is_english) {
        std::vector<std::string> path;
        for (auto const &level : {division, section}) {
            auto const text = is_english ? level.en : level.ja;
            if (!text.empty()) path.emplace_back(text);
        }
        return path;
    }

    struct Post {
        Firm const *firm;
        Department department;
        Pair title;
    };
    static card::Position written(Post const &post, bool is_english, bool is_main) {
        return {is_english ? post.firm->english : post.firm->name,
                path_of(post.department.division, post.department.section, is_english),
                std::string{is_english ? post.title.en : post.title.ja}, is_main};
    }

    void hire(DemoPerson &person, Firm const &firm, Generation generation) {
        auto const all_ranks = ranks(firm.trade);
        auto const all_departments = departments(firm.trade);
        // The older, the higher; the head of a firm stands in no department.
        std::size_t const least = generation == Generation::elder    ? 4
                                  : generation == Generation::middle ? 2
                                                                     : 0;
        std::size_t rank = std::min(least + below(4) + (once_in(12) ? 3 : 0), all_ranks.size() - 1);
        auto const post_at = [&](std::size_t at, Department department) {
            bool const is_head = at + 2 >= all_ranks.size();
            return Post{&firm, is_head ? Department{} : department, all_ranks[at]};
        };
        Department const department = all_departments[below(all_departments.size())];
        std::vector<Post> posts{post_at(rank, department)};
        if (once_in(10)) { // 兼務, in the firm or outside it
            if (once_in(2) && rank >= 4) {
                posts.push_back(post_at(std::min<std::size_t>(rank, 6),
                                        all_departments[below(all_departments.size())]));
                if (posts[1].department.division.ja == posts[0].department.division.ja &&
                    posts[1].department.section.ja == posts[0].department.section.ja)
                    posts.pop_back();
            } else {
                posts.push_back({&firms_[below(firms_.size())], Department{},
                                 side_posts()[below(side_posts().size())]});
            }
        }
        auto &card = person.card;
        card.kind = card::Kind::company;
        card.label = person.speaks_english ? "Work" : "本業";
        write(posts, card.ja.positions, card.en.positions);
        card.ja.address = firm.ja, card.en.address = firm.en;

        person.email = address_of(person.name, firm.domain);
        card.emails = {{"work", person.email}};
        card.phones = {{"main", firm.main_phone}};
        if (rank >= 3 && once_in(2))
            card.phones.push_back(
                {"direct", firm.main_phone.substr(0, firm.main_phone.size() - 4) + digits(4)});
        if (!once_in(4))
            card.phones.push_back({"mobile", (once_in(3) ? "080-0000-" : "090-0000-") + digits(4)});
        if (firm.trade != Trade::technology && once_in(3))
            card.phones.push_back(
                {"fax", firm.main_phone.substr(0, firm.main_phone.size() - 4) + digits(4)});
        if (once_in(9)) card.phones.push_back({"extension", digits(4)});
        card.urls = {{"web", "https://" + firm.domain + "/"}};
        if (firm.trade == Trade::craft && once_in(2)) card.layout = card::Layout::vertical;
        card.style = style_of(firm.trade);
        card.show = {{"name", card::Tier::none},
                     {"positions", card::Tier::none},
                     {"phones.mobile", card::Tier::colleague}};
        if (once_in(8)) card.show["phones.mobile"] = card::Tier::close;

        if (once_in(4)) { // April: up a step, or to another department
            if (once_in(2) && rank + 1 < all_ranks.size())
                ++rank;
            else
                posts[0].department = all_departments[below(all_departments.size())];
            auto moved = posts;
            moved[0] = post_at(rank, posts[0].department);
            write(moved, person.next_ja, person.next_en);
            if (person.next_ja == card.ja.positions) person.next_ja.clear(), person.next_en.clear();
        }
        person.has_private_card = once_in(5);
    }

    static card::Style style_of(Trade trade) {
        switch (trade) {
        case Trade::craft:
        case Trade::food: return card::Style::mincho_cream;
        case Trade::technology:
        case Trade::medical: return card::Style::gothic_white;
        case Trade::building: return card::Style::gothic_navy;
        case Trade::finance:
        case Trade::advice: return card::Style::mincho_navy;
        default: return card::Style::mincho_white;
        }
    }

    static void write(std::vector<Post> const &posts, std::vector<card::Position> &ja,
                      std::vector<card::Position> &en) {
        for (std::size_t i = 0; i < posts.size(); ++i) {
            ja.push_back(written(posts[i], false, i == 0));
            en.push_back(written(posts[i], true, i == 0));
        }
    }

    // taro.yamada@…, taro.yamada2@… for the second of that name.
    std::string address_of(names::NameInput const &name, std::string const &domain) {
        auto const part = [](std::string const &romaji, std::string const &kana,
                             std::string const &text) {
            for (auto const &from : {romaji, names::hepburn(text), names::hepburn(kana)}) {
                if (auto plain = host_part(from); !plain.empty()) return plain;
            }
            return std::string{};
        };
        auto const given = part(name.given_romaji, name.given_kana, name.given),
                   family = part(name.family_romaji, name.family_kana, name.family);
        std::string const local = given.empty()    ? family
                                  : family.empty() ? given
                                                   : given + "." + family;
        int const count = ++addresses_[local + "@" + domain];
        return local + (count > 1 ? std::to_string(count) : "") + "@" + domain;
    }

    std::mt19937_64 draw_;
    int weight_ = 0;
    std::vector<Firm> firms_;
    std::unordered_map<std::string, int> addresses_;
};

} // namespace

std::vector<DemoPerson> make_people(int count, std::uint64_t seed) {
    Inhabitants town{seed};
    std::vector<DemoPerson> people;
    people.reserve(static_cast<std::size_t>(std::max(count, 0)));
    for (int i = 0; i < count; ++i) people.push_back(town.person(i));
    return people;
}

} // namespace goen::demo
