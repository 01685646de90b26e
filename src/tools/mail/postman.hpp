// SPDX-License-Identifier: Apache-2.0
// The postman: takes letters, delivers them over SMTP (libcurl) in the background with retries, or,
// when no SMTP server is configured, puts them as .eml files into a spool folder, which the
// demonstration shows on a page.
#pragma once

#include "base/result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::mail {

struct Letter {
    std::string to; // one address, already parsed
    std::string to_name;
    std::string subject; // any UTF-8; control characters become spaces
    std::string text;    // plain text, UTF-8, \n
    // A link of ours that turns off such letters, for List-Unsubscribe; "" = no such header. ASCII
    // without spaces or angle brackets (ensure).
    std::string unsubscribe{};
    // The same as HTML, a whole document, for multipart/alternative; "" = plain text only.
    std::string html{};
    std::string reply_to{};   // one address; "" = none
    std::string message_id{}; // without < and >; "" = the postman makes one
    // Message ids without < and >, the oldest first; the last is what this letter answers
    // (In-Reply-To). Mail programs show letters that refer to the same one as a conversation.
    std::vector<std::string> references{};
    // Where a mail server reports that the letter could not be delivered (MAIL FROM); "" = to From.
    std::string envelope_from{};
};

// RFC 5322 message with MIME (RFC 2045), RFC 2047 words in the headers, CRLF, no line over 78 bytes
// but for long addresses. Nothing a person typed can end a header line. `from` is "a@b.example" or
// "Name <a@b.example>"; `message_id` is used when the letter has none of its own. A letter to
// anything but one address is a bug of the caller (ensure).
std::string to_eml(Letter const &letter, std::string_view from, std::string_view message_id,
                   Time date);
// In every letter of ours, with the domain of From: who finds her own domain there has got her own
// letter back.
inline constexpr std::string_view loop_header = "X-Goen-Loop";
// Reads what to_eml() wrote, without `unsubscribe`; nothing for other messages.
std::optional<Letter> from_eml(std::string_view eml);
// The address in "Name <a@b.example>" or "a@b.example".
std::string_view bare_address(std::string_view from);

// Letters that did not arrive: those tried in vain and to be tried again, and those given up since
// the program started.
struct Undelivered {
    std::int64_t waiting = 0, given_up = 0;
};

class Postman {
public:
    virtual ~Postman() = default;
    // Never blocks for the network; never throws for the world. False when the letter was not
    // taken: no room, or the disk refused it.
    virtual bool post(Letter letter) = 0;
    virtual Undelivered undelivered() { return {}; }
};

struct SmtpOptions {
    std::string url; // smtp://host:25, smtps://host:465
    std::string user, password,
        from;                 // a password is sent over TLS only, except to this machine itself
    std::string queue_folder; // letters wait here as .eml until delivered, so that a restart loses
                              // none; "" = memory only
    std::size_t most_waiting = 10'000;
    milliseconds first_retry{
        30'000}; // doubled each time, at most an hour; given up after `most_tries`
    int most_tries = 40;
};
std::unique_ptr<Postman> smtp_postman(SmtpOptions options, Clock &clock);

struct SpooledLetter {
    std::string file;
    Time at{};
    Letter letter;
};
// FOLDER/TIME-N.eml, mode 0600, written to a temporary name and renamed.
std::unique_ptr<Postman> spool_postman(std::string folder, std::string from, Clock &clock);
std::vector<SpooledLetter> spooled(std::string const &folder, std::size_t newest); // newest first

} // namespace goen::mail
