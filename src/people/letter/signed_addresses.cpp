// SPDX-License-Identifier: Apache-2.0
#include "letter/signed_addresses.hpp"

#include "account/account.hpp"
#include "base/text.hpp"
#include "letter/queries.hpp"
#include "mail/address.hpp"

namespace goen::letter {
namespace {

constexpr std::string_view reply_prefix = "reply+", bounce_prefix = "bounce+";
constexpr std::string_view reply_purpose = "goen reply 1", bounce_purpose = "goen bounce 1";
constexpr std::size_t mac_size = 12, key_size = 16;

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";

std::string base32(std::string_view bytes) {
    std::string out;
    unsigned held = 0, bits = 0;
    for (char const c : bytes) {
        held = held << 8 | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) out += alphabet[held >> (bits - 5) & 31];
        held &= 0xFF;
    }
    if (bits > 0) out += alphabet[held << (5 - bits) & 31];
    return out;
}

// Nothing for what base32() would not have written.
std::optional<std::string> from_base32(std::string_view text) {
    std::string out;
    unsigned held = 0, bits = 0;
    for (char const c : lower_ascii(text)) {
        auto const digit = alphabet.find(c);
        if (digit == alphabet.npos) return {};
        held = held << 5 | static_cast<unsigned>(digit);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(held >> bits & 0xFF);
        }
        held &= 0xFFF;
    }
    if (base32(out) != lower_ascii(text)) return {};
    return out;
}

void append(std::string &bytes, std::uint64_t number, int size) {
    for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>(number >> (8 * i) & 0xFF);
}
std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < size; ++i)
        number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

std::int64_t number_of_day(Time time) {
    return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

} // namespace

SignedAddresses::SignedAddresses(store::Database &database, Clock &clock, Random &random,
                                 std::string domain)
    : database_(database), clock_(clock), random_(random),
      domain_(mail::ascii_domain(std::move(domain))) {}

void SignedAddresses::prepare() {
    if (!domain_.empty()) (void)secret();
}

std::string SignedAddresses::secret() {
    std::lock_guard const lock{mutex_};
    if (!secret_.empty()) return secret_;
    auto const read = [&] {
        return database_.read(
            [](store::Reader &reader) { return reader.one<std::string>(sql::mail_secret, {}); });
    };
    auto found = read();
    if (!found) {
        // Of several processes that do this at the same time, the first one's stays.
        (void)database_.write([&](store::Writer &writer) -> Done {
            writer.put(sql::put_mail_secret, {{"secret", random_.secret()}});
            return {};
        });
        found = read();
    }
    ensure(found.has_value(), "the secret of mail addresses is kept");
    return secret_ = *found;
}

std::string SignedAddresses::signed_token(std::string bytes, std::string_view purpose) {
    bytes += hmac_sha256(secret(), std::string{purpose} + bytes).substr(0, mac_size);
    return base32(bytes);
}

std::optional<std::string> SignedAddresses::signed_bytes(std::string_view address,
                                                         std::string_view prefix,
                                                         std::string_view purpose) {
    auto const at = address.rfind('@');
    if (domain_.empty() || at == address.npos || at < prefix.size() ||
        lower_ascii(address.substr(0, prefix.size())) != prefix ||
        mail::ascii_domain(address.substr(at + 1)) != domain_)
        return {};
    auto const bytes = from_base32(address.substr(prefix.size(), at - prefix.size()));
    if (!bytes || bytes->size() <= mac_size) return {};
    auto const body = bytes->substr(0, bytes->size() - mac_size);
    auto const mac = hmac_sha256(secret(), std::string{purpose} + body).substr(0, mac_size);
    if (!equal_in_constant_time(mac, std::string_view{*bytes}.substr(body.size()))) return {};
    return body;
}

// Kind (1), the last day (2), member (8), thing (8).
std::string SignedAddresses::for_reply(MemberId who, Answer answer) {
    if (domain_.empty()) return {};
    std::string bytes;
    append(bytes, static_cast<std::uint64_t>(answer.to), 1);
    append(bytes, static_cast<std::uint64_t>(number_of_day(clock_.now() + reply_life)), 2);
    append(bytes, static_cast<std::uint64_t>(who.value), 8);
    append(bytes, static_cast<std::uint64_t>(answer.id), 8);
    return std::string{reply_prefix} + signed_token(std::move(bytes), reply_purpose) + '@' +
           domain_;
}

std::optional<SignedAddresses::Reply> SignedAddresses::reply_of(std::string_view address) {
    auto const bytes = signed_bytes(address, reply_prefix, reply_purpose);
    if (!bytes || bytes->size() != 19) return {};
    auto const kind = number_at(*bytes, 0, 1);
    if (kind > static_cast<std::uint64_t>(Answer::To::request)) return {};
    Reply reply;
    reply.answer.to = static_cast<Answer::To>(kind);
    reply.has_expired =
        static_cast<std::int64_t>(number_at(*bytes, 1, 2)) < number_of_day(clock_.now());
    reply.who = MemberId{static_cast<std::int64_t>(number_at(*bytes, 3, 8))};
    reply.answer.id = static_cast<std::int64_t>(number_at(*bytes, 11, 8));
    return reply;
}

std::string SignedAddresses::for_bounces(std::string_view email) {
    if (domain_.empty()) return {};
    auto const key = hmac_sha256(secret(), "goen address " + account::mail_key(email));
    return std::string{bounce_prefix} + signed_token(key.substr(0, key_size), bounce_purpose) +
           '@' + domain_;
}

std::optional<std::string> SignedAddresses::bounced_key_of(std::string_view address) {
    auto const bytes = signed_bytes(address, bounce_prefix, bounce_purpose);
    if (!bytes || bytes->size() != key_size) return {};
    return hex(*bytes);
}

std::string SignedAddresses::address_key(std::string_view email) {
    return hex(
        hmac_sha256(secret(), "goen address " + account::mail_key(email)).substr(0, key_size));
}

std::string SignedAddresses::conversation_id(MemberId who, Answer answer) {
    if (domain_.empty()) return {};
    auto const key = hmac_sha256(secret(), "goen conversation " + who.text() + ' ' +
                                               std::to_string(static_cast<int>(answer.to)) + ' ' +
                                               std::to_string(answer.id));
    return hex(key.substr(0, key_size)) + '@' + domain_;
}

} // namespace goen::letter
