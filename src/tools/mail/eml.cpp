// SPDX-License-Identifier: Apache-2.0
// A letter as bytes on the wire, and back.
#include "base/base64.hpp"
#include "base/text.hpp"
#include "mail/address.hpp"
#include "mail/postman.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace goen::mail {
namespace {

std::string without_controls(std::string_view text) {
    std::string out{text};
    for (char &c : out) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return out;
}

bool is_plain(std::string_view text) {
    return text.size() <= 60 && text.find("=?") == text.npos && trimmed(text) == text &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

// RFC 2047: encoded words of at most 75 characters, cut between code points, folded onto lines of
// their own.
std::string encoded_words(std::string_view text, std::size_t first_column) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const room = out.empty() ? 51 - first_column : 45;
        std::size_t end = at;
        for (std::size_t next = at; next < text.size() && next - at < room;) {
            next_code_point(text, next);
            if (next - at <= room) end = next;
        }
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + base64(text.substr(at, end - at)) + "?=";
        at = end;
    }
    return out;
}

std::string subject_field(std::string_view subject) {
    auto const clean = without_controls(subject);
    return is_plain(clean) ? clean : encoded_words(clean, 9);
}

// A display name before an address: an atom phrase or encoded words, never quoted text that could
// end early.
std::string mailbox(std::string_view name, std::string_view address) {
    auto const wire = wire_address(address);
    auto const clean = without_controls(trimmed(name));
    if (clean.empty()) return wire;
    bool const is_atoms = is_plain(clean) && std::all_of(clean.begin(), clean.end(), [](char c) {
                              return c == ' ' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                     (c >= 'A' && c <= 'Z');
                          });
    return (is_atoms ? clean : encoded_words(clean, 6)) + "\r\n <" + wire + '>';
}

std::string rfc5322_date(Time time) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(time);
    Date const date{day};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<seconds>(time - day)};
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                  days[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                  months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return buffer.data();
}

// The value of a header, unfolded.
std::optional<std::string> header_of(std::string_view head, std::string_view name) {
    for (std::size_t at = 0; at < head.size();) {
        auto end = head.find("\r\n", at);
        while (end != head.npos && end + 2 < head.size() && head[end + 2] == ' ')
            end = head.find("\r\n", end + 2);
        auto const line = head.substr(at, end - at);
        if (line.size() > name.size() && line.substr(0, name.size()) == name &&
            line[name.size()] == ':') {
            std::string value{trimmed(line.substr(name.size() + 1))};
            for (std::size_t fold; (fold = value.find("\r\n ")) != value.npos;)
                value.erase(fold, 2);
            return value;
        }
        if (end == head.npos) break;
        at = end + 2;
    }
    return {};
}

std::optional<std::string> without_encoded_words(std::string text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const start = text.find("=?UTF-8?B?", at);
        if (start == text.npos) return out + text.substr(at);
        auto const end = text.find("?=", start + 10);
        if (end == text.npos) return {};
        auto const between = text.substr(at, start - at);
        if (at == 0 || between != " ")
            out += between; // the space between two encoded words is not text
        auto const word = from_base64(std::string_view{text}.substr(start + 10, end - start - 10));
        if (!word) return {};
        out += *word;
        at = end + 2;
    }
    return out;
}

std::string unquoted(std::string_view address) {
    if (address.empty() || address.front() != '"') return std::string{address};
    std::string out;
    auto const end = address.rfind('"');
    for (std::size_t i = 1; i < end; ++i) {
        if (address[i] == '\\' && i + 1 < end) ++i;
        out += address[i];
    }
    return out + std::string{address.substr(end + 1)};
}

// RFC 2369, and RFC 8058, which lets a mail program post "List-Unsubscribe=One-Click" to the link
// and wants https and both headers under the DKIM signature, which the relay makes.
std::string unsubscribe_lines(std::string_view unsubscribe) {
    if (unsubscribe.empty()) return {};
    bool const is_plain_link = std::all_of(unsubscribe.begin(), unsubscribe.end(), [](char c) {
        return c > ' ' && c < 0x7F && c != '<' && c != '>';
    });
    ensure(is_plain_link, "a link that unsubscribes is plain ASCII");
    auto lines = "List-Unsubscribe:\r\n <" + std::string{unsubscribe} + ">\r\n";
    if (unsubscribe.starts_with("https://"))
        lines += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    return lines;
}

// A waiting letter is a file: where its bounces go is kept in it.
constexpr std::string_view envelope_header = "X-Goen-Bounces-To";

void ensure_message_id(std::string_view id) {
    ensure(is_one_address(id), "a message id looks like an address");
}

std::string threading_lines(Letter const &letter) {
    if (letter.references.empty()) return {};
    for (auto const &id : letter.references) ensure_message_id(id);
    auto lines = "In-Reply-To: <" + letter.references.back() + ">\r\nReferences:";
    for (auto const &id : letter.references) lines += "\r\n <" + id + '>';
    return lines + "\r\n";
}

std::string base64_part(std::string_view type, std::string_view text) {
    std::string lines;
    for (char const c : with_unix_lines(text)) {
        if (c == '\n') lines += '\r';
        lines += c;
    }
    auto out = "Content-Type: " + std::string{type} +
               "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    auto const body = base64(lines);
    for (std::size_t at = 0; at < body.size(); at += 76) out += body.substr(at, 76) + "\r\n";
    return out;
}

