// SPDX-License-Identifier: Apache-2.0
#include "mail_in/mime.hpp"

#include "base/text.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

namespace goen::mail_in {
namespace {

struct Unref {
    void operator()(void *object) const {
        if (object) g_object_unref(object);
    }
};
template <class T> using Held = std::unique_ptr<T, Unref>;
struct Free {
    void operator()(char *text) const { g_free(text); }
};
using HeldText = std::unique_ptr<char, Free>;

Refusal too_large() { return {Reason::too_large, N_("This email is too large.")}; }
Refusal too_many_parts() {
    return {Reason::invalid, N_("This email has too many parts to be read.")};
}
Refusal unreadable() { return {Reason::invalid, N_("This email cannot be read.")}; }

std::string text_of(char const *text) { return text ? std::string{text} : std::string{}; }

// Clean, in one line.
std::string one_line(std::string_view text) {
    auto clean = as_utf8(text, "utf-8");
    std::replace(clean.begin(), clean.end(), '\n', ' ');
    std::replace(clean.begin(), clean.end(), '\t', ' ');
    return std::string{trimmed(clean)};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Times `word` (lower case) stands in the text, up to `most`.
std::size_t count_of(std::string_view text, std::string_view word, std::size_t most) {
    std::size_t count = 0;
    for (auto at = text.begin(); count < most;
         at += static_cast<std::ptrdiff_t>(word.size()), ++count) {
        at = std::search(at, text.end(), word.begin(), word.end(),
                         [](char a, char b) { return lower(a) == b; });
        if (at == text.end()) break;
    }
    return count;
}

// What would cost GMime much is refused before it reads: it parses nested parts by recursion, and
// compares each line that begins with "--" with all boundaries above it.
Done check_shape(std::string_view bytes, Limits const &limits) {
    if (bytes.size() > limits.bytes) return too_large();
    auto const crlf = bytes.find("\r\n\r\n"), lf = bytes.find("\n\n");
    if (std::min({crlf, lf, bytes.size()}) > limits.head_bytes)
        return Refusal{Reason::too_large, N_("The header of this email is too large.")};
    constexpr std::size_t most_boundaries = 500, most_dashes = 20'000;
    auto const boundaries = count_of(bytes, "boundary", most_boundaries + 1) +
                            count_of(bytes, "message/", most_boundaries + 1);
    if (boundaries > most_boundaries) return too_many_parts();
    std::size_t dashes = 0, head_of_part = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        auto const end = std::min(bytes.find('\n', at), bytes.size());
        auto const line = bytes.substr(at, end - at);
        if (line.starts_with("--") && ++dashes > most_dashes) return too_many_parts();
        // A head that never ends, of whatever part.
        bool const is_like_header =
            line.find(':') != line.npos || line.starts_with(' ') || line.starts_with('\t');
        head_of_part = is_like_header ? head_of_part + line.size() : 0;
        if (head_of_part > limits.bytes) return too_large();
        at = end + 1;
    }
    return {};
}

std::vector<std::string> addresses_of(InternetAddressList *list) {
    std::vector<std::string> out;
    int const count = list ? internet_address_list_length(list) : 0;
    for (int i = 0; i < count && out.size() < 200; ++i) {
        auto *const address = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_MAILBOX(address))
            out.push_back(one_line(
                text_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)))));
    }
    return out;
}

bool has_word(char const *text, char const *word) {
    return text && g_ascii_strcasecmp(text, word) == 0;
}

class Walk {
public:
    explicit Walk(Limits const &limits) : limits_(limits) {}

