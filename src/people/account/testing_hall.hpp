// SPDX-License-Identifier: Apache-2.0
// For this room's tests: accounts with a postman whose letters can be read, on whichever engine.
#pragma once

#include "account/account.hpp"
#include "store/derived.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <mutex>

namespace goen::account::testing {

class OpenPostman final : public mail::Postman {
public:
    bool post(mail::Letter letter) override {
        std::lock_guard const lock{mutex_};
        if (is_full) return false;
        letters.push_back(std::move(letter));
        return true;
    }
    std::vector<mail::Letter> letters;
    bool is_full = false;

private:
    std::mutex mutex_;
};

inline names::PersonName name_of(char const *family, char const *given,
                                 char const *family_kana = "", char const *given_kana = "") {
    names::PersonName name;
    name.family = family, name.given = given, name.family_kana = family_kana,
    name.given_kana = given_kana;
    return name;
}

struct Hall {
    Hall(store::Database &db, StillClock &the_clock, IdMaker &id_maker,
         JoinPolicy policy = JoinPolicy::open, int invitations = 20)
        : database(db), clock(the_clock),
          accounts(db, id_maker, the_clock, random, postman, {1, 8192},
                   {policy, "https://goen.example", "ご縁の会", invitations}) {
        memory.follow(db);
        accounts.keep_in(memory); // as a served house does
    }

    store::Database &database;
    StillClock &clock;
    SystemRandom random;
    OpenPostman postman;
    Accounts accounts;
    store::DerivedMemory memory{};

    static constexpr char const *password = "ten thousand cranes";
    static constexpr char const *here = "192.0.2.1";
    static constexpr char const *firefox =
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    MemberId settle(std::string email,
                    names::PersonName name = name_of("山田", "花", "やまだ", "はな"),
                    bool is_operator = false) {
        NewMember member;
        member.email = std::move(email), member.password = password, member.name = std::move(name);
        member.is_confirmed = true, member.is_operator = is_operator;
        auto const id = accounts.add(member);
        REQUIRE(id);
        return *id;
    }
    Result<Accounts::Joined> join(std::string email, std::string_view invitation = {},
                                  std::string_view peer = here) {
        NewMember member;
        member.email = std::move(email), member.password = password,
        member.name = name_of("佐藤", "健", "さとう", "けん");
        return accounts.join(member, invitation, "はじめまして", peer, firefox);
    }
    Result<Accounts::LoggedIn> log_in(std::string_view email, std::string_view with = password,
                                      std::string_view peer = here) {
        return accounts.log_in(email, with, peer, firefox);
    }
    // The secret behind the link of the newest letter to this address, after `mark` ("/confirm/").
    std::string secret_for(std::string_view email, std::string_view mark) {
        accounts.finish_letters();
        for (auto letter = postman.letters.rbegin(); letter != postman.letters.rend(); ++letter) {
            if (letter->to != email) continue;
            auto const at = letter->text.find(mark);
            if (at == std::string::npos) continue;
            auto const start = at + mark.size();
            return letter->text.substr(start, letter->text.find_first_of(" \n", start) - start);
        }
        return "";
    }
    static std::string secret_in(std::string const &link) {
        return link.substr(link.find('=') + 1);
    }
};

// The body on each engine, in a fresh hall.
inline void in_each_hall(std::function<void(Hall &)> const &body,
                         JoinPolicy policy = JoinPolicy::open, int invitations = 20) {
    tests::on_each_engine([&](store::Database &db, StillClock &clock, IdMaker &ids) {
        Hall hall{db, clock, ids, policy, invitations};
        body(hall);
    });
}

} // namespace goen::account::testing
