// SPDX-License-Identifier: Apache-2.0
#include "account/letters.hpp"

#include "i18n/dates.hpp"

namespace goen::account::letters {
namespace {

using i18n::Words;

std::string greeting(Words const &w, std::string const &name) {
    return name.empty() ? std::string{} : w("Dear {1},", {name}) + "\n\n";
}

// Greeting, text, and the same foot under every letter.
mail::Letter letter(Rules const &rules, To const &to, std::string subject,
                    std::string const &text) {
    Words const w{to.language};
    return {to.mail, to.name, std::move(subject),
            greeting(w, to.name) + text + "\n-- \n" + rules.network_name + "\n" + rules.public_url +
                "\n"};
}

std::string ignore_it(Words const &w) {
    return std::string{
               w("If you did not ask for this, please ignore this letter: nothing will happen.")} +
           "\n";
}

} // namespace

std::string join_link(Rules const &rules, std::string_view secret) {
    return rules.public_url + "/join?invitation=" + std::string{secret};
}
std::string confirm_link(Rules const &rules, std::string_view secret) {
    return rules.public_url + "/confirm/" + std::string{secret};
}
std::string reset_link(Rules const &rules, std::string_view secret) {
    return rules.public_url + "/reset/" + std::string{secret};
}

mail::Letter confirm(Rules const &rules, To const &to, std::string_view secret) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: please confirm your mail address", {rules.network_name}),
                  w("Thank you for joining {1}. Please open this link and press the button within "
                    "seven days, so that we know "
                    "that letters reach you:",
                    {rules.network_name}) +
                      "\n\n" + confirm_link(rules, secret) + "\n\n" + ignore_it(w));
}

mail::Letter already_a_member(Rules const &rules, To const &to) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: you already have an account", {rules.network_name}),
                  w("Somebody, probably you, has just tried to join {1} with this mail address. "
                    "You already have an account here, "
                    "so no new one was made. You can log in:",
                    {rules.network_name}) +
                      "\n\n" + rules.public_url + "/login\n\n" +
                      w("If you have forgotten your password:") + "\n\n" + rules.public_url +
                      "/forgot\n\n" + ignore_it(w));
}

mail::Letter application_received(Rules const &rules, To const &to, std::string_view secret) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: please confirm your mail address", {rules.network_name}),
                  w("Thank you for applying to join {1}. Please open this link and press the "
                    "button within seven days:",
                    {rules.network_name}) +
                      "\n\n" + confirm_link(rules, secret) + "\n\n" +
                      w("An operator of the network will then look at your application. You will "
                        "get a letter when it is decided.") +
                      "\n\n" + ignore_it(w));
}

mail::Letter welcome(Rules const &rules, To const &to) {
    Words const w{to.language};
    return letter(
        rules, to, w("Welcome to {1}", {rules.network_name}),
        w("Your application to join {1} was accepted. You can log in now:", {rules.network_name}) +
            "\n\n" + rules.public_url + "/login\n");
}

mail::Letter declined(Rules const &rules, To const &to) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: about your application", {rules.network_name}),
                  w("Thank you for applying to join {1}. We are sorry that we cannot accept it "
                    "this time. What you entered has "
                    "been deleted.",
                    {rules.network_name}) +
                      "\n");
}

mail::Letter invitation(Rules const &rules, To const &to, std::string_view inviter,
                        std::string_view link, Time expires) {
    Words const w{to.language};
    return letter(
        rules, to, w("An invitation to {1}", {rules.network_name}),
        w("{1} invites you to join {2}, a network for exchanging cards (meishi) and keeping in "
          "touch. This link is for you "
          "alone and works once, until {3}:",
          {std::string{inviter}, rules.network_name, i18n::day_text(expires, to.language)}) +
            "\n\n" + std::string{link} + "\n\n" +
            w("If you do not want to join, you need not do anything. We will not write again.") +
            "\n");
}

mail::Letter reset(Rules const &rules, To const &to, std::string_view secret) {
    Words const w{to.language};
    return letter(
        rules, to, w("{1}: a new password", {rules.network_name}),
        std::string{
            w("You can choose a new password behind this link. It works once, for one hour:")} +
            "\n\n" + reset_link(rules, secret) + "\n\n" + ignore_it(w));
}

mail::Letter password_changed(Rules const &rules, To const &to, Accounts::AlsoEnd ended) {
    Words const w{to.language};
    return letter(
        rules, to, w("{1}: your password was changed", {rules.network_name}),
        std::string{ended.other_devices ? w("Your password has just been changed, and every other "
                                            "device was logged out.")
                                        : w("Your password has just been changed.")} +
            (ended.tokens ? "\n\n" + std::string{w("API tokens that you had made have ended.")}
                          : std::string{}) +
            "\n\n" + w("If this was not you, choose a new password at once:") + "\n\n" +
            rules.public_url + "/forgot\n");
}

mail::Letter new_address(Rules const &rules, To const &to, std::string_view secret) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: please confirm your new mail address", {rules.network_name}),
                  std::string{w("To use this address from now on, please open this link and press "
                                "the button within 24 hours:")} +
                      "\n\n" + confirm_link(rules, secret) + "\n\n" + ignore_it(w));
}

mail::Letter address_in_use(Rules const &rules, To const &to) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: this mail address is in use", {rules.network_name}),
                  w("A member of {1} wanted to use this mail address, but it belongs to your "
                    "account already. Nothing was changed.",
                    {rules.network_name}) +
                      "\n\n" + ignore_it(w));
}

mail::Letter address_changed(Rules const &rules, To const &to, std::string_view new_mail) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: your mail address was changed", {rules.network_name}),
                  w("From now on letters go to {1}, and no longer to this address.",
                    {std::string{new_mail}}) +
                      "\n\n" +
                      w("If this was not you, please tell the operator of the network at once.") +
                      "\n");
}

} // namespace goen::account::letters
