// SPDX-License-Identifier: Apache-2.0
// Which passwords are refused: what a guesser tries first, and nothing else.
#include "account/password.hpp"
#include "base/text.hpp"
#include "names/graphemes.hpp"
#include "names/search_key.hpp"

#include <algorithm>
#include <array>

namespace goen::account {

extern std::string_view const common_passwords; // generated from common_passwords.txt

namespace {

constexpr std::size_t fewest_characters = 10;
// A piece of so many characters, said again and again, is as short as the piece.
constexpr std::size_t short_piece = 5;

// Often seen in Japan, and not in the list, which was gathered elsewhere.
constexpr std::array common_here{
    "12345678910",   "1q2w3e4r5t6y", "qwertyuiop123", "password12",   "passw0rd12",  "passw0rd123",
    "p@ssw0rd123",   "p@ssword123",  "iloveyou12",    "asdfghjkl123", "admin12345",  "admin123456",
    "letmein123",    "changeme123",  "sakura1234",    "doraemon123",  "tokyo12345",  "pokemon123",
    "zaq12wsxcde3",  "abc1234567",   "qwerty12345",   "password1234", "baseball123", "princess123",
    "123456789a",    "sunshine123",  "welcome123",    "football123",  "1122334455",  "qwerty1234",
    "administrator", "パスワード"};

std::string without_spaces(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c != ' ') out += c;
    }
    return out;
}
// How two passwords are compared: neither case nor width nor spaces make one harder to guess.
std::string key_of(std::string_view text) { return without_spaces(names::folded(text)); }

bool is_common(std::string const &text) {
    if (text.empty()) return false;
    return common_passwords.find("\n" + text + "\n") != std::string_view::npos ||
           std::any_of(common_here.begin(), common_here.end(),
                       [&](char const *one) { return text == one || text == key_of(one); });
}

// The shortest piece that makes up the whole when it is repeated (the last time perhaps cut off).
std::size_t piece_of(std::vector<std::string_view> const &letters) {
    for (std::size_t piece = 1; piece < letters.size(); ++piece) {
        if (std::equal(letters.begin() + static_cast<std::ptrdiff_t>(piece), letters.end(),
                       letters.begin()))
            return piece;
    }
    return letters.size();
}

// What lies side by side on a keyboard, or is learnt by heart as a row, forwards or backwards.
bool is_row(std::string const &key) {
    static auto const rows = [] {
        std::vector<std::string> both;
        for (auto const *row :
             {"abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm",
              "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれ"
              "ろわをん",
              "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみし"
              "ゑひもせす"}) {
            auto const folded = key_of(row);
            auto const letters = names::graphemes_of(folded);
            std::string backwards;
            for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter)
                backwards += *letter;
            both.push_back(folded);
            both.push_back(std::move(backwards));
        }
        return both;
    }();
    return std::any_of(rows.begin(), rows.end(),
                       [&](std::string const &row) { return row.find(key) != std::string::npos; });
}

std::vector<std::string> known_of(PasswordOwner const &owner) {
    std::vector<std::string> known{key_of(owner.network_name), key_of(owner.email)};
    if (auto const at = owner.email.rfind('@'); at != std::string::npos) {
        auto const domain = owner.email.substr(at + 1);
        known.push_back(key_of(owner.email.substr(0, at)));
        known.push_back(key_of(domain));
        known.push_back(key_of(domain.substr(0, domain.find('.'))));
    }
    auto const &name = owner.name;
    for (auto const &[family, given] :
         {std::pair{name.family, name.given}, std::pair{name.family_kana, name.given_kana},
          std::pair{name.family_romaji, name.given_romaji}}) {
        for (auto const &form : {family, given, family + given, given + family})
            known.push_back(key_of(form));
    }
    known.push_back(key_of(name.family + name.middle + name.given));
    known.push_back(key_of(name.given + name.middle + name.family));
    return known;
}

} // namespace

Done check_password(std::string_view password, PasswordOwner const &owner) {
    if (password.size() > longest_password)
        return Refusal::field("password",
                              N_("This password is too long. Please use at most 1,000 bytes."));
    auto const lower = lower_ascii(password);
    auto const letters = names::graphemes_of(lower);
    if (letters.size() < fewest_characters)
        return Refusal::field(
            "password",
            N_("Please choose a password of at least 10 characters. A short sentence works well."));
    auto const piece = piece_of(letters);
    if (piece <= short_piece) {
        return Refusal::field("password", N_("This password repeats the same few characters and is "
                                             "easy to guess. Please choose another one."));
    }
    // The whole, and what it repeats: passwordpassword is password.
    std::string repeated;
    for (std::size_t i = 0; piece < letters.size() && i < piece; ++i) repeated += letters[i];
    auto const key = key_of(password), repeated_key = key_of(repeated);
    for (auto const &known : known_of(owner)) {
        if (!known.empty() && (known == key || known == repeated_key)) {
            return Refusal::field("password", N_("Please choose a password other than your name, "
                                                 "your email address or the network's name."));
        }
    }
    if (is_common(lower) || is_common(key) || is_common(repeated) || is_common(repeated_key) ||
        is_row(key)) {
        return Refusal::field(
            "password",
            N_("This password is common and easy to guess. Please choose another one."));
    }
    return {};
}

} // namespace goen::account
