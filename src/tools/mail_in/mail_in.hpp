// SPDX-License-Identifier: Apache-2.0
// Mail that comes in: one letter as a mail server hands it over, read into a value (GMime). Says
// what kind of letter it is, and what its writer has newly written, without what she quoted, the
// signature and what mail programs add. Knows no member; writes nothing; everything in a letter is
// hostile. Memory and time are bounded by `Limits`.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::mail_in {

struct Limits {
    std::size_t bytes = 64u << 20;       // of the whole letter
    std::size_t head_bytes = 256u << 10; // of its own head
    std::size_t parts = 200, depth = 20;
    std::size_t attachment_bytes = 25u << 20; // of one, decoded
    std::size_t text_bytes = 1u << 20;        // what is looked at of a text; the rest is left out
};

enum class Kind {
    reply,     // written by a person
    bounce,    // a report that a letter was not delivered (RFC 3464), or reads like one
    automatic, // a vacation notice and the like (RFC 3834)
    loop,      // a letter of ours that came back
    list,      // of a mailing list
    spam       // flagged by the mail server
};

struct Attachment {
    std::string name;      // "" = it has none; clean UTF-8 without controls
    std::string bytes;     // decoded
    bool is_image = false; // as its header says
};

struct Bounce {
    std::string recipient;  // whom it did not reach, "" = not said
    std::string status;     // RFC 3463: "5.1.1", "4.0.0"
    bool is_failure = true; // false: delayed, delivered, relayed
};

// What the configured mail server says of the sender (RFC 8601); `none`: it says nothing.
enum class Proof { none, passed, failed };

struct Letter {
    Kind kind = Kind::reply;
    std::string from;            // bare address, "" = none that can be read
    std::vector<std::string> to; // of To, Cc, Delivered-To, X-Original-To and Envelope-To
    std::string subject;
    std::string message_id; // without < and >; "" = none
    std::string text;       // what is new in it: clean UTF-8, \n, trimmed
    std::vector<Attachment> attachments;
    std::optional<Bounce> bounce; // of Kind::bounce
    Proof proof = Proof::none;
};

struct Options {
    Limits limits{};
    std::string own_domain; // as mail::loop_header names it in letters of ours
    // Whose Authentication-Results are believed, "" = nobody's. The mail server must remove those
    // under its own name from what comes in (RFC 8601 section 5); those above the second Received
    // are read.
    std::string trusted_server;
};

// Refused in words: over the limits, or nothing that can be read as a letter. May throw
// std::bad_alloc. Threads may call it at the same time.
Result<Letter> read(std::string_view bytes, Options const &options);

// What is new in a plain text: without quotations, the lines that introduce them, signatures, and
// lines such as "iPhoneから送信". UTF-8 with \n; trimmed.
std::string new_text(std::string_view text);
// The text of an HTML letter for new_text(): blocks and <br> end lines; quotations come with "> ",
// and what mail programs mark as the letter answered is left out.
std::string text_of_html(std::string_view html);
// As UTF-8, whatever its charset: the labelled one if it fits, else the one the bytes speak for.
// What can be read in none has U+FFFD for its non-ASCII bytes.
std::string as_utf8(std::string_view bytes, std::string_view charset);
// format=flowed (RFC 3676): soft line breaks taken out.
std::string unflowed(std::string_view text, bool removes_space);
// Of the values of Authentication-Results headers, the topmost first, for a letter From this
// domain; those of other servers are left out. Of each method the first header that names it
// counts. DMARC decides; without it an aligned DKIM signature or SPF passes, and a failed one
// fails.
Proof proof_of(std::vector<std::string> const &values, std::string_view server,
               std::string_view from_domain);

} // namespace goen::mail_in
