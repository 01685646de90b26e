// SPDX-License-Identifier: Apache-2.0
// The letters of this room, in the reader's language. Each says why it came and what happens when
// it is ignored.
#pragma once

#include "account/account.hpp"

namespace goen::account::letters {

struct To {
    std::string mail, name; // name: as the reader's language shows it
    i18n::Language language = i18n::Language::ja;
};

mail::Letter confirm(Rules const &rules, To const &to, std::string_view secret);
mail::Letter confirm_again(Rules const &rules, To const &to, std::string_view secret);
mail::Letter already_a_member(Rules const &rules, To const &to);
mail::Letter application_received(Rules const &rules, To const &to, std::string_view secret);
mail::Letter welcome(Rules const &rules, To const &to); // approved
mail::Letter declined(Rules const &rules, To const &to);
mail::Letter invitation(Rules const &rules, To const &to, std::string_view inviter,
                        std::string_view link, Time expires);
mail::Letter reset(Rules const &rules, To const &to, std::string_view secret);
mail::Letter password_changed(Rules const &rules, To const &to, Accounts::AlsoEnd ended);
mail::Letter new_address(Rules const &rules, To const &to, std::string_view secret);
mail::Letter address_in_use(Rules const &rules,
                            To const &to); // a change of address to one that is a member's
mail::Letter address_changed(Rules const &rules, To const &to, std::string_view new_mail);

// The pages behind the links.
std::string join_link(Rules const &rules, std::string_view secret);
std::string confirm_link(Rules const &rules, std::string_view secret);
std::string reset_link(Rules const &rules, std::string_view secret);

} // namespace goen::account::letters
