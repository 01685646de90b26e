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
               w("If you did not request this, please ignore this email. Nothing will change.")} +
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
    return letter(rules, to, w("{1}: Confirm your email address", {rules.network_name}),
                  w("Thank you for joining {1}. To confirm your email address, please open this "
                    "link and press the button within seven days:",
                    {rules.network_name}) +
                      "\n\n" + confirm_link(rules, secret) + "\n\n" + ignore_it(w));
}

mail::Letter confirm_again(Rules const &rules, To const &to, std::string_view secret) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: Confirm your email address", {rules.network_name}),
                  std::string{w("If you can read this, emails reach you again. To get all of them, "
                                "please open this link and press the button within seven days:")} +
                      "\n\n" + confirm_link(rules, secret) + "\n\n" + ignore_it(w));
}

mail::Letter already_a_member(Rules const &rules, To const &to) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: You already have an account", {rules.network_name}),
                  w("Someone, probably you, tried to join {1} with this email address. You already "
                    "have an account, so no new one was created. You can log in here:",
                    {rules.network_name}) +
                      "\n\n" + rules.public_url + "/login\n\n" +
                      w("If you have forgotten your password, reset it here:") + "\n\n" +
                      rules.public_url + "/forgot\n\n" + ignore_it(w));
}

mail::Letter application_received(Rules const &rules, To const &to, std::string_view secret) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: Confirm your email address", {rules.network_name}),
                  w("Thank you for applying to join {1}. Please open this link and press the "
                    "button within seven days:",
                    {rules.network_name}) +
                      "\n\n" + confirm_link(rules, secret) + "\n\n" +
                      w("An operator will then review your application, and you will get an email "
                        "with the decision.") +
                      "\n\n" + ignore_it(w));
}

mail::Letter welcome(Rules const &rules, To const &to) {
    Words const w{to.language};
    return letter(rules, to, w("Welcome to {1}", {rules.network_name}),
                  w("Your application to join {1} has been accepted. You can now log in here:",
                    {rules.network_name}) +
                      "\n\n" + rules.public_url + "/login\n");
}

mail::Letter declined(Rules const &rules, To const &to) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: Your application", {rules.network_name}),
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
        w("{1} has invited you to join {2}, a network for exchanging business cards (meishi) and "
          "keeping in touch. This link is only for you and can be used once, until {3}:",
          {std::string{inviter}, rules.network_name, i18n::day_text(expires, to.language)}) +
            "\n\n" + std::string{link} + "\n\n" +
            w("If you do not want to join, you can ignore this email. We will not write to you "
              "again.") +
            "\n");
}

mail::Letter reset(Rules const &rules, To const &to, std::string_view secret) {
    Words const w{to.language};
    return letter(
        rules, to, w("{1}: Reset your password", {rules.network_name}),
        std::string{w("You can set a new password here. The link works once, within one hour:")} +
            "\n\n" + reset_link(rules, secret) + "\n\n" + ignore_it(w));
}

mail::Letter password_changed(Rules const &rules, To const &to, Accounts::AlsoEnd ended) {
    Words const w{to.language};
    return letter(
        rules, to, w("{1}: Your password was changed", {rules.network_name}),
        std::string{
            ended.other_devices
                ? w("Your password has been changed, and all other devices have been logged out.")
                : w("Your password has been changed.")} +
            (ended.tokens ? "\n\n" + std::string{w("Your API tokens have been revoked.")}
                          : std::string{}) +
            "\n\n" + w("If this was not you, reset your password immediately:") + "\n\n" +
            rules.public_url + "/forgot\n");
}

mail::Letter new_address(Rules const &rules, To const &to, std::string_view secret) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: Confirm your new email address", {rules.network_name}),
                  std::string{w("To start using this address, please open this link and press the "
                                "button within 24 hours:")} +
                      "\n\n" + confirm_link(rules, secret) + "\n\n" + ignore_it(w));
}

mail::Letter address_in_use(Rules const &rules, To const &to) {
    Words const w{to.language};
    return letter(rules, to, w("{1}: This email address is already in use", {rules.network_name}),
                  w("A member of {1} tried to use this email address, but it already belongs to "
                    "your account. Nothing was changed.",
                    {rules.network_name}) +
                      "\n\n" + ignore_it(w));
}

mail::Letter address_changed(Rules const &rules, To const &to, std::string_view new_mail) {
    Words const w{to.language};
    return letter(
        rules, to, w("{1}: Your email address was changed", {rules.network_name}),
        w("From now on we will send email to {1}, not to this address.", {std::string{new_mail}}) +
            "\n\n" + w("If this was not you, please contact the network's operator immediately.") +
            "\n");
}

} // namespace goen::account::letters