// Base64 never holds a line that begins with "--", so this can stand between any two parts.
constexpr std::string_view boundary = "=_goen_part_=";

std::string body_of(Letter const &letter) {
    if (letter.html.empty()) return base64_part("text/plain", letter.text);
    auto const line = "--" + std::string{boundary};
    return "Content-Type: multipart/alternative; boundary=\"" + std::string{boundary} +
           "\"\r\n\r\n" + line + "\r\n" + base64_part("text/plain", letter.text) + line + "\r\n" +
           base64_part("text/html", letter.html) + line + "--\r\n";
}

// The text of a part written by base64_part(), which ends at the end of `part`.
std::optional<std::string> text_of_part(std::string_view part) {
    auto const blank = part.find("\r\n\r\n");
    if (blank == part.npos) return {};
    auto text = from_base64(part.substr(blank + 4));
    if (!text) return {};
    return with_unix_lines(*text);
}

std::string without_angles(std::string_view id) {
    auto const bare = trimmed(id);
    return bare.size() > 2 && bare.front() == '<' && bare.back() == '>'
               ? std::string{bare.substr(1, bare.size() - 2)}
               : std::string{bare};
}

} // namespace

std::string_view bare_address(std::string_view from) {
    auto const open = from.rfind('<');
    if (open == from.npos) return trimmed(from);
    auto const close = from.find('>', open);
    return from.substr(open + 1, close == from.npos ? from.npos : close - open - 1);
}

std::string to_eml(Letter const &letter, std::string_view from, std::string_view message_id,
                   Time date) {
    auto const sender = bare_address(from);
    ensure(is_one_address(letter.to), "a letter goes to one address");
    ensure(is_one_address(sender), "a letter comes from one address");
    auto const sender_name =
        from.find('<') == from.npos ? std::string_view{} : trimmed(from.substr(0, from.rfind('<')));

    auto const &id = letter.message_id.empty() ? std::string{message_id} : letter.message_id;
    ensure_message_id(id);
    std::string out;
    out += "Date: " + rfc5322_date(date) + "\r\n";
    out += "From: " + mailbox(sender_name, sender) + "\r\n";
    out += "To: " + mailbox(letter.to_name, letter.to) + "\r\n";
    if (!letter.reply_to.empty()) {
        ensure(is_one_address(letter.reply_to), "an answer goes to one address");
        out += "Reply-To: " + wire_address(letter.reply_to) + "\r\n";
    }
    out += "Message-ID: <" + id + ">\r\n";
    out += threading_lines(letter);
    out += "Subject: " + subject_field(letter.subject) + "\r\n";
    out += unsubscribe_lines(letter.unsubscribe);
    out += "Auto-Submitted: auto-generated\r\n"; // RFC 3834: no holiday answers, please
    out += std::string{loop_header} + ": " + ascii_domain(sender.substr(sender.rfind('@') + 1)) +
           "\r\n";
    if (!letter.envelope_from.empty()) {
        ensure(is_one_address(letter.envelope_from), "bounces go to one address");
        out += std::string{envelope_header} + ": " + wire_address(letter.envelope_from) + "\r\n";
    }
    out += "MIME-Version: 1.0\r\n" + body_of(letter);
    return out;
}

std::optional<Letter> from_eml(std::string_view eml) {
    auto const blank = eml.find("\r\n\r\n");
    if (blank == eml.npos) return {};
    auto const head = eml.substr(0, blank + 2);
    auto const to = header_of(head, "To");
    auto const subject = header_of(head, "Subject");
    auto const type = header_of(head, "Content-Type");
    if (!to || !subject || !type) return {};

    auto const subject_text = without_encoded_words(*subject);
    auto const open = to->rfind('<');
    auto const name =
        without_encoded_words(open == to->npos ? "" : std::string{trimmed(to->substr(0, open))});
    if (!subject_text || !name) return {};
    Letter letter{unquoted(bare_address(*to)), *name, *subject_text, {}};
    if (type->starts_with("multipart/alternative")) {
        auto const line = "\r\n--" + std::string{boundary};
        auto const first = eml.find(line, blank + 2);
        auto const second = first == eml.npos ? first : eml.find(line, first + line.size());
        auto const end = second == eml.npos ? second : eml.find(line, second + line.size());
        if (end == eml.npos) return {};
        auto const plain =
            text_of_part(eml.substr(first + line.size(), second - first - line.size()));
        auto const html =
            text_of_part(eml.substr(second + line.size(), end - second - line.size()));
        if (!plain || !html) return {};
        letter.text = *plain, letter.html = *html;
    } else {
        auto const text = text_of_part(eml);
        if (header_of(head, "Content-Transfer-Encoding") != "base64" || !text) return {};
        letter.text = *text;
    }
    letter.reply_to = unquoted(header_of(head, "Reply-To").value_or(""));
    letter.message_id = without_angles(header_of(head, "Message-ID").value_or(""));
    letter.envelope_from = unquoted(header_of(head, envelope_header).value_or(""));
    auto const references = header_of(head, "References").value_or("");
    for (auto const one : split(references, ' ')) {
        if (auto id = without_angles(one); !id.empty()) letter.references.push_back(std::move(id));
    }
    return letter;
}

} // namespace goen::mail