    Result<Part> part(GMimeObject *object, std::size_t depth) {
        if (depth > limits_.depth || ++parts_ > limits_.parts) return too_many_parts();
        Part part;
        auto *const type = g_mime_object_get_content_type(object);
        part.type =
            lower_ascii(text_of(type ? g_mime_content_type_get_media_type(type) : nullptr) + "/" +
                        text_of(type ? g_mime_content_type_get_media_subtype(type) : nullptr));
        if (GMIME_IS_MULTIPART(object)) {
            part.report_type = lower_ascii(
                text_of(g_mime_object_get_content_type_parameter(object, "report-type")));
            int const count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
            for (int i = 0; i < count; ++i) {
                auto one =
                    this->part(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1);
                if (!one) return one.why();
                part.parts.push_back(std::move(*one));
            }
            return part;
        }
        part.is_leaf = true;
        part.leaf.type = part.type;
        if (!GMIME_IS_PART(object)) return part; // a whole letter inside: not opened
        if (auto const done = read_leaf(GMIME_PART(object), part.leaf); !done) return done.why();
        return part;
    }

private:
    Done read_leaf(GMimePart *object, Leaf &leaf) {
        auto *const mime = GMIME_OBJECT(object);
        leaf.charset = text_of(g_mime_object_get_content_type_parameter(mime, "charset"));
        leaf.is_flowed =
            has_word(g_mime_object_get_content_type_parameter(mime, "format"), "flowed");
        leaf.removes_space =
            has_word(g_mime_object_get_content_type_parameter(mime, "delsp"), "yes");
        leaf.name = one_line(text_of(g_mime_part_get_filename(object)));
        leaf.is_attachment = has_word(g_mime_object_get_disposition(mime), "attachment");
        auto *const content = g_mime_part_get_content(object);
        if (!content) return {};
        auto const length = g_mime_stream_length(g_mime_data_wrapper_get_stream(content));
        auto const most = leaf.type.starts_with("text/") && !leaf.is_attachment
                              ? limits_.attachment_bytes
                              : limits_.attachment_bytes * 3 / 2;
        if (length < 0) return {};
        if (static_cast<std::size_t>(length) > most) return too_large_attachment();
        Held<GMimeStream> const out{g_mime_stream_mem_new()};
        g_mime_data_wrapper_write_to_stream(content, out.get());
        auto const *const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out.get()));
        if (bytes->len > limits_.attachment_bytes) return too_large_attachment();
        if (bytes->len > 0)
            leaf.bytes.assign(reinterpret_cast<char const *>(bytes->data), bytes->len);
        return {};
    }
    static Refusal too_large_attachment() {
        return {Reason::too_large, N_("An attachment of this email is too large.")};
    }
    Limits const &limits_;
    std::size_t parts_ = 0;
};

} // namespace

Result<Mime> read_mime(std::string_view bytes, Limits const &limits) {
    if (auto const fine = check_shape(bytes, limits); !fine) return fine.why();
    static std::once_flag once;
    std::call_once(once, [] { g_mime_init(); });
    // Some pipes put an envelope line of the mbox format above the letter.
    if (bytes.starts_with("From "))
        bytes.remove_prefix(std::min(bytes.find('\n'), bytes.size() - 1) + 1);

    Held<GMimeStream> const stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
    Held<GMimeParser> const parser{g_mime_parser_new_with_stream(stream.get())};
    g_mime_parser_set_format(parser.get(), GMIME_FORMAT_MESSAGE);
    Held<GMimeMessage> const message{g_mime_parser_construct_message(parser.get(), nullptr)};
    if (!message) return unreadable();

    Mime mime;
    auto *const headers = g_mime_object_get_header_list(GMIME_OBJECT(message.get()));
    int const count = g_mime_header_list_get_count(headers);
    if (count > 1000)
        return Refusal{Reason::too_large, N_("The header of this email is too large.")};
    int froms = 0;
    for (int i = 0; i < count; ++i) {
        auto *const header = g_mime_header_list_get_header_at(headers, i);
        Field field{lower_ascii(text_of(g_mime_header_get_name(header))),
                    one_line(text_of(g_mime_header_get_value(header)))};
        if (field.name == "from") ++froms;
        mime.head.push_back(std::move(field));
    }
    if (froms == 0) return unreadable();
    mime.from = addresses_of(g_mime_message_get_from(message.get()));
    if (froms > 1) mime.from.clear(); // nobody knows who means what
    mime.to = addresses_of(g_mime_message_get_to(message.get()));
    for (auto &one : addresses_of(g_mime_message_get_cc(message.get())))
        mime.to.push_back(std::move(one));
    mime.subject = one_line(text_of(g_mime_message_get_subject(message.get())));
    if (auto *const body = g_mime_message_get_mime_part(message.get())) {
        auto part = Walk{limits}.part(body, 1);
        if (!part) return part.why();
        mime.body = std::move(*part);
    }
    return mime;
}

} // namespace goen::mail_in
