// SPDX-License-Identifier: Apache-2.0
// Addresses of this network to which mail is sent, signed with a secret that the database keeps:
//
//     reply+TOKEN@DOMAIN    what an answer becomes, and whose answer it is
//     bounce+TOKEN@DOMAIN   which address a letter went to that could not be delivered
//
// TOKEN is base32 (RFC 4648, lower case, without padding) of some bytes and 96 bits of their
// HMAC-SHA-256. It fits the 64 characters of a local part (RFC 5321 section 4.5.3.1.1) and is read
// in either case, because some phones fold it. Threads may share a SignedAddresses.
#pragma once

#include "base/random.hpp"
#include "letter/answer.hpp"
#include "mail/postman.hpp"
#include "store/database.hpp"

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

namespace goen::letter {

inline constexpr std::chrono::days reply_life{90};

class SignedAddresses {
public:
    // `domain`: where mail for this network arrives; "" = nowhere, and no address is made.
    SignedAddresses(store::Database &database, Clock &clock, Random &random, std::string domain);

    std::string const &domain() const { return domain_; }
    // Reads the secret, or makes it; before anything else, and outside any transaction.
    void prepare();

    // Where `who` answers; "" without a domain. Valid for `reply_life`. Outside any transaction.
    std::string for_reply(MemberId who, Answer answer);
    struct Reply {
        MemberId who;
        Answer answer;
        bool has_expired = false;
    };
    // Nothing for an address that this server did not sign.
    std::optional<Reply> reply_of(std::string_view address);

    // MAIL FROM of a letter to `email`; "" without a domain.
    std::string for_bounces(std::string_view email);
    // The key (see address_key) of the address a report is about; nothing if this server did not
    // sign it.
    std::optional<std::string> bounced_key_of(std::string_view address);

    // An address as tables keep it: 32 hex digits that tell nothing without the secret. Addresses
    // that are the same to account::mail_key() have the same key.
    std::string address_key(std::string_view email);

    // The Message-ID, without < and >, that all letters to `who` about the same thing refer to, so
    // that mail programs show them as one conversation. Tells nothing to others. "" without a
    // domain.
    std::string conversation_id(MemberId who, Answer answer);

private:
    std::string secret();
    std::string signed_token(std::string bytes, std::string_view purpose);
    std::optional<std::string> signed_bytes(std::string_view address, std::string_view prefix,
                                            std::string_view purpose);

    store::Database &database_;
    Clock &clock_;
    Random &random_;
    std::string const domain_;
    std::mutex mutex_;
    std::string secret_; // "" = not read yet
};

// Puts the address for reports of a failed delivery on every letter before it goes out.
class SigningPostman final : public mail::Postman {
public:
    SigningPostman(mail::Postman &next, SignedAddresses &addresses)
        : next_(next), addresses_(addresses) {}
    bool post(mail::Letter letter) override {
        if (letter.envelope_from.empty()) letter.envelope_from = addresses_.for_bounces(letter.to);
        return next_.post(std::move(letter));
    }
    mail::Undelivered undelivered() override { return next_.undelivered(); }

private:
    mail::Postman &next_;
    SignedAddresses &addresses_;
};

} // namespace goen::letter
